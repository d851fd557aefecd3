package sc.fiji.blindsr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.SameImages;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.batch.Batch;
import sc.fiji.blindsr.batch.BatchPlan;
import sc.fiji.blindsr.file.CsvLine;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Real Spark, that of {@code target/spark}, runs the batch of {@code target/blindsr-spark.jar}: all as the local batch does it. */
class SparkBatchIT {

    private static final String LOCAL = "local[2]", CLUSTER = "local-cluster[2,1,2048]";

    /** Images of all kinds, and files that are none: what there is, and what the local batch makes of it. */
    @TempDir
    private static Path images;

    @TempDir
    private static Path expected;

    @TempDir
    private Path target;

    /** Those of {@code many.tif} are planes for four tasks. */
    @BeforeAll
    static void localBatch() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        save(SampleImages.hyperstack(16, 20, 2, 3, 2, IJ.COMPOSITE), "b.tif");
        save(new ImagePlus("", SampleImages.plane(40, 36, 24, 1, 0)), "c.tif");
        save(SampleImages.hyperstack(32, 0.3, 1, 3, 1, IJ.GRAYSCALE), "d.tif");
        save(SampleImages.hyperstack(24, 1, 1, 5, 1, IJ.GRAYSCALE), "e.tif");
        new FileSaver(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)))
                .saveAsPng(images.resolve("a.png").toString());
        save(new ImagePlus("", SampleImages.plane(10, 10, 8, 1, 0)), "tiny.tif");
        Files.writeString(images.resolve("notes.txt"), "The \"cells\" of Monday, 12.3.,\nwere too warm.");
        save(stack(64, 16, 1, 200), "many.tif");
        Task.BATCH.run(Map.of("source", images, "target", expected), Progress.NONE);
    }

    private static ImagePlus stack(final int size, final int bits, final int channels, final int planes) {
        final ImageStack stack = new ImageStack(size, size);
        for (int i = 0; i < planes; i++) stack.addSlice("plane " + i, SampleImages.plane(size, size, bits, 20, i));
        final ImagePlus image = new ImagePlus("", stack);
        image.setDimensions(channels, planes / channels, 1);
        return channels == 1 ? image : new CompositeImage(image, IJ.COMPOSITE);
    }

    private static void save(final ImagePlus image, final String name) {
        assertTrue(new FileSaver(image).saveAsTiff(images.resolve(name).toString()));
    }

    @Test
    void inOneJava() throws Exception {
        final ProgramRun run = batch(LOCAL);
        assertEquals(0, run.status(), run.output());
        assertTrue(run.output().contains("6 done, 0 skipped, 3 failed; see " + target), run.output());
        checkOutputs();

        // again: only what failed is tried
        final Map<Path, FileTime> before = times();
        // and what a killed run has left goes
        final Path left = new BatchPlan(Settings.of(Batch.FORM, Map.of("source", images, "target", target)))
                .target()
                .workshop("b.tif");
        Files.writeString(Files.createDirectory(left).resolve(ImageTasks.PLANES), "left");
        final ProgramRun again = batch(LOCAL);
        assertTrue(again.output().contains("0 done, 6 skipped, 3 failed; see " + target), again.output());
        assertEquals(before.keySet(), times().keySet());
        for (final Path file : before.keySet())
            if (!file.toString().endsWith(".csv")) assertEquals(before.get(file), times().get(file), file.toString());
    }

    /** Executors are programs of their own here; one of them is killed while it restores planes. */
    @Test
    void anExecutorMayBeLost() throws Exception {
        final CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(this::killAnExecutor);
        final ProgramRun run = batch(CLUSTER);
        assertEquals(0, run.status(), run.output());
        assertTrue(killed.get(), run.output());
        assertTrue(run.output().contains("Lost executor"), run.output());
        checkOutputs();
    }

    /** When planes of the large image after those of the first task are written. */
    private boolean killAnExecutor() {
        final long plane = 128 * 128 * 2;
        try {
            while (size() <= 64 * plane) {
                if (!Files.exists(target)) return false;
                Thread.sleep(20);
            }
            final List<ProcessHandle> executors = ProcessHandle.current()
                    .children()
                    .flatMap(ProcessHandle::children)
                    .filter(program -> program.info().command().orElse("").endsWith("java"))
                    .toList();
            return Files.list(target).noneMatch(f -> f.endsWith("many-SRx2.tif"))
                    && executors.get(0).destroyForcibly();
        } catch (final IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of the largest file of restored planes. */
    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            long largest = 0;
            for (final Path file :
                    files.filter(f -> f.endsWith(ImageTasks.PLANES)).toList())
                if (Files.exists(file)) largest = Math.max(largest, Files.size(file));
            return largest;
        } catch (final UncheckedIOException e) {
            return 0; // a file went while it was looked at
        }
    }

    /**
     * Richardson-Lucy takes the number of its steps from the first plane of each channel that shows something; speculation
     * repeats tasks.
     */
    @Test
    void channelsApartAndSpeculation() throws Exception {
        final Path source = Files.createDirectories(target.resolve("in"));
        new FileSaver(stack(180, 16, 2, 20))
                .saveAsTiff(source.resolve("two.tif").toString());
        final ImagePlus late = stack(180, 16, 1, 20);
        for (int plane = 1; plane <= 10; plane++) // the first task's, and more
        late.getStack().setProcessor(new ShortProcessor(180, 180), plane);
        new FileSaver(late).saveAsTiff(source.resolve("late.tif").toString());
        final Map<String, String> keys = new TreeMap<>(
                Map.of("restorer", "Richardson-Lucy", "channels", "Kernel per channel", "source", source.toString()));
        keys.put("target", target.resolve("local").toString());
        Task.BATCH.run(keys, Progress.NONE);
        keys.put("target", target.resolve("spark").toString());
        final List<String> words = new ArrayList<>(List.of(
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.multiplier=1.1",
                "--conf",
                "spark.speculation.quantile=0.1",
                "--conf",
                "spark.speculation.interval=10ms"));
        final ProgramRun run = submit(
                words,
                CLUSTER,
                keys.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
        assertEquals(0, run.status(), run.output());
        checkOutputs(target.resolve("local"), target.resolve("spark"));
    }

    @Test
    void dryRun() throws Exception {
        final ProgramRun run = batch(LOCAL, "--dry-run");
        assertEquals(0, run.status(), run.output());
        assertTrue(run.output().contains("many.tif: 64×64 pixels, 200 planes: 5 tasks"), run.output());
        assertTrue(run.output().contains("a.tif: 40×36 pixels, 1 plane: 1 task"), run.output());
        assertTrue(run.output().contains("notes.txt: it is no image that can be read"), run.output());
        assertTrue(run.output().contains("9 images, 224 planes: 12 tasks; 0 skipped"), run.output());
        assertEquals(List.of(), List.copyOf(times().keySet()));
    }

    @Test
    void whatCannotBeDoneAtAllIsRefusedFirst(@TempDir final Path elsewhere) throws Exception {
        refused("--pytorch: one of the methods computes with PyTorch", "estimator=DIP-FKP");
        refused("--pytorch: \"/no such\" was given", "--pytorch=/no such");
        refused("scales: \"Blind SR Batch...\" has no such parameter", "scales=2");
        refused("overwrite: it is not understood", "overwrite");
        refused("target: it was given twice; give it once", "target=" + elsewhere);
        refused("field: Varying was given, but executors restore with one kernel", "field=Varying");
        refused("uncertainty: on was given, but executors make no images", "uncertainty=on");
        final Path map = elsewhere.resolve("leaves-blur.tif");
        new FileSaver(Task.MAP_BLUR
                        .run(Map.of("input", new ImagePlus("", SampleImages.plane(96, 96, 8, 1, 0))), Progress.NONE)
                        .result())
                .saveAsTiff(map.toString());
        refused("kernel: \"" + map + "\" is a map of the blur over the field", "kernel=" + map);
        assertEquals(List.of(), List.copyOf(times().keySet()));
    }

    private void refused(final String message, final String word) throws Exception {
        final ProgramRun run = batch(LOCAL, word);
        assertEquals(1, run.status(), run.output());
        assertTrue(run.output().contains(message), run.output());
        assertFalse(run.output().contains("Starting executor"), run.output());
    }

    @Test
    void thePluginsJarHasNothingOfSpark() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target", "app", "plugins"))) {
            for (final Path file : files.toList())
                try (JarFile jar = new JarFile(file.toFile())) {
                    assertTrue(jar.stream().noneMatch(entry -> entry.getName().contains("/spark/")), file.toString());
                }
        }
    }

    private ProgramRun batch(final String master, final String... words) throws Exception {
        final List<String> keys = new ArrayList<>(List.of("source=" + images, "target=" + target));
        keys.addAll(Arrays.asList(words));
        return submit(List.of(), master, keys);
    }

    private static ProgramRun submit(final List<String> options, final String master, final List<String> words)
            throws Exception {
        final List<String> command = new ArrayList<>(
                List.of("bash", "target/spark/spark-submit", "--master", master, "--conf", "spark.ui.enabled=false"));
        command.addAll(options);
        command.add("target/blindsr-spark.jar");
        command.addAll(words);
        return ProgramRun.run(Path.of("."), command, "LC_ALL", "C.UTF-8");
    }

    private void checkOutputs() throws IOException {
        checkOutputs(expected, target);
    }

    /** The same files, with the same content but for the time that the work took, and nothing hidden. */
    private static void checkOutputs(final Path wanted, final Path made) throws IOException {
        assertEquals(names(wanted), names(made));
        for (final String name : names(wanted))
            if (name.endsWith(".tif"))
                SameImages.check(
                        IJ.openImage(wanted.resolve(name).toString()),
                        IJ.openImage(made.resolve(name).toString()));
        assertEquals(rows(wanted), rows(made));
    }

    private static List<String> names(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Image → the other columns but Seconds. */
    private static Map<String, Map<String, String>> rows(final Path folder) throws IOException {
        final List<List<String>> lines = Files.readAllLines(folder.resolve("Blind SR.csv")).stream()
                .map(CsvLine::values)
                .toList();
        final Map<String, Map<String, String>> rows = new TreeMap<>();
        for (final List<String> line : lines) {
            final Map<String, String> row = new HashMap<>();
            for (int i = 0; i < line.size(); i++) row.put(lines.get(0).get(i), line.get(i));
            row.remove("Seconds");
            rows.put(row.get("Image"), row);
        }
        return rows;
    }

    private Map<Path, FileTime> times() throws IOException {
        final Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.list(target)) {
            for (final Path file : files.toList()) times.put(file, Files.getLastModifiedTime(file));
        }
        return times;
    }
}
