package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.prior.KernelPriorModel;
import sc.fiji.blindsr.prior.PointSpreads;
import sc.fiji.blindsr.progress.Progress;

/** Kernel priors of one's own: trained on a stack of point-spread functions, looked at, and used. */
class PriorTasksTest {

    /** A prior of a lens out of focus, trained for a very short time. */
    private static Path prior;

    private static Outcome training;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train(@TempDir final Path shared) {
        prior = shared.resolve("lens.safetensors");
        training = Task.TRAIN_PRIOR.run(optics(prior), Progress.NONE);
    }

    /** A flow of the lens, without a reader. */
    private static Map<String, Object> optics(final Path target) {
        return Map.of(
                "kernels",
                PointSpreads.optics(120, 1),
                "epochs",
                2,
                "minutes",
                0,
                "seed",
                5,
                "device",
                "CPU",
                "target",
                target);
    }

    @Test
    void theFileSaysHowItWasTrained() throws Exception {
        final Map<String, String> made = ModelFile.read(prior).content().metadata();
        assertEquals("2", made.get("scale"));
        assertEquals("2", made.get("epochs"));
        assertEquals("5", made.get("seed"));
        assertEquals("CPU", made.get("device"));
        assertEquals("optics, 120 kernels, 12 of them held out", made.get("kernels"));
        assertEquals(RunReport.version(), made.get("version"));
        final Map<String, Object> row = training.row();
        assertEquals(Outcome.RUNS, training.table());
        assertEquals("Train Blur Kernel Prior", row.get("Command"));
        assertEquals(prior.toString(), row.get("Prior"));
        assertEquals(2, row.get("Epochs"));
        assertEquals(Double.valueOf(made.get("held out -log p")), row.get("−log p, held out"));
        assertTrue(
                row.get("Warning")
                        .toString()
                        .matches("kernels: up to \\d+ % of the light \\(plane \\d+\\) lies outside.*"),
                row.get("Warning").toString());
    }

    /** Near a sample there is a kernel of the lens, other than those trained on; not so for samples of Gaussians. */
    @Test
    void itsSamplesLookLikeTheFamily() {
        final Random random = new Random(7);
        final List<double[]> family = Stream.generate(
                        () -> KernelCentre.centred(PointSpreads.kernel(PointSpreads.optics(random)), 2, 11)
                                .values())
                .limit(400)
                .toList();
        final double trained = distance(sampled(prior.toString(), 60, 1), family),
                builtIn = distance(sampled("built-in", 60, 1), family);
        assertTrue(trained < 0.6 * builtIn, trained + ", built-in " + builtIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Variational FKP", "DIP-FKP", "KernelGAN-FKP"})
    void everyEstimatorWithAPriorTakesIt(final String estimator) {
        final Map<String, Object> values =
                new HashMap<>(Map.of("input", scene(), "estimator", estimator, "iterations", 2, "device", "CPU"));
        final ImagePlus builtIn =
                Task.ESTIMATE_KERNEL.run(values, Progress.NONE).kernel();
        values.put("prior", prior);
        final Outcome outcome = Task.ESTIMATE_KERNEL.run(values, Progress.NONE);
        assertEquals(prior.toString(), outcome.row().get("Prior"));
        assertFalse(Arrays.equals((float[]) builtIn.getProcessor().getPixels(), (float[])
                outcome.kernel().getProcessor().getPixels()));
    }

    /** The network that reads the prior's blurs lies in the same file, and goes on learning there. */
    @Test
    void theReaderIsTrainedToo() throws Exception {
        final Map<String, Object> values = new HashMap<>(Map.of(
                "kernels",
                PointSpreads.optics(120, 1),
                "epochs",
                2,
                "minutes",
                "0.02",
                "seed",
                5,
                "device",
                "CPU",
                "target",
                folder.resolve("lens.safetensors")));
        Task.TRAIN_PRIOR.run(values, Progress.NONE);
        final SafeTensors first =
                ModelFile.read(folder.resolve("lens.safetensors")).content();
        assertEquals("0.02", first.metadata().get("reader minutes"));
        final int steps = Integer.parseInt(first.metadata().get("reader steps"));
        assertTrue(steps > 0);
        final Map<String, Object> estimation =
                Map.of("input", scene(), "prior", folder.resolve("lens.safetensors"), "device", "CPU");
        final Outcome found = Task.ESTIMATE_KERNEL.run(estimation, Progress.NONE);
        assertEquals("Amortized FKP", found.row().get("Estimator"));
        assertEquals(11, found.kernel().getWidth());
        final float[] pixels = (float[]) found.kernel().getProcessor().getPixels();
        assertArrayEquals(pixels, (float[]) Task.ESTIMATE_KERNEL
                .run(estimation, Progress.NONE)
                .kernel()
                .getProcessor()
                .getPixels());

        Task.TRAIN_PRIOR.run(values, Progress.NONE);
        final SafeTensors second =
                ModelFile.read(folder.resolve("lens.safetensors")).content();
        assertEquals("0.04", second.metadata().get("reader minutes"));
        assertTrue(Integer.parseInt(second.metadata().get("reader steps")) > steps);
        assertArrayEquals(
                first.tensors().get("net.0.s_net.0.weight").values(),
                second.tensors().get("net.0.s_net.0.weight").values());
        assertFalse(Arrays.equals(
                first.tensors().get("reader.filters.7").values(),
                second.tensors().get("reader.filters.7").values()));
    }

    /** What breaks the training of the reader off does not cost the prior; cancelling leaves nothing. */
    @Test
    void theFlowIsKeptWhileItsReaderIsTrained() throws Exception {
        final Path target = folder.resolve("lens.safetensors");
        final Map<String, Object> values = Map.of("epochs", 1, "minutes", "0.02", "device", "CPU", "target", target);
        assertThrows(
                CancellationException.class,
                () -> Task.TRAIN_PRIOR.run(values, atReader(() -> new CancellationException())));
        assertEquals(List.of(), listing());
        assertThrows(
                IllegalStateException.class,
                () -> Task.TRAIN_PRIOR.run(values, atReader(() -> new IllegalStateException("broken"))));
        assertEquals(List.of("lens.safetensors"), listing());
        final Map<String, Tensor> kept = ModelFile.read(target).content().tensors();
        assertTrue(kept.keySet().stream().noneMatch(name -> name.startsWith("reader")));
        final LoggingProgress log = new LoggingProgress();
        Task.TRAIN_PRIOR.run(values, log);
        assertTrue(log.lines.stream().anyMatch(line -> line.contains("has the prior already")), log.lines.toString());
        assertEquals("0.02", ModelFile.read(target).content().metadata().get("reader minutes"));
    }

    private static Progress atReader(final Supplier<RuntimeException> failure) {
        return (stage, done, total) -> {
            if (stage.equals("Drawing scenes")) throw failure.get();
        };
    }

    /** Whoever picks the wrong file loses nothing. */
    @Test
    void onlyPriorsAreReplaced() throws Exception {
        final Path image = folder.resolve("cells.tif");
        IJ.saveAsTiff(scene(), image.toString());
        final byte[] before = Files.readAllBytes(image);
        final UserError refusal = assertThrows(
                UserError.class,
                () -> Task.TRAIN_PRIOR.run(Map.of("target", image, "epochs", 1, "minutes", "0"), Progress.NONE));
        assertEquals("target", refusal.parameter());
        assertTrue(refusal.getMessage().contains("or one of a kernel prior"), refusal.getMessage());
        assertArrayEquals(before, Files.readAllBytes(image));
        // Models of others have names that end alike, and may be of kinds that are not read here.
        final Path model = folder.resolve("model.safetensors");
        final byte[] foreign =
                "\u0030\0\0\0\0\0\0\0{\"w\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}\0\0"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(model, foreign);
        refused(
                "target: \"" + model + "\" was given, allowed is a new file, or one of a kernel prior",
                "target",
                model);
        assertArrayEquals(foreign, Files.readAllBytes(model));
    }

    /** A prior whose file was damaged is trained anew, also if it would be gone on with. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDamagedPriorIsTrainedAnew(final boolean cutOff) throws Exception {
        final Path target = folder.resolve("damaged.safetensors");
        final byte[] bytes = Files.readAllBytes(prior);
        if (cutOff) Files.write(target, Arrays.copyOf(bytes, bytes.length / 2));
        else {
            final SafeTensors whole = ModelFile.read(prior).content();
            final Map<String, Tensor> tensors = new LinkedHashMap<>(whole.tensors());
            final Tensor first = tensors.get(KernelPriorModel.FIRST_TENSOR);
            final float[] values = first.values().clone();
            values[0] = Float.NaN;
            tensors.put(KernelPriorModel.FIRST_TENSOR, new Tensor(first.shape(), values));
            new SafeTensors(whole.metadata(), tensors).write(target);
        }
        final LoggingProgress progress = new LoggingProgress();
        Task.TRAIN_PRIOR.run(optics(target), progress);
        assertTrue(progress.lines.get(0).contains("is damaged"), progress.lines.toString());
        assertArrayEquals(
                ModelFile.read(prior)
                        .content()
                        .tensors()
                        .get(KernelPriorModel.FIRST_TENSOR)
                        .values(),
                ModelFile.read(target)
                        .content()
                        .tensors()
                        .get(KernelPriorModel.FIRST_TENSOR)
                        .values());
    }

    @Test
    void twoTrainingsIntoOneFileAreOneTooMany() throws Exception {
        final Path target = folder.resolve("both.safetensors");
        try (Claim other = Claim.on(target).orElseThrow()) {
            refused("target: another training will write \"" + target + "\"", "target", target);
        }
        assertEquals(List.of(), listing());
    }

    @Test
    void aPriorWithoutAReaderIsForOtherEstimators() {
        final UserError refusal = assertThrows(
                UserError.class,
                () -> Task.ESTIMATE_KERNEL.run(Map.of("input", scene(), "prior", prior), Progress.NONE));
        assertEquals("prior", refusal.parameter());
        assertTrue(refusal.getMessage().contains("minutes"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("Variational FKP"), refusal.getMessage());
    }

    @Test
    void samplesAreAStackOfKernels() {
        final ImagePlus samples = sampled("built-in", 3, 1);
        assertEquals("prior-x2", samples.getTitle());
        assertEquals(3, samples.getStackSize());
        assertEquals(32, samples.getBitDepth());
        for (int i = 1; i <= 3; i++) {
            double sum = 0;
            for (int p = 0; p < 121; p++)
                sum += samples.getStack().getProcessor(i).getf(p);
            assertEquals(1, sum, 1e-5);
        }
        assertEquals("built-in", samples.getStringProperty("Prior"));
        assertEquals("1", samples.getStringProperty("Seed"));
        assertArrayEquals(pixels(samples), pixels(sampled("built-in", 3, 1)));
        assertNotEquals(pixels(samples)[60], pixels(sampled("built-in", 3, 2))[60]);
        final Outcome byDefault = Task.SAMPLE_PRIOR.run(Map.of("scale", 4), Progress.NONE);
        assertEquals(25, byDefault.kernel().getStackSize());
        assertEquals(19, byDefault.kernel().getWidth());
        assertEquals("Sample Blur Kernel Prior", byDefault.row().get("Command"));
    }

    /** The same prior, byte for byte, also where another was. */
    @Test
    void gaussiansAreTheDefaultAndASeedRepeats() throws IOException {
        final Path first = folder.resolve("first.safetensors"),
                again = Files.copy(prior, folder.resolve("again.safetensors"));
        for (final Path file : List.of(first, again))
            Task.TRAIN_PRIOR.run(Map.of("epochs", 1, "minutes", 0, "target", file, "device", "CPU"), Progress.NONE);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(again));
        assertEquals(
                "anisotropic Gaussians",
                ModelFile.read(first).content().metadata().get("kernels"));
        assertEquals(List.of("again.safetensors", "first.safetensors"), listing());
    }

    /** A name alone is one in the working folder. */
    @Test
    void aNameWithoutAFolderWillDo() {
        assertThrows(
                CancellationException.class,
                () -> Task.TRAIN_PRIOR.run(Map.of("target", "none.safetensors"), (stage, done, total) -> {
                    throw new CancellationException();
                }));
        assertFalse(Files.exists(Path.of("none.safetensors")));
    }

    @Test
    void cancellingEndsTheTrainingWithinABatchAndLeavesNothing() throws IOException {
        final int[] updates = {0};
        assertThrows(
                CancellationException.class,
                () -> Task.TRAIN_PRIOR.run(Map.of("target", folder.resolve("a")), (stage, done, total) -> {
                    if (++updates[0] == 3) throw new CancellationException();
                }));
        assertEquals(3, updates[0]);
        assertEquals(List.of(), listing());
    }

    @Test
    void whatCannotBeTrainedWithIsRefusedWithAReason() throws IOException {
        refused("kernels: 9 were given; a stack of at least 10 is needed", "kernels", PointSpreads.optics(9, 1));
        final ImagePlus broken = PointSpreads.optics(12, 1);
        broken.getStack().getProcessor(4).setf(3, 3, Float.NaN);
        refused("kernels: plane 4 of \"optics\": it holds a value that is not finite", "kernels", broken);
        final ImagePlus empty = PointSpreads.optics(12, 1);
        empty.getStack().getProcessor(5).set(0);
        refused("kernels: plane 5 of \"optics\": all its values are zero", "kernels", empty);
        final ImagePlus dark = PointSpreads.optics(12, 1);
        dark.getStack().getProcessor(6).set(-1);
        refused("kernels: plane 6: all its values are zero", "kernels", dark);
        final ImagePlus wide = stackOf(12, new ByteProcessor(41, 41));
        for (int i = 1; i <= 12; i++) wide.getStack().getProcessor(i).set(9);
        refused("kernels: plane 1: 93 % of its light lie outside of 11×11 pixels", "kernels", wide);
        refused(
                "kernels: plane 1 of \"stack\": \"stack\" is a colour image",
                "kernels",
                stackOf(12, new ColorProcessor(9, 9)));
        refused("kernels: \"a.tif\" was given", "kernels", "a.tif");
        refused("epochs: \"0\" was given, allowed is a whole number from 1 to 10000", "epochs", 0);
        refused("target: it was not given; needed is the path of a file", "target", "");
        refused("target: ", "target", folder);
        refused("target: ", "target", folder.resolve("no such folder").resolve("a"));
        refused("scale: ", "scale", 5);
        assertEquals(List.of(), listing());
        final var e = assertThrows(UserError.class, () -> sampled("built-in", 0, 1));
        assertTrue(
                e.getMessage().startsWith("count: \"0\" was given, allowed is a whole number from 1 to 10000"),
                e.getMessage());
    }

    private void refused(final String message, final Object... values) {
        final Map<String, Object> map = new HashMap<>(Map.of("target", folder.resolve("prior")));
        map.put(values[0].toString(), values[1]);
        final var e = assertThrows(UserError.class, () -> Task.TRAIN_PRIOR.run(map, Progress.NONE));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static ImagePlus sampled(final String name, final int count, final long seed) {
        return Task.SAMPLE_PRIOR
                .run(Map.of("prior", name, "count", count, "seed", seed), Progress.NONE)
                .kernel();
    }

    /** Mean squared difference of each plane from the kernel that is most like it. */
    private static double distance(final ImagePlus samples, final List<double[]> family) {
        double sum = 0;
        for (int i = 1; i <= samples.getStackSize(); i++) {
            final float[] sample = (float[]) samples.getStack().getPixels(i);
            sum += family.stream()
                    .mapToDouble(k -> IntStream.range(0, k.length)
                            .mapToDouble(j -> Math.pow(sample[j] - k[j], 2))
                            .sum())
                    .min()
                    .orElseThrow();
        }
        return sum / samples.getStackSize();
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static float[] pixels(final ImagePlus stack) {
        return (float[]) stack.getStack().getPixels(1);
    }

    private static ImagePlus stackOf(final int planes, final ImageProcessor plane) {
        final ImageStack stack = new ImageStack(plane.getWidth(), plane.getHeight());
        for (int i = 0; i < planes; i++) stack.addSlice("", plane.duplicate());
        return new ImagePlus("stack", stack);
    }

    private static ImagePlus scene() {
        final FloatProcessor pixels = new FloatProcessor(66, 66);
        for (int y = 0; y < 66; y++)
            for (int x = 0; x < 66; x++)
                pixels.setf(x, y, (float) (120 + 60 * Math.sin(x / 2.0) * Math.cos(y / 3.0) + (x > y ? 40 : 0)));
        return new ImagePlus("scene", pixels);
    }
}
