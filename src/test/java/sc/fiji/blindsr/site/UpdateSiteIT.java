package sc.fiji.blindsr.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.util.FileUtils;
import sc.fiji.blindsr.ProgramRun;

/**
 * The staged update site: whether Fiji's updater takes all of it, whether the README says what is in it, and whether it
 * works in a folder with no more than what Fiji brings. The rules are those of imagej-updater 2.0.3.
 */
class UpdateSiteIT {

    private static final Path SITE = Path.of("target", "update-site").toAbsolutePath();
    private static final Path APP = Path.of("target", "app").toAbsolutePath();
    private static final String VERSION = System.getProperty("version");

    /** Folders that the updater looks through, with all below them, and what it takes there; ".*" is everything. */
    private static final Map<String, String> TAKEN = Map.of(
            "plugins",
            "\\.jar",
            "jars",
            "\\.jar",
            "lib",
            ".*",
            "macros",
            "\\.(ijm|txt|png)",
            "scripts",
            "\\.(ijm|py|groovy|js|bsh)",
            "models",
            ".*",
            "licenses",
            ".*");

    /** Folders below lib whose files the updater gives only to the platform that they name. */
    private static final Set<String> PLATFORMS = Set.of("linux64", "linux-arm64", "win64", "macos-arm64");

    /** Rows of the README's tables: | `PATH` | …, and | `ARTIFACT` | pom-scijava's version | ours | … */
    private static final Pattern STAGED = Pattern.compile("\\| `((?:jars|lib|plugins)/[^`]*\\.jar)` \\|");

    private static final Pattern PROVIDED = Pattern.compile("\\| `([\\w-]+)` \\| (\\S+) \\| (\\S+) \\|");

    @TempDir
    private Path folder;

    /** Natives are large: they are staged with {@code -Dsite.part=all} only. */
    @BeforeAll
    static void stage() throws Exception {
        final ProgramRun run = ProgramRun.run(
                Path.of("").toAbsolutePath(),
                List.of("bash", "update-site/site", "stage", "--part", System.getProperty("site.part", "plugin")));
        assertEquals(0, run.status(), run.output());
    }

    @Test
    void theUpdaterTakesEveryFile() throws IOException {
        final Set<String> unversioned = new TreeSet<>();
        for (final String path : files(SITE)) {
            final String top = path.substring(0, Math.max(0, path.indexOf('/')));
            assertTrue(TAKEN.containsKey(top), path + ": the updater does not look there");
            final String name = path.substring(path.lastIndexOf('/') + 1);
            assertTrue(name.matches("[^.].*" + TAKEN.get(top)), path + ": the updater does not take such a file");
            assertFalse(Files.isExecutable(SITE.resolve(path)), path + ": the updater takes it for a launcher");
            assertTrue(
                    unversioned.add(FileUtils.stripFilenameVersion(path)), path + ": there is another version of it");
            if (!path.endsWith(".jar")) continue;
            assertNotEquals(path, FileUtils.stripFilenameVersion(path), "the updater does not see its version");
            final String[] parts = path.split("/");
            assertTrue(
                    parts.length == 2
                            || parts.length == 3
                                    && parts[0].equals("lib")
                                    && (parts[1].equals("blind-sr") || PLATFORMS.contains(parts[1])),
                    path);
        }
        assertTrue(unversioned.contains("plugins/FKP_Blind_SR.jar"), unversioned.toString());
        assertTrue(Files.isRegularFile(SITE.resolve("licenses/Blind-SR/LICENSE.txt")));
    }

    /** There is one for each platform. */
    @Test
    void nativesAreComplete() throws IOException {
        assumeNatives();
        for (final String platform : PLATFORMS)
            assertEquals(1, files(SITE.resolve("lib").resolve(platform)).size(), platform);
    }

    /** ImageJ loads what is in jars and plugins: nothing there may be, or clash with, another plugin's DJL. */
    @Test
    void noClassOfDjlIsWhereImageJLoads() throws IOException {
        for (final String path : files(SITE)) {
            if (!path.matches("(jars|plugins)/.*\\.jar")) continue;
            try (JarFile jar = new JarFile(SITE.resolve(path).toFile())) {
                assertEquals(
                        List.of(),
                        jar.stream()
                                .map(JarEntry::getName)
                                .filter(entry -> entry.matches("(ai/djl|jnilib|native)/.*"))
                                .toList(),
                        path);
            }
        }
    }

    /** Every jar that runs with the plugin is either staged, or Fiji's and in the version that pom-scijava manages. */
    @Test
    void theReadmeListsWhatIsStagedAndWhatFijiBrings() throws IOException {
        final String readme = Files.readString(Path.of("update-site", "README.md"));
        final Set<String> staged = files(SITE).stream()
                .filter(f -> f.endsWith(".jar") && !isNative(f))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                staged,
                STAGED.matcher(readme)
                        .results()
                        .map(r -> r.group(1))
                        .filter(f -> !isNative(f))
                        .map(f -> f.replace("VERSION", VERSION))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(
                files(APP).stream().filter(UpdateSiteIT::isFijis).collect(Collectors.toSet()),
                PROVIDED.matcher(readme)
                        .results()
                        .map(r -> "jars/" + r.group(1) + "-" + r.group(3) + ".jar")
                        .collect(Collectors.toSet()));

        final String managed = Files.readString(Path.of(System.getProperty("managed")));
        for (final MatchResult row : PROVIDED.matcher(readme).results().toList()) {
            assertEquals(managedVersion(managed, row.group(1)), row.group(2), row.group(1) + " in pom-scijava");
            assertEquals(row.group(2), row.group(3), row.group(1) + ": ours is another than Fiji's");
        }
    }

    @Test
    void theReadmeTellsTheSizesOfTheNatives() throws IOException {
        assumeNatives();
        final String readme = Files.readString(Path.of("update-site", "README.md"));
        for (final String path : files(SITE)) {
            if (!isNative(path)) continue;
            final long megabytes = Math.round(Files.size(SITE.resolve(path)) / 1e6);
            assertTrue(readme.contains("| `" + path + "` | " + megabytes + " MB |"), path + ": " + megabytes + " MB");
        }
    }

    /** ImageJ reads macros in the encoding of the system. */
    @Test
    void macrosReadTheSameEverywhere() throws IOException {
        final List<String> macros = files(SITE).stream()
                .filter(path -> path.matches("macros/.*\\.(ijm|txt)"))
                .toList();
        assertTrue(macros.contains("macros/Blind-SR/Demo.ijm"), macros.toString());
        for (final String path : macros)
            assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(SITE.resolve(path))), path);
    }

    /** In Fiji, whose search bar would list each command twice. */
    @Test
    void plainImageJsMenuIsNotStaged() throws IOException {
        final List<String> jars =
                files(SITE).stream().filter(path -> path.endsWith(".jar")).toList();
        assertTrue(jars.contains("plugins/FKP_Blind_SR-" + VERSION + ".jar"), jars.toString());
        for (final String path : jars)
            try (JarFile jar = new JarFile(SITE.resolve(path).toFile())) {
                assertNull(jar.getEntry("plugins.config"), path);
            }
    }

    /** What would make two builds of the same sources differ: the time and the platform of the build. */
    @Test
    void theJarTellsNothingOfItsBuild() throws IOException {
        final OffsetDateTime time = OffsetDateTime.parse(System.getProperty("timestamp"));
        try (JarFile jar = new JarFile(
                SITE.resolve("plugins/FKP_Blind_SR-" + VERSION + ".jar").toFile())) {
            jar.stream().forEach(entry -> assertEquals(time.toLocalDateTime(), entry.getTimeLocal(), entry.getName()));
            assertNull(jar.getManifest().getMainAttributes().getValue("Class-Path"));
            assertEquals(
                    time,
                    OffsetDateTime.parse(jar.getManifest().getMainAttributes().getValue("Implementation-Date")));
        }
    }

    /** The demo, from a folder that has Fiji's part and the site's, called from elsewhere. */
    @Test
    void theDemoRunsFromAnInstalledSite() throws Exception {
        final Path fiji = install(f -> !isNative(f));
        final Path output = folder.resolve("output");
        final ProgramRun run = imageJ(fiji, fiji.resolve("macros/Blind-SR/Demo.ijm"), output.toString());
        assertTrue(run.output().contains("Written to " + output), run.output());
        assertTrue(decibels(run.output(), "gain") > 2, run.output());
        assertTrue(decibels(run.output(), "kernel PSNR") > 50, run.output());
        try (Stream<Path> files = Files.list(output)) {
            final List<String> names =
                    files.map(f -> f.getFileName().toString()).toList();
            assertTrue(names.containsAll(List.of("camera-LRx2-SRx2.tif", "microaneurysms-SRx2.tif")), names.toString());
            assertEquals(4, names.stream().filter(n -> n.endsWith(".png")).count(), names.toString());
        }
    }

    /** A figure of the demo's table. */
    private static double decibels(final String printed, final String figure) {
        final Matcher line = Pattern.compile("^ *" + figure + " +(-?[\\d.]+) dB$", Pattern.MULTILINE)
                .matcher(printed);
        assertTrue(line.find(), printed);
        return Double.parseDouble(line.group(1));
    }

    /** Without natives the Engine says how to get them; with them, it has PyTorch. */
    @Test
    void pyTorchIsFoundWhereItsSiteIsInstalled() throws Exception {
        final Path macro = Path.of(UpdateSiteIT.class.getResource("engine.ijm").toURI());
        final Path fiji = install(f -> !isNative(f));
        final String without = imageJ(fiji, macro).output();
        assertTrue(without.contains("PyTorch: missing | ") && without.contains("Blind-SR-PyTorch"), without);
        assertTrue(without.endsWith("the end\n"), without);

        final Path natives = Files.createDirectories(fiji.resolve("lib").resolve(platform()));
        copy((hasNatives() ? SITE : APP).resolve("lib").resolve(platform()), natives, f -> true);
        final String with = imageJ(fiji, macro).output();
        assertTrue(with.contains("PyTorch: PyTorch "), with);

        addAnotherDjl(fiji.resolve("jars/api-0.20.0.jar"));
        final String beside = imageJ(fiji, macro, "both").output();
        assertTrue(beside.contains("the other DJL: 0.20.0\n"), beside);
        assertTrue(
                Pattern.compile("PyTorch: PyTorch \\S+ \\(DJL (?!0\\.20\\.0)")
                        .matcher(beside)
                        .find(),
                beside);
    }

    /** Another plugin's DJL: what asks for it gets it, and ours sees nothing of it, not even a service that is no class. */
    private void addAnotherDjl(final Path jar) throws IOException {
        final Path source = Files.writeString(
                Files.createDirectories(folder.resolve("other/ai/djl/engine")).resolve("Engine.java"),
                "package ai.djl.engine; public class Engine { public static String getDjlVersion() { return \"0.20.0\"; } }");
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
        try (JarOutputStream other = new JarOutputStream(Files.newOutputStream(jar))) {
            other.putNextEntry(new JarEntry("ai/djl/engine/Engine.class"));
            Files.copy(source.resolveSibling("Engine.class"), other);
            other.putNextEntry(new JarEntry("META-INF/services/ai.djl.engine.EngineProvider"));
            other.write("another version".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Real Fiji is not on Maven Central: plain ImageJ, with its menu, stands for what finds the commands there. */
    private Path install(final Predicate<String> files) throws IOException {
        final Path fiji = folder.resolve("Fiji");
        copy(APP, fiji, f -> isFijis(f) || f.equals("plugins/FKP_Blind_SR_Menu.jar"));
        copy(SITE, fiji, files);
        return fiji;
    }

    /** Plain ImageJ with the class path of Fiji's launcher. */
    private ProgramRun imageJ(final Path fiji, final Path macro, final String... argument) throws Exception {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=ISO-8859-1",
                "-Dplugins.dir=" + fiji));
        final Collection<String> jars = files(fiji).stream()
                .filter(f -> f.matches("(jars|plugins)/.*\\.jar"))
                .map(f -> fiji.resolve(f).toString())
                .toList();
        command.add("-javaagent:"
                + jars.stream()
                        .filter(j -> j.contains("ij1-patcher"))
                        .findFirst()
                        .orElseThrow() + "=init");
        command.addAll(List.of("-cp", String.join(File.pathSeparator, jars), "ij.ImageJ", "-batch", macro.toString()));
        command.addAll(List.of(argument));
        return ProgramRun.run(folder, command);
    }

    private static String platform() {
        final boolean arm = System.getProperty("os.arch").equals("aarch64");
        final String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) return "win64";
        if (system.startsWith("Mac")) return "macos-arm64";
        return arm ? "linux-arm64" : "linux64";
    }

    private static boolean hasNatives() {
        return Files.isDirectory(SITE.resolve("lib/linux64"));
    }

    private static void assumeNatives() {
        Assumptions.assumeTrue(hasNatives(), "natives are staged with -Dsite.part=all only");
    }

    /** Whether a file of target/app is a library that Fiji has, too. */
    private static boolean isFijis(final String path) {
        return path.startsWith("jars/") && !Files.exists(SITE.resolve(path));
    }

    private static boolean isNative(final String path) {
        return path.matches("lib/.*pytorch-native.*");
    }

    /** Gives the version that a POM has in the property that is named for an artifact. */
    private static String managedVersion(final String pom, final String artifact) {
        final Matcher property = Pattern.compile("<" + Pattern.quote(artifact) + "\\.version>([^<]*)<")
                .matcher(pom);
        assertTrue(property.find(), artifact + " is not managed");
        final String value = property.group(1);
        return value.startsWith("${")
                ? managedVersion(pom, value.replaceAll("^\\$\\{(.*)\\.version\\}$", "$1"))
                : value;
    }

    /** The paths of all files below a folder, with slashes. */
    private static Set<String> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> folder.relativize(f).toString().replace(File.separatorChar, '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void copy(final Path from, final Path to, final Predicate<String> which) throws IOException {
        for (final String path : files(from)) {
            if (!which.test(path)) continue;
            Files.createDirectories(to.resolve(path).getParent());
            Files.copy(from.resolve(path), to.resolve(path));
        }
    }
}
