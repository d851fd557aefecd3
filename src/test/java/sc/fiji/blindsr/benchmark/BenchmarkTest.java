package sc.fiji.blindsr.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

class BenchmarkTest {

    /** The least that KernelGAN takes, twice as large. */
    private static final int SIZE = 128;

    private static final String ESTIMATORS = "Variational FKP, DIP-FKP, KernelGAN-FKP, KernelGAN, Double-DIP";

    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void folders() throws IOException {
        source = Files.createDirectories(folder.resolve("source"));
        target = folder.resolve("target");
    }

    /** Each writes all lines again and again. */
    @Test
    void twoBenchmarksIntoOneTargetAreOneTooMany() throws IOException {
        IJ.saveAsTiff(sharp(), source.resolve("sharp.tif").toString());
        final Map<String, String> bounds = Map.of("estimators", "none", "restorers", "Cubic spline");
        final List<String> refused = new ArrayList<>();
        run(bounds, (stage, done, total) -> {
            if (refused.isEmpty())
                refused.add(assertThrows(UserError.class, () -> run(bounds, Progress.NONE))
                        .getMessage());
        });
        final Path csv = target.resolve("benchmark.csv");
        assertEquals(
                List.of("target: another benchmark is writing \"" + csv
                        + "\"; wait for its end, or choose another target."),
                refused);
        assertEquals(1, lines(csv).size());
        assertEquals(3, target.toFile().list().length);
    }

    /** All methods, broken off in the middle and gone on with, beside a broken image; and what the table says is true. */
    @Test
    void goesOnWhereItStopped() throws IOException {
        final ImagePlus sharp = sharp(), kernel = kernel();
        IJ.saveAsTiff(sharp, source.resolve("sharp.tif").toString());
        Files.createDirectories(source.resolve("kernels_x2"));
        IJ.saveAsTiff(kernel, source.resolve("kernels_x2").resolve("sharp.tif").toString());
        Files.writeString(source.resolve("broken.png"), "no image");
        Files.writeString(source.resolve("notes.txt"), "not meant to be one");
        final Map<String, String> options = Map.of("estimators", ESTIMATORS, "iterations", "2");

        // 6 lines of the broken image, then of the other one interpolation, true kernel and Variational FKP
        final Path csv = target.resolve("benchmark.csv");
        assertThrows(
                CancellationException.class,
                () -> run(options, (stage, done, total) -> {
                    if (done == 10) throw new CancellationException();
                }));
        final List<String> before = Files.readAllLines(csv);
        assertEquals(1 + 10, before.size());
        Files.writeString(csv, "source,sharp,2,\"DIP-", StandardOpenOption.APPEND);
        Files.delete(source.resolve("broken.png"));
        ImageIO.write(
                sharp.getBufferedImage(), "png", source.resolve("broken.png").toFile());
        IJ.saveAsTiff(kernel, source.resolve("kernels_x2").resolve("broken.tif").toString());

        final List<Map<String, Object>> means = run(options, Progress.NONE).rows();
        final List<String> after = Files.readAllLines(csv);
        assertEquals(before, after.subList(0, before.size()));
        // The seven runs that failed have been tried again, and four were missing.
        assertEquals(before.size() + 7 + 4, after.size(), String.join("\n", after));
        final List<Map<String, String>> lines = lines(csv);
        assertTrue(lines.subList(0, 7).stream().allMatch(l -> l.get("Error").startsWith("source: \"broken.png\": ")));
        assertTrue(
                lines.subList(7, lines.size()).stream()
                        .allMatch(l -> l.get("Error").isEmpty()),
                String.join("\n", after));
        run(options, Progress.NONE);
        assertEquals(after, Files.readAllLines(csv));

        final ImagePlus low = Task.SIMULATE
                .run(Map.of("input", sharp, "scale", 2, "kernel", kernel, "grid", "Paper"), Progress.NONE)
                .result();
        final List<Map<String, String>> ofSharp =
                lines.stream().filter(l -> l.get("Image").equals("sharp")).toList();
        assertEquals(
                "none, True kernel, " + ESTIMATORS,
                ofSharp.stream().map(l -> l.get("Estimator")).collect(Collectors.joining(", ")));
        for (final Map<String, String> line : ofSharp) {
            final boolean known = List.of("none", "True kernel").contains(line.get("Estimator"));
            final Map<String, Object> values = new HashMap<>(
                    Map.of("input", low, "scale", 2, "grid", "Paper", "noise", 0, "restorer", line.get("Restorer")));
            values.put(known ? "kernel" : "estimator", known ? kernel : line.get("Estimator"));
            if (!known) values.put("iterations", 2);
            final Outcome direct =
                    (known ? Task.SUPER_RESOLVE_WITH_KERNEL : Task.SUPER_RESOLVE).run(values, Progress.NONE);
            assertEquals(
                    psnr(direct.result(), sharp, 2, 255), Double.parseDouble(line.get("PSNR")), 1e-3, line.toString());
            assertTrue(Double.parseDouble(line.get("SSIM")) < 1);
            if (known) assertEquals("", line.get("Kernel PSNR"));
            else
                assertEquals(
                        psnr(direct.kernel(), kernel, 0, 1),
                        Double.parseDouble(line.get("Kernel PSNR")),
                        1e-3,
                        line.toString());
            assertTrue(Long.parseLong(line.get("Peak MB")) > 10);
        }

        assertEquals(7, means.size());
        for (final Map<String, Object> row : means) {
            final List<Map<String, String>> own = lines.subList(7, lines.size()).stream()
                    .filter(l -> l.get("Estimator").equals(row.get("Estimator")))
                    .toList();
            assertEquals(2, row.get("Runs"));
            assertEquals(0, row.get("Failed"));
            assertEquals(
                    own.stream()
                            .mapToDouble(l -> Double.parseDouble(l.get("PSNR")))
                            .average()
                            .getAsDouble(),
                    (double) row.get("PSNR"),
                    1e-6);
        }
        final String report = Files.readString(target.resolve("benchmark.md"));
        for (final Map<String, Object> row : means)
            assertTrue(
                    report.lines()
                            .anyMatch(l -> l.startsWith("| " + row.get("Estimator"))
                                    && l.contains(String.format(
                                            Locale.ROOT, " | %.2f | %.4f | ", row.get("PSNR"), row.get("SSIM")))),
                    report);
        for (final String name : List.of("sharp", "broken")) {
            final ImagePlus sheet = IJ.openImage(
                    target.resolve("sheets").resolve(name + "-x2.png").toString());
            assertEquals(5 * 256 + 4 * 4, sheet.getWidth());
            assertEquals(7 * (256 + 16) + 6 * 4, sheet.getHeight());
        }
    }

    /** Figures of one are not those of another folder that happens to have its name. */
    @Test
    void anotherFolderOfTheSameNameIsRefused() throws IOException {
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        final Map<String, Object> values = Map.of("estimators", "none", "restorers", "Cubic spline");
        run(values, Progress.NONE);
        run(values, Progress.NONE);
        source = Files.createDirectories(folder.resolve("other").resolve(source.getFileName()));
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        final String message =
                assertThrows(UserError.class, () -> run(values, Progress.NONE)).getMessage();
        assertTrue(message.startsWith("target: ") && message.contains("another folder of this name"), message);
    }

    /** Kernels are drawn by name, scale factor and seed; other seeds are other lines. */
    @Test
    void eachSeedIsARepetition() throws IOException {
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        IJ.saveAsTiff(sharp(), source.resolve("b.tif").toString());
        run(Map.of("estimators", "none", "restorers", "Cubic spline", "seeds", "1, 2", "scales", "2,3"), Progress.NONE);
        final List<Map<String, String>> lines = lines(target.resolve("benchmark.csv"));
        assertEquals(8, lines.size());
        assertEquals(8, lines.stream().map(l -> l.get("PSNR")).distinct().count());
        assertEquals(
                List.of(""),
                lines.stream().map(l -> l.get("FWHM major")).distinct().toList());
        // Lines of seeds that are not asked for again are in no mean.
        final Map<String, Object> mean = run(
                        Map.of("estimators", "none", "restorers", "Cubic spline", "seeds", "2", "scales", "3"),
                        Progress.NONE)
                .rows()
                .stream()
                .filter(row -> row.get("Scale").equals("3"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, mean.get("Runs"));
        Files.delete(source.resolve("a.tif"));
        target = folder.resolve("again");
        run(Map.of("estimators", "none", "restorers", "Cubic spline", "seeds", "2", "scales", "3"), Progress.NONE);
        final Map<String, String> again = lines(target.resolve("benchmark.csv")).get(0);
        assertEquals(lines.get(7).get("PSNR"), again.get("PSNR"));
    }

    /** What another version measured is measured anew, and is in no mean. */
    @Test
    void linesOfAnotherVersion() throws IOException {
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        final Map<String, String> options = Map.of("estimators", "none", "restorers", "Cubic spline", "seeds", "1");
        run(options, Progress.NONE);
        final Path csv = target.resolve("benchmark.csv");
        final Map<String, String> line = lines(csv).get(0);
        final String other = Files.readString(csv)
                .replace("," + line.get("Version") + ",", ",an older one,")
                .replace("," + line.get("PSNR") + ",", ",1.5,");
        Files.writeString(csv, other);
        final List<Map<String, Object>> means = run(options, Progress.NONE).rows();
        assertEquals(1, means.size());
        assertEquals(1, means.get(0).get("Runs"));
        assertEquals(Double.parseDouble(line.get("PSNR")), (double) means.get(0).get("PSNR"), 1e-9);
        assertTrue(Files.readString(csv).startsWith(other), "what was measured is not lost");
    }

    /** The image that DIP makes together with the kernel is measured too; with other estimators there is none. */
    @Test
    void whatDoesNotGoTogetherSaysSo() throws IOException {
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        run(Map.of("estimators", "DIP-FKP, Variational FKP", "restorers", "DIP", "iterations", "2"), Progress.NONE);
        final List<Map<String, String>> lines = lines(target.resolve("benchmark.csv"));
        assertEquals(
                List.of("none", "DIP-FKP", "Variational FKP"),
                lines.stream().map(l -> l.get("Estimator")).toList());
        assertEquals("", lines.get(1).get("Error"));
        assertFalse(lines.get(1).get("Kernel PSNR").isEmpty());
        assertEquals("", lines.get(1).get("Image seconds"));
        assertTrue(
                lines.get(2).get("Error").startsWith("restorer: DIP is the image"),
                lines.get(2).get("Error"));
        assertEquals("", lines.get(2).get("PSNR"));
    }

    /** A script must see that nothing came of it. */
    @Test
    void allRunsThatFailAreAnError() throws IOException {
        Files.writeString(source.resolve("a.tif"), "no image");
        final var none = assertThrows(UserError.class, () -> run(Map.of(), Progress.NONE));
        assertTrue(none.getMessage().startsWith("source: none of the 3 runs succeeded. a: "), none.getMessage());
        assertEquals(3, lines(target.resolve("benchmark.csv")).size());
        IJ.saveAsTiff(sharp(), source.resolve("b.tif").toString());
        assertEquals(3, run(Map.of(), Progress.NONE).rows().size());
    }

    /** Of low-resolution images alone, nothing is known but how long it takes. */
    @Test
    void withoutTheTruth() throws IOException {
        final Path low = Files.createDirectories(source.resolve("lr_x2"));
        IJ.saveAsTiff(sharp(), low.resolve("a.tif").toString());
        final Map<String, Object> row =
                run(Map.of("restorers", "Cubic spline"), Progress.NONE).rows().get(1);
        assertEquals("Amortized FKP", row.get("Estimator"));
        assertEquals(0, row.get("Failed"));
        assertTrue(Double.isNaN((double) row.get("PSNR")));
        assertTrue((double) row.get("Kernel seconds") > 0);
    }

    /** The authors' low-resolution images, kernels and weights give what their code gives: the mean over Set5. */
    @ParameterizedTest
    @CsvSource({"2, 36.60", "3, 33.69", "4, 31.68"})
    void agreesWithThePapersCode(final int scale, final double psnr) {
        source = Golden.shared("data/Set5");
        final Map<String, Object> row = run(
                        Map.of("estimators", "none", "restorers", "USRNet", "scales", scale), Progress.NONE)
                .rows()
                .get(1);
        assertEquals("True kernel", row.get("Estimator"));
        assertEquals(5, row.get("Runs"));
        assertEquals(psnr, (double) row.get("PSNR"), 0.01);
    }

    /** Nothing is begun that could not be finished. */
    @ParameterizedTest
    @CsvSource({
        "estimators, 'KernelGAN, DIP'",
        "estimators, ''",
        "restorers, SparseMAP",
        "scales, 5",
        "seeds, one",
        "noise, -1",
        "grid, Poster",
        "iterations, few"
    })
    void wrongValuesAreRefused(final String key, final String value) throws IOException {
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        final var e =
                assertThrows(UserError.class, () -> run(Map.of(key, value.isEmpty() ? "," : value), Progress.NONE));
        assertEquals(key, e.parameter());
        assertFalse(Files.exists(target));
    }

    @Test
    void foldersAreChecked() throws IOException {
        final var empty = assertThrows(UserError.class, () -> run(Map.of(), Progress.NONE));
        assertTrue(
                empty.getMessage().startsWith("source: ") && empty.getMessage().contains("no images"),
                empty.getMessage());
        source = folder.resolve("missing");
        final var missing = assertThrows(UserError.class, () -> run(Map.of(), Progress.NONE));
        assertTrue(missing.getMessage().startsWith("source: "), missing.getMessage());
        source = Files.createDirectories(folder.resolve("source"));
        IJ.saveAsTiff(sharp(), source.resolve("a.tif").toString());
        Files.createDirectories(target);
        Files.writeString(target.resolve("benchmark.csv"), "another,table\n", StandardCharsets.UTF_8);
        final var other = assertThrows(UserError.class, () -> run(Map.of(), Progress.NONE));
        assertTrue(
                other.getMessage().startsWith("target: ") && other.getMessage().contains("other columns"),
                other.getMessage());
        assertEquals("another,table\n", Files.readString(target.resolve("benchmark.csv")));
    }

    private Outcome run(final Map<String, ?> options, final Progress progress) {
        final Map<String, Object> values = new HashMap<>(options);
        values.put("source", source);
        values.put("target", target);
        return Task.BENCHMARK.run(values, progress);
    }

    /** The lines of a table none of whose values has a comma but in quotes. */
    private static List<Map<String, String>> lines(final Path csv) throws IOException {
        final List<String[]> table = Files.readAllLines(csv).stream()
                .map(l -> l.split(",(?=([^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .toList();
        return table.stream()
                .skip(1)
                .map(values -> {
                    final Map<String, String> line = new HashMap<>();
                    for (int i = 0; i < table.get(0).length; i++)
                        line.put(
                                table.get(0)[i],
                                values[i].replaceAll("^\"|\"$", "").replace("\"\"", "\""));
                    return line;
                })
                .toList();
    }

    /** Peak signal-to-noise ratio, dB, written down as the books have it. */
    private static double psnr(final ImagePlus a, final ImagePlus b, final int border, final double peak) {
        double sum = 0;
        int n = 0;
        for (int y = border; y < b.getHeight() - border; y++)
            for (int x = border; x < b.getWidth() - border; x++, n++)
                sum += Math.pow(a.getProcessor().getf(x, y) - b.getProcessor().getf(x, y), 2);
        return 10 * Math.log10(peak * peak * n / sum);
    }

    /** Edges in all directions. */
    private static ImagePlus sharp() {
        final ByteProcessor pixels = new ByteProcessor(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++)
            for (int x = 0; x < SIZE; x++)
                pixels.set(
                        x,
                        y,
                        (x - 50) * (x - 50) + (y - 70) * (y - 70) < 900
                                ? 220
                                : (x / 13 + y / 17) % 2 == 0 ? 60 + x / 4 : 120);
        return new ImagePlus("sharp", pixels);
    }

    private static ImagePlus kernel() {
        final BlurKernel kernel = new AnisotropicGaussian(3, 1, 0.5).kernel(2);
        return new ImagePlus("kernel", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
    }
}
