package sc.fiji.blindsr.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/** What a batch must survive, or notice before it has computed for a night. */
class BatchFaultsTest {

    private static final Map<String, String> FAST =
            Map.of("iterations", "2", "restorer", "Cubic spline", "estimator", "Variational FKP");

    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void folders() throws IOException {
        source = Files.createDirectories(folder.resolve("in"));
        target = folder.resolve("out");
    }

    /** As cron and containers start programs: file names that are not ASCII are no texts there. */
    @Test
    void aNameThatTheLocaleCannotWriteFailsByItself() throws Exception {
        save("plain.tif", 40);
        shell("cp plain.tif $'\\xc2\\xb5m.tif' && cp plain.tif $'\\xce\\xbcm.tif'");
        final String ascii = program("LC_ALL=C");
        assertTrue(ascii.contains("row plain.tif: "), ascii);
        assertFalse(ascii.contains("row plain.tif: failed"), ascii);
        for (final String name : List.of("%C2%B5m.tif", "%CE%BCm.tif"))
            assertTrue(
                    ascii.contains(
                            "row " + name
                                    + ": failed: source: this name cannot be written in the encoding of the system's language ("),
                    ascii);
        assertTrue(ascii.contains("log 1 done, 0 skipped, 2 failed"), ascii);
        assertEquals(3, Files.readAllLines(target.resolve("Blind SR.csv")).size() - 1);
        final String utf8 = program("LC_ALL=C.UTF-8");
        assertTrue(utf8.contains("log 2 done, 1 skipped, 0 failed"), utf8);
        assertEquals("7", shell("ls | wc -l", target).trim());
    }

    /** Its disk may be away. */
    @Test
    void aLinkThatLeadsNowhereFailsByItself() throws IOException {
        save("a.tif", 40);
        Files.createSymbolicLink(source.resolve("b.tif"), folder.resolve("away.tif"));
        Files.createSymbolicLink(source.resolve("folder"), folder);
        final List<Map<String, Object>> rows = run(Map.of(), Progress.NONE);
        assertEquals(
                List.of("a.tif", "b.tif"),
                rows.stream().map(r -> r.get("Image")).toList());
        assertFalse(rows.get(0).get("Warning").toString().startsWith("failed"), rows.toString());
        assertEquals("failed: there is no such file", rows.get(1).get("Warning"));
    }

    @Test
    void aTargetThatCannotBeWrittenIsNoticedFirst() throws IOException {
        final Path locked = Path.of("/sys"); // even the superuser makes no files there
        assumeTrue(Files.isDirectory(locked), "there is no folder that nobody can write to");
        save("a.tif", 40);
        target = locked;
        final List<String> stages = new ArrayList<>();
        final String message = assertThrows(
                        UserError.class, () -> run(Map.of(), (stage, done, total) -> stages.add(stage)))
                .getMessage();
        assertTrue(message.startsWith("target: \"/sys\" cannot be written to: "), message);
        assertTrue(message.endsWith(". Nothing was computed, and nothing written."), message);
        assertEquals(List.of("Looking for results"), stages);
    }

    /** A limit of the length of files stands for a disk that is nearly full: the system refuses what goes beyond. */
    @Test
    void anImageWithoutRoomIsNotComputed() throws Exception {
        save("large.tif", 400);
        save("small.tif", 40);
        final String said = program("ulimit -f 300;");
        assertTrue(
                said.contains("row large.tif: failed: target: the 1314 kB that this image needs cannot be written"),
                said);
        assertTrue(said.contains("It was not computed."), said);
        assertTrue(said.contains("row small.tif: "), said);
        assertFalse(said.contains("row small.tif: failed"), said);
        assertTrue(said.contains("log 1 done, 0 skipped, 1 failed"), said);
        assertEquals("Blind SR.csv small-SRx2.tif small-kernel.tif", listing());
    }

    /** Pixels of 32 bits, besides those of the result. */
    @Test
    void deviationsNeedRoomToo() {
        final ImagePlus image = new ImagePlus("", SampleImages.plane(400, 400, 16, 20, 0));
        final TargetFolder missing = new TargetFolder(target, 2, false, true, Set.of());
        final String said = assertThrows(UserError.class, () -> missing.checkRoom("image", image))
                .getMessage();
        assertTrue(said.startsWith("target: the 3814 kB that this image needs cannot be written"), said);
    }

    /** A measured kernel that is called as the output of an image would be. */
    @Test
    void aKernelThatIsReadIsNotOverwritten() throws IOException {
        save("a.tif", 40);
        final Path measured = source.resolve("a-kernel.tif");
        final ImagePlus kernel = new ImagePlus("", new ByteProcessor(7, 7));
        kernel.getProcessor().set(24, 255);
        assertTrue(new FileSaver(kernel).saveAsTiff(measured.toString()));
        final byte[] before = Files.readAllBytes(measured);
        target = source;
        final String message = assertThrows(
                        UserError.class,
                        () -> run(
                                Map.of("kernel", measured.toString(), "existing", "overwrite", "pattern", "a.tif"),
                                Progress.NONE))
                .getMessage();
        assertTrue(
                message.contains(
                        "its output would overwrite a-kernel.tif, which this batch reads; choose another target"),
                message);
        assertArrayEquals(before, Files.readAllBytes(measured));
        assertFalse(Files.exists(source.resolve("a-SRx2.tif")));
    }

    /** A folder that comes to lie where the table should be. */
    @Test
    void messagesCountWhatWasWritten() throws IOException {
        save("a.tif", 40);
        save("b.tif", 10);
        final String message = assertThrows(
                        UserError.class,
                        () -> run(Map.of(), (stage, done, total) -> {
                            if (stage.startsWith("a.tif: Written")) occupy(target.resolve("Blind SR.csv"));
                        }))
                .getMessage();
        assertTrue(
                message.startsWith("target: the table \"" + target.resolve("Blind SR.csv") + "\" could not be"),
                message);
        assertTrue(message.endsWith(". Images written: 1, whose Info says the same; failed: 1."), message);
    }

    private static void occupy(final Path table) {
        try {
            Files.createDirectories(table.resolve("full"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void longNamesWorkOrFailBeforeTheComputing() throws IOException {
        final String longest = "x".repeat(244), tooLong = "y".repeat(250);
        save(longest + ".tif", 40);
        save(tooLong + ".tif", 40);
        final List<String> stages = new ArrayList<>();
        final List<Map<String, Object>> rows = run(Map.of(), (stage, done, total) -> stages.add(stage));
        assertFalse(rows.get(0).get("Warning").toString().startsWith("failed"), rows.toString());
        final String warning = rows.get(1).get("Warning").toString();
        assertTrue(
                warning.startsWith("failed: target: its output cannot be called \"" + tooLong + "-kernel.tif\" ("),
                warning);
        assertTrue(warning.endsWith("); rename the image."), warning);
        assertEquals(
                List.of(tooLong + ".tif: Opening, 0 %"),
                stages.stream().filter(s -> s.startsWith(tooLong)).toList());
        assertEquals("Blind SR.csv " + longest + "-SRx2.tif " + longest + "-kernel.tif", listing());
    }

    @Test
    void aTiffWithMoreImagesSaysSo() throws IOException {
        copy("thumb_first.tif");
        final String remark =
                "the file has more images: 1 of 16×16 pixels of 16 bits, 1 of 64×64 pixels of 16 bits; only the first was used";
        final String warning =
                run(Map.of(), Progress.NONE).get(0).get("Warning").toString();
        assertTrue(warning.startsWith(remark), warning);
        // opened by the user
        final Map<String, Object> values = new HashMap<>(FAST);
        values.put("input", IJ.openImage(source.resolve("thumb_first.tif").toString()));
        final String single = Task.SUPER_RESOLVE
                .run(values, Progress.NONE)
                .row()
                .get("Warning")
                .toString();
        assertTrue(single.startsWith(remark), single);
    }

    /** Read as unsigned, -1 would be brighter than 127. */
    @Test
    void signedBytesAreRefused() throws IOException {
        copy("signed8.tif");
        save("plain.tif", 40);
        final List<Map<String, Object>> rows = run(Map.of(), Progress.NONE);
        assertFalse(rows.get(0).get("Warning").toString().startsWith("failed"), rows.toString());
        assertEquals(
                "failed: its pixels are signed 8-bit numbers, which ImageJ reads as unsigned ones; save it with unsigned or with"
                        + " 16-bit pixels",
                rows.get(1).get("Warning"));
        final Map<String, Object> values = new HashMap<>(FAST);
        values.put("input", IJ.openImage(source.resolve("signed8.tif").toString()));
        final String single = Task.SUPER_RESOLVE
                .run(values, Progress.NONE)
                .row()
                .get("Warning")
                .toString();
        assertTrue(single.startsWith("its pixels are signed 8-bit numbers"), single);
    }

    private void copy(final String resource) throws IOException {
        try (InputStream in = BatchFaultsTest.class.getResourceAsStream(resource)) {
            Files.copy(in, source.resolve(resource));
        }
    }

    private void save(final String name, final int size) {
        final ImagePlus image = new ImagePlus("", SampleImages.plane(size, size, 16, 20, 0));
        assertTrue(new FileSaver(image).saveAsTiff(source.resolve(name).toString()));
    }

    private List<Map<String, Object>> run(final Map<String, String> values, final Progress progress) {
        final Map<String, Object> all = new HashMap<>(FAST);
        all.put("source", source);
        all.put("target", target);
        all.putAll(values);
        return Task.BATCH.run(all, progress).rows();
    }

    /** Runs {@link BatchProgram}. */
    private String program(final String before) throws IOException, InterruptedException {
        return shell(before + " " + Path.of(System.getProperty("java.home"), "bin", "java")
                + " -Xmx1g -Djava.awt.headless=true -cp '"
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")) + "' "
                + BatchProgram.class.getName() + " source='" + source + "' target='" + target
                + "' iterations=2 'restorer=Cubic spline' 'estimator=Variational FKP'");
    }

    private String shell(final String command) throws IOException, InterruptedException {
        return shell(command, source);
    }

    private static String shell(final String command, final Path directory) throws IOException, InterruptedException {
        final ProgramRun run = ProgramRun.run(directory, List.of("bash", "-c", command));
        assertEquals(0, run.status(), run.output());
        return run.output();
    }

    private String listing() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return String.join(
                    " ", files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }
}
