package sc.fiji.blindsr.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.ProgramRun;

/** {@code update-site/site}, with a Fiji that only notes what is asked of it. */
class SiteScriptTest {

    private static final String LIST_SITES = "--update list-update-sites",
            LIST_FILES = "--update list-from-site Blind-SR";

    private static final List<String> FILE_SITE = List.of("Blind-SR", "file:/srv/site/", "file:localhost", "/srv/site");
    private static final String FILES = "lib/blind-sr/api-0.35.1.jar lib/blind-sr/pytorch-jni-2.7.1-0.35.1.jar "
            + "licenses/Blind-SR/DJL.txt macros/Blind-SR/Demo.ijm plugins/FKP_Blind_SR-0.2.0.jar";
    private static final String NATIVES = "lib/linux-arm64/pytorch-native-cpu-2.7.1-linux-aarch64.jar "
            + "lib/linux64/pytorch-native-cpu-2.7.1-linux-x86_64.jar "
            + "lib/macos-arm64/pytorch-native-cpu-2.7.1-macosx-aarch64.jar "
            + "lib/win64/pytorch-native-cpu-2.7.1-windows-x86_64.jar licenses/Blind-SR/PyTorch.txt";

    @TempDir
    private Path folder;

    private Path fiji, staged;

    @BeforeEach
    void stage() throws Exception {
        fiji = Files.createDirectories(folder.resolve("a Fiji"));
        staged = folder.resolve("staged");
        try (InputStream fake = SiteScriptTest.class.getResourceAsStream("fiji")) {
            Files.copy(fake, fiji.resolve("fiji"));
        }
        assertTrue(fiji.resolve("fiji").toFile().setExecutable(true));
        for (final String path : (FILES + " " + NATIVES).split(" ")) write(staged.resolve(path), path);
    }

    @Test
    void theFirstPublicationAddsTheSiteAndUploadsAllButTheNatives() throws Exception {
        assertTrue(staged.resolve("plugins/FKP_Blind_SR-0.2.0.jar").toFile().setExecutable(true));
        assertEquals(0, publish().status());
        assertEquals(
                List.of(
                        LIST_SITES,
                        "--update add-update-site Blind-SR file:/srv/site/ file:localhost /srv/site/",
                        LIST_FILES,
                        "--update upload --site Blind-SR " + FILES),
                calls());
        for (final String path : FILES.split(" ")) assertEquals(path, Files.readString(fiji.resolve(path)));
        assertFalse(Files.exists(fiji.resolve("lib/linux64")));
        // whose platform the updater would not see
        assertFalse(Files.isExecutable(fiji.resolve("plugins/FKP_Blind_SR-0.2.0.jar")));
    }

    @Test
    void aSiteIsAddedOnceAndFilesThatAreTheSameStay() throws Exception {
        publish();
        final Path jar = fiji.resolve("lib/blind-sr/api-0.35.1.jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        Files.delete(fiji.resolve("calls.txt"));
        assertEquals(0, publish().status());
        assertEquals(List.of(LIST_SITES, LIST_FILES, "--update upload --site Blind-SR " + FILES), calls());
        assertEquals(1_000_000_000_000L, Files.getLastModifiedTime(jar).toMillis());
    }

    @Test
    void aSiteThatIsKnownOtherwiseIsChanged() throws Exception {
        for (final String known : List.of(
                "Blind-SR: file:/srv/site/",
                "Blind-SR (DISABLED): file:/srv/site/ (upload host: file:localhost, upload directory: /srv/site/)",
                "Blind-SR: https://example.org/ (upload host: webdav:somebody:secret, upload directory: ./)")) {
            write(fiji.resolve("sites.txt"), known + "\n");
            Files.deleteIfExists(fiji.resolve("calls.txt"));
            final ProgramRun run = publish();
            assertEquals(
                    "--update edit-update-site Blind-SR file:/srv/site/ file:localhost /srv/site/",
                    calls().get(1),
                    known);
            assertFalse(run.output().contains("secret"), run.output());
        }
        write(fiji.resolve("sites.txt"), "Blind-SR-PyTorch: file:/srv/site/\n");
        Files.delete(fiji.resolve("calls.txt"));
        publish();
        assertTrue(calls().get(1).startsWith("--update add-update-site Blind-SR "), calls().get(1));
    }

    @Test
    void webDavAndSshAreTheUpdatersToo() throws Exception {
        assertEquals(
                0,
                site(
                                "publish",
                                fiji.toString(),
                                "Blind-SR",
                                "https://sites.imagej.net/Blind-SR",
                                "webdav:somebody",
                                ".")
                        .status());
        assertEquals(
                "--update add-update-site Blind-SR https://sites.imagej.net/Blind-SR/ webdav:somebody ./",
                calls().get(1));
        assertEquals(
                0,
                site(
                                "publish",
                                fiji.toString(),
                                "Blind-SR",
                                "https://example.org/sr",
                                "sftp:somebody@example.org",
                                "/srv/www/sr/")
                        .status());
        assertEquals(
                "--update edit-update-site Blind-SR https://example.org/sr/ sftp:somebody@example.org /srv/www/sr/",
                calls().get(5));
    }

    @Test
    void simulationReachesTheUpdater() throws Exception {
        assertEquals(
                0, site(command("publish", List.of("--simulate"), FILE_SITE)).status());
        assertEquals("--update upload --simulate --site Blind-SR " + FILES, calls().get(3));
    }

    /** What the site had and no longer has: older versions are replaced, other files go. */
    @Test
    void whatIsNoLongerStagedIsMarkedObsolete() throws Exception {
        for (final String path : List.of(
                "plugins/FKP_Blind_SR-0.1.0.jar",
                "jars/gone-1.0.jar",
                "lib/blind-sr/apiary-0.1.jar",
                "macros/Blind-SR/Gone.ijm")) write(fiji.resolve(path), "old");
        write(
                fiji.resolve("files.txt"),
                "plugins/FKP_Blind_SR-0.1.0.jar\t(MODIFIED)\t20260101000000\n"
                        + "lib/blind-sr/api-0.35.1.jar\t(INSTALLED)\t20260101000000\n"
                        + "jars/gone-1.0.jar\t(INSTALLED)\t20260101000000\r\n"
                        + "macros/Blind-SR/Gone.ijm\t(INSTALLED)\t20260101000000\n");
        assertEquals(0, publish().status());
        assertEquals(
                "--update upload --site Blind-SR --forget-missing-dependencies " + FILES
                        + " jars/gone-1.0.jar macros/Blind-SR/Gone.ijm",
                calls().get(3));
        assertFalse(Files.exists(fiji.resolve("plugins/FKP_Blind_SR-0.1.0.jar")));
        assertFalse(Files.exists(fiji.resolve("jars/gone-1.0.jar")));
        assertFalse(Files.exists(fiji.resolve("macros/Blind-SR/Gone.ijm")));
        assertTrue(Files.exists(fiji.resolve("lib/blind-sr/apiary-0.1.jar")));
    }

    @Test
    void nativesHaveASiteOfTheirOwn() throws Exception {
        assertEquals(
                0,
                site(command("publish", List.of("--part", "pytorch"), FILE_SITE))
                        .status());
        assertEquals("--update upload --site Blind-SR " + NATIVES, calls().get(3));
        assertFalse(Files.exists(fiji.resolve("plugins")));
        assertEquals(
                0, site(command("publish", List.of("--part", "all"), FILE_SITE)).status());
        final String[] last = calls().get(6)
                .substring("--update upload --site Blind-SR ".length())
                .split(" ");
        assertEquals(FILES.split(" ").length + NATIVES.split(" ").length, last.length);

        Files.delete(staged.resolve("lib/win64/pytorch-native-cpu-2.7.1-windows-x86_64.jar"));
        Files.delete(staged.resolve("lib/win64"));
        final ProgramRun incomplete = site(command("publish", List.of("--part", "pytorch"), FILE_SITE));
        assertEquals(2, incomplete.status());
        assertTrue(incomplete.output().contains("has no lib/win64"), incomplete.output());
    }

    @Test
    void installationTakesWhatTheSiteHas() throws Exception {
        write(
                fiji.resolve("files.txt"),
                "lib/blind-sr/api-0.35.1.jar\t(NEW)\t20260101000000\n"
                        + "plugins/FKP_Blind_SR-0.2.0.jar\t(UPDATEABLE)\t20260101000000\n");
        assertEquals(
                0,
                site("install", fiji.toString(), "Blind-SR", "file:/srv/site").status());
        assertEquals(
                List.of(
                        LIST_SITES,
                        "--update add-update-site Blind-SR file:/srv/site/",
                        LIST_FILES,
                        "--update update lib/blind-sr/api-0.35.1.jar plugins/FKP_Blind_SR-0.2.0.jar"),
                calls());

        // The right to upload is not taken away from a Fiji that has it.
        write(
                fiji.resolve("sites.txt"),
                "Blind-SR: file:/srv/site/ (upload host: file:localhost, upload directory: /srv/)\n");
        Files.delete(fiji.resolve("calls.txt"));
        final ProgramRun simulated = site("install", "--simulate", fiji.toString(), "Blind-SR", "file:/srv/site");
        assertEquals(List.of(LIST_SITES, LIST_FILES), calls());
        assertTrue(simulated.output().contains("Would install plugins/FKP_Blind_SR-0.2.0.jar\n"), simulated.output());

        Files.delete(fiji.resolve("files.txt"));
        assertEquals(
                2,
                site("install", fiji.toString(), "Blind-SR", "file:/srv/site").status());
    }

    /** What only a maintainer can fill in must not go out unfilled; snapshots may. */
    @Test
    void aReleaseIsNotStagedWhileItemsAreOpen() throws Exception {
        final Path root = folder.resolve("checkout");
        for (final String file : List.of("update-site/site", "update-site/README.md", "LICENSE.txt", "NOTICE"))
            write(root.resolve(file), Files.readString(Path.of(file)));
        for (final String file : List.of(
                "update-site/licenses/PyTorch.txt",
                "src/main/resources/META-INF/licenses/USRNet.txt",
                "macros/Demo.ijm",
                "target/app/lib/blind-sr/api-0.35.1.jar",
                "target/app/lib/blind-sr/pytorch-engine-0.35.1.jar",
                "target/app/lib/blind-sr/pytorch-jni-2.7.1-0.35.1.jar",
                "target/app/jars/pickle-1.5.jar",
                "target/app/plugins/FKP_Blind_SR-0.1.0-SNAPSHOT.jar")) write(root.resolve(file), file);
        final List<String> stage =
                List.of("bash", root.resolve("update-site").resolve("site").toString(), "stage");
        final Path site = root.resolve("target").resolve("update-site");
        assertEquals(0, ProgramRun.run(folder, stage).status());
        assertTrue(Files.exists(site.resolve("plugins/FKP_Blind_SR-0.1.0-SNAPSHOT.jar")));
        assertTrue(Files.exists(site.resolve("licenses/Blind-SR/USRNet.txt")));

        final Path jars = root.resolve("target/app/plugins");
        Files.move(jars.resolve("FKP_Blind_SR-0.1.0-SNAPSHOT.jar"), jars.resolve("FKP_Blind_SR-0.1.0.jar"));
        final ProgramRun refused = ProgramRun.run(folder, stage);
        assertEquals(2, refused.status(), refused.output());
        assertTrue(refused.output().contains("FKP_Blind_SR-0.1.0.jar is a release"), refused.output());
        assertTrue(refused.output().contains("\n| open | the people"), refused.output());
        assertFalse(Files.exists(site.resolve("plugins/FKP_Blind_SR-0.1.0.jar")));

        final Path list = root.resolve("update-site/README.md");
        write(list, Files.readString(list).replace("| open |", "| done |"));
        assertEquals(0, ProgramRun.run(folder, stage).status());
        assertTrue(Files.exists(site.resolve("plugins/FKP_Blind_SR-0.1.0.jar")));
    }

    @Test
    void mistakesEndWithAWordAboutThem() throws Exception {
        refused("there is no command deploy", "deploy");
        refused("publish takes 5 arguments, 1 were given", "publish", fiji.toString());
        refused("there is no option --dry", "publish", "--dry");
        refused("\"pytorch\" was given, allowed is one of plugin, all", "stage", "--part", "pytorch");
        refused("stage takes 0 arguments, 1 were given", "stage", fiji.toString());
        refused(
                "\"natives\" was given, allowed is one of plugin, pytorch, all",
                command("publish", List.of("--part", "natives"), FILE_SITE));
        refused(
                "there is no folder " + folder.resolve("nowhere"),
                "install",
                folder.resolve("nowhere").toString(),
                "Blind-SR",
                "file:/srv/");
        refused("cannot be run", "install", folder.toString(), "Blind-SR", "file:/srv/");
        write(staged.resolve("plugins/FKP_Blind_SR-0.1.0.jar"), "another");
        refused("must hold one plugin", command("publish", List.of(), FILE_SITE));
        assertFalse(Files.exists(fiji.resolve("calls.txt")));
        assertEquals(0, site("help").status());
    }

    @Test
    void theUpdatersFailureIsTheScripts() throws Exception {
        write(fiji.resolve("refuses"), "");
        assertEquals(1, publish().status());
    }

    private void refused(final String message, final String... arguments) throws Exception {
        final ProgramRun run = site(arguments);
        assertEquals(2, run.status(), run.output());
        assertTrue(run.output().contains(message), run.output());
    }

    private ProgramRun publish() throws Exception {
        return site(command("publish", List.of(), FILE_SITE));
    }

    private String[] command(final String command, final List<String> options, final List<String> site) {
        final List<String> words = new ArrayList<>(List.of(command));
        words.addAll(options);
        words.add(fiji.toString());
        words.addAll(site);
        return words.toArray(String[]::new);
    }

    private ProgramRun site(final String... arguments) throws Exception {
        final List<String> words = new ArrayList<>(
                List.of("bash", Path.of("update-site", "site").toAbsolutePath().toString()));
        words.addAll(List.of(arguments));
        return ProgramRun.run(folder, words, "SITE_STAGED", staged.toString());
    }

    private List<String> calls() throws Exception {
        return Files.readAllLines(fiji.resolve("calls.txt"));
    }

    private static void write(final Path file, final String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
