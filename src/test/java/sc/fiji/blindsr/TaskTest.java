package sc.fiji.blindsr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.NewImage;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/** The one entry that menu, macros, scripts and Java callers share. */
class TaskTest {

    @Test
    void everyOutputSaysHowItWasMade() {
        final ImagePlus input = structured(40, 36, 16);
        input.setProperty("Info", "Objective: 63x");
        final Outcome outcome = Task.SUPER_RESOLVE.run(
                Map.of("input", input, "iterations", 2, "seed", 7, "device", "CPU"), Progress.NONE);
        for (final ImagePlus output : new ImagePlus[] {outcome.kernel(), outcome.result()}) {
            assertEquals("2", output.getStringProperty("Scale"));
            assertEquals("7", output.getStringProperty("Seed"));
            assertEquals("Amortized FKP", output.getStringProperty("Estimator"));
            assertEquals("CPU", output.getStringProperty("Device"));
            assertEquals("2", output.getStringProperty("Parameter iterations"));
            assertEquals("63x", output.getStringProperty("Objective"));
            assertEquals(
                    "The blur kernel was estimated from the image itself by Amortized FKP (kernel prior of Liang et al., CVPR"
                            + " 2021), and the image restored on a grid 2 times finer along each axis by Sparse MAP (prior"
                            + " of Krishnan and Fergus, NIPS 2009), using the command Blind Super-Resolution of Blind SR for"
                            + " Fiji development in ImageJ " + IJ.getVersion()
                            + " (random seed 7; device = CPU; all other parameters at their defaults).",
                    output.getStringProperty("Methods"));
        }
        assertEquals("Sparse MAP", outcome.row().get("Restorer"));
        assertTrue((double) outcome.row().get("Residual") > 0);
    }

    /** The scale factor is none of the defaults, though it is not among the parameters that are listed. */
    @Test
    void theMethodsSentenceSpeaksOfOtherParametersThanItNames() {
        final String said = Task.ESTIMATE_KERNEL
                .run(Map.of("input", structured(40, 36, 8), "scale", 3), Progress.NONE)
                .kernel()
                .getStringProperty("Methods");
        assertTrue(said.contains(" at scale factor 3, "), said);
        assertTrue(said.endsWith(" (random seed 1; all other parameters at their defaults)."), said);
    }

    @Test
    void kernelsHaveSumOneAndTheResultsPixels() {
        final ImagePlus input = structured(40, 36, 8);
        input.getCalibration().pixelWidth = 0.4;
        final ImagePlus kernel = Task.ESTIMATE_KERNEL
                .run(Map.of("input", input, "scale", 4, "iterations", 2), Progress.NONE)
                .kernel();
        assertEquals(19, kernel.getWidth());
        assertEquals(32, kernel.getBitDepth());
        assertEquals(0.1, kernel.getCalibration().pixelWidth, 1e-12);
        double sum = 0;
        for (int i = 0; i < 19 * 19; i++) {
            assertTrue(kernel.getProcessor().getf(i) >= 0);
            sum += kernel.getProcessor().getf(i);
        }
        assertEquals(1, sum, 1e-5);
    }

    /** For ×4 it is found by way of ×2, with the prior for that. */
    @Test
    void kernelGanFkpHasAPriorAndKernelGanHasNone() {
        final ImagePlus input = structured(70, 66, 8);
        final Outcome fkp = Task.ESTIMATE_KERNEL.run(
                Map.of("input", input, "scale", 4, "estimator", "KernelGAN-FKP", "iterations", 1), Progress.NONE);
        assertEquals(21, fkp.kernel().getWidth());
        assertEquals("built-in", fkp.row().get("Prior"));
        final Outcome without = Task.ESTIMATE_KERNEL.run(
                Map.of("input", input, "estimator", "KernelGAN", "iterations", 1), Progress.NONE);
        assertEquals("", without.row().get("Prior"));
    }

    @Test
    void theSameSeedGivesTheSamePixels() {
        final ImagePlus input = structured(36, 32, 24);
        final Map<String, Object> values = Map.of("input", input, "iterations", 4, "seed", 3, "device", "CPU");
        final Outcome first = Task.SUPER_RESOLVE.run(values, Progress.NONE),
                again = Task.SUPER_RESOLVE.run(values, Progress.NONE);
        assertArrayEquals((float[]) first.kernel().getProcessor().getPixels(), (float[])
                again.kernel().getProcessor().getPixels());
        assertArrayEquals((int[]) first.result().getProcessor().getPixels(), (int[])
                again.result().getProcessor().getPixels());
    }

    /** Enough iterations to see the image network at work: the result, blurred and sampled again, becomes the input. */
    @Test
    void theResidualShrinks() {
        final ImagePlus input = structured(20, 20, 8);
        final double early = residual(input, 5), late = residual(input, 150);
        assertTrue(late < early / 3, early + " → " + late);
    }

    private static double residual(final ImagePlus input, final int iterations) {
        return (double) Task.SUPER_RESOLVE
                .run(
                        Map.of("input", input, "iterations", iterations, "estimator", "DIP-FKP", "restorer", "DIP"),
                        Progress.NONE)
                .row()
                .get("Residual");
    }

    @Test
    void allPlanesOfAStackAreRestored() {
        final ImagePlus input = IJ.createHyperStack("h", 40, 36, 2, 3, 1, 8);
        for (int plane = 1; plane <= 6; plane++)
            input.getStack().getProcessor(plane).insert(structured(40, 36, 8).getProcessor(), plane, 0);
        final ImagePlus result = Task.SUPER_RESOLVE
                .run(Map.of("input", input, "iterations", 2, "restorer", "Cubic spline"), Progress.NONE)
                .result();
        assertEquals(
                "80x72 2 3 1",
                result.getWidth() + "x" + result.getHeight() + " " + result.getNChannels() + " " + result.getNSlices()
                        + " " + result.getNFrames());
        refused(
                "restorer: DIP makes the image of one plane",
                "input",
                input,
                "estimator",
                "DIP-FKP",
                "restorer",
                "DIP");
    }

    /** The number of steps that the residual decided is in the table, and gives the same image again. */
    @Test
    void richardsonLucySaysItsSteps() {
        final ImagePlus input = structured(60, 50, 16);
        final Map<String, Object> values = Map.of("input", input, "restorer", "Richardson-Lucy", "noise", 2);
        final Outcome outcome = Task.SUPER_RESOLVE.run(values, Progress.NONE);
        final int steps = (int) outcome.row().get("Steps");
        assertTrue(steps > 0, steps + " steps");
        final Map<String, Object> again = new HashMap<>(values);
        again.put("steps", steps);
        assertArrayEquals((short[]) outcome.result().getProcessor().getPixels(), (short[]) Task.SUPER_RESOLVE
                .run(again, Progress.NONE)
                .result()
                .getProcessor()
                .getPixels());
        refused("steps: \"-1\" was given", "input", input, "steps", -1);
    }

    @Test
    void whatCannotBeDoneIsRefusedWithAReason() {
        final ImagePlus image = structured(60, 60, 8);
        image.setRoi(new Roi(50, 50, 40, 40));
        refused("region: the selection has 10×10 pixels; at least 25×25", "input", image);
        refused("input: the image has 12×60 pixels", "input", structured(12, 60, 8));
        refused(
                "restorer: DIP makes the whole image; crop it",
                "input",
                NewImage.createByteImage("large", 20000, 10000, 1, NewImage.FILL_RAMP),
                "estimator",
                "DIP-FKP",
                "restorer",
                "DIP");
        refused("restorer: DIP is the image", "input", structured(60, 60, 8), "restorer", "DIP");
        refused(
                "scale: 3 was given, but KernelGAN exists for 2 and 4",
                "input",
                structured(60, 60, 8),
                "estimator",
                "KernelGAN",
                "scale",
                3,
                "restorer",
                "Cubic spline");
        refused(
                "input: the image has 60×60 pixels; at least 64×64",
                "input",
                structured(60, 60, 8),
                "estimator",
                "KernelGAN-FKP",
                "restorer",
                "Cubic spline");
        refused("kernle: ", "input", image, "kernle", "a");
        refused("device: ", "input", image, "device", "TPU");
        refused("input: there is no image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Super-Resolve With Kernel...", "Compare Blind SR Result..."})
    void imagesThatAreNeededAreAskedForByName(final String label) {
        final Task task = Task.labelled(label);
        final var e = assertThrows(
                UserError.class,
                () -> task.run(Map.of(task.options().get(0).key(), structured(20, 20, 8)), Progress.NONE));
        assertTrue(e.getMessage().startsWith(task.options().get(1).key() + ": none was given"), e.getMessage());
    }

    /** A slip of the dialog, where both are chosen from the same list. */
    @Test
    void oneImageIsNotTwo() {
        final ImagePlus image = structured(20, 20, 8);
        final Map<String, Object> both = Map.of("input", image, "kernel", image);
        for (final Task task : new Task[] {Task.SUPER_RESOLVE_WITH_KERNEL, Task.SIMULATE}) {
            final var e = assertThrows(UserError.class, () -> task.run(both, Progress.NONE));
            assertTrue(e.getMessage().startsWith("kernel: \"structured\" is the image that is to be "), e.getMessage());
            assertFalse(image.isLocked());
        }
        assertEquals(
                "reference: \"structured\" is the result itself; another image is needed.",
                assertThrows(
                                UserError.class,
                                () -> Task.COMPARE.run(Map.of("result", image, "reference", image), Progress.NONE))
                        .getMessage());
    }

    /** Other people's macros have it; what is recorded is the present name. */
    @Test
    void theFormerNameOfTheCubicSplineIsUnderstood() {
        final ImagePlus input = structured(40, 36, 8);
        final ImagePlus
                former =
                        Task.SUPER_RESOLVE
                                .run(Map.of("input", input, "iterations", 1, "restorer", "Bicubic"), Progress.NONE)
                                .result(),
                present =
                        Task.SUPER_RESOLVE
                                .run(Map.of("input", input, "iterations", 1, "restorer", "Cubic spline"), Progress.NONE)
                                .result();
        assertEquals("Cubic spline", former.getStringProperty("Parameter restorer"));
        assertEquals("Cubic spline", former.getStringProperty("Restorer"));
        assertArrayEquals((byte[]) present.getProcessor().getPixels(), (byte[])
                former.getProcessor().getPixels());
    }

    @Test
    void cancellingEndsTheRunWithinAnIteration() {
        final int[] updates = {0};
        assertThrows(
                CancellationException.class,
                () -> Task.SUPER_RESOLVE.run(Map.of("input", structured(40, 36, 8)), (stage, done, total) -> {
                    if (++updates[0] == 4) throw new CancellationException();
                }));
        assertEquals(4, updates[0]);
        // The next run finds the engine free.
        Task.ESTIMATE_KERNEL.run(Map.of("input", structured(40, 36, 8), "iterations", 1), Progress.NONE);
    }

    /** Of a result that is restored again, a figure that only the first run has is not the second's. */
    @Test
    void figuresOfAnEarlierRunAreNotReadAsOnesOwn() {
        final ImagePlus first = Task.SUPER_RESOLVE
                .run(Map.of("input", SampleImages.photograph("first", 60)), Progress.NONE)
                .result();
        assertFalse(first.getStringProperty("Noise").isBlank());
        final ImagePlus second = Task.SIMULATE
                .run(Map.of("input", first, "camera", "JPEG"), Progress.NONE)
                .result();
        assertEquals("", second.getStringProperty("Estimator").trim());
        assertTrue(second.getInfoProperty().contains("\nEstimator: Amortized FKP\n"), "the first run's is still there");
    }

    /** Each channel is exposed as it needs: a dim one is not lost in the noise of a bright one. */
    @Test
    void aCameraHasAFullScaleForEachChannel() {
        final ImagePlus channels = SampleImages.hyperstack(32, 40, 2, 1, 1, IJ.COMPOSITE);
        channels.getStack().getProcessor(2).multiply(0.001);
        final ImagePlus recorded = Task.SIMULATE
                .run(Map.of("input", channels, "camera", "Read noise"), Progress.NONE)
                .result();
        final float[] dim = (float[]) recorded.getStack().getProcessor(2).getPixels();
        assertTrue(
                IntStream.range(0, dim.length).mapToObj(i -> dim[i]).distinct().count() > 50);
    }

    /** A bead's image has any sum and lies anywhere; the result must overlay the input all the same. */
    @Test
    void kernelsFromAnywhereAreMadeFit() {
        final ImagePlus input = structured(40, 36, 8);
        final FloatProcessor bead = new FloatProcessor(12, 10); // even, and its spot not in the middle
        for (int y = 0; y < 10; y++)
            for (int x = 0; x < 12; x++)
                bead.setf(x, y, (float) (9e4 * Math.exp(-(Math.pow(x - 4, 2) + Math.pow(y - 6, 2)) / 3)));
        final LoggingProgress progress = new LoggingProgress();
        final Outcome outcome = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", input, "kernel", new ImagePlus("bead", bead)), progress);
        assertEquals(
                List.of("The kernel \"bead\" was moved so that its centre of mass lies at (K − 2)/2."), progress.lines);
        assertNull(outcome.kernel());
        assertEquals("Sparse MAP", outcome.row().get("Restorer"));
        assertEquals(1, Double.parseDouble(outcome.result().getStringProperty("Kernel sum")), 1e-9);
        // 19×17 pixels, (K − 2)/2
        assertEquals("8.500, 7.500 HR pixels", outcome.result().getStringProperty("Kernel centre"));
        final double residual = (double) outcome.row().get("Residual");
        assertTrue(residual < 0.5, "residual " + residual); // no more than rounding
        for (final Object[] bad : new Object[][] {
            {"is a colour image", structured(9, 9, 24)},
            {"has 90×90 pixels; it must not be larger than the high-resolution image (80×72)", structured(90, 90, 8)},
            {"all its values are zero", new ImagePlus("k", new FloatProcessor(5, 5))}
        }) {
            final var e = assertThrows(
                    UserError.class,
                    () -> Task.SUPER_RESOLVE_WITH_KERNEL.run(Map.of("input", input, "kernel", bad[1]), Progress.NONE));
            assertTrue(
                    e.getMessage().startsWith("kernel: ") && e.getMessage().contains((String) bad[0]), e.getMessage());
        }
    }

    @Test
    void whatIsNotToBeTrustedWarns() {
        final ImagePlus flat = NewImage.createByteImage("flat", 48, 48, 1, NewImage.FILL_BLACK);
        flat.getProcessor().add(100);
        ImageProcessor.setRandomSeed(1); // of the next noise
        flat.getProcessor().noise(2);
        assertTrue(Task.ESTIMATE_KERNEL
                .run(Map.of("input", flat), Progress.NONE)
                .row()
                .get("Warning")
                .toString()
                .contains("flat or noisy"));
        // An interpolation, blurred again, is not the image.
        final FloatProcessor wide = new FloatProcessor(11, 11);
        wide.add(1);
        final Outcome blurred = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of(
                        "input",
                        structured(60, 50, 8),
                        "kernel",
                        new ImagePlus("wide", wide),
                        "restorer",
                        "Cubic spline",
                        "noise",
                        0.3),
                Progress.NONE);
        assertTrue(blurred.row().get("Warning").toString().contains("does not explain the image"));
        assertTrue(blurred.result().getStringProperty("Warning").contains("does not explain the image"));
    }

    @Test
    void noiseIsEstimatedOrTaken() {
        final ImagePlus input = structured(60, 50, 8);
        ImageProcessor.setRandomSeed(1); // of the next noise
        input.getProcessor().noise(5);
        final Object estimated = Task.ESTIMATE_KERNEL
                .run(Map.of("input", input, "iterations", 1), Progress.NONE)
                .row()
                .get("Noise");
        assertEquals(5, (double) estimated, 1);
        assertEquals(
                2.5,
                (double) Task.ESTIMATE_KERNEL
                        .run(Map.of("input", input, "iterations", 1, "noise", 2.5), Progress.NONE)
                        .row()
                        .get("Noise"),
                1e-9);
    }

    @Test
    void theInputIsLockedWhileItIsRead() {
        final ImagePlus input = structured(36, 32, 8);
        final boolean[] locked = {false};
        Task.ESTIMATE_KERNEL.run(
                Map.of("input", input, "iterations", 2), (stage, done, total) -> locked[0] |= input.isLocked());
        assertTrue(locked[0]);
        assertFalse(input.isLocked());
    }

    /** Of two runs on it, the one that ends first does not open it. */
    @Test
    void theInputIsLockedUntilTheLastRunEnds() {
        final ImagePlus input = structured(36, 32, 8);
        final boolean[] after = {false, false};
        Task.ESTIMATE_KERNEL.run(Map.of("input", input), (stage, done, total) -> {
            if (after[0]) return;
            after[0] = true;
            Task.ESTIMATE_KERNEL.run(Map.of("input", input), Progress.NONE);
            after[1] = input.isLocked();
        });
        assertTrue(after[1]);
        assertFalse(input.isLocked());
        // what somebody else has locked stays so
        input.lock();
        Task.ESTIMATE_KERNEL.run(Map.of("input", input), Progress.NONE);
        assertTrue(input.isLocked());
    }

    @Test
    void comparingMeasuresImagesAndKernels() {
        final ImagePlus image = structured(40, 36, 8), other = image.duplicate();
        other.getProcessor().add(5);
        final Outcome images = Task.COMPARE.run(Map.of("result", other, "reference", image), Progress.NONE);
        assertNull(images.result());
        assertEquals(20 * Math.log10(255 / 5.0), (double) images.row().get("PSNR"), 1e-9);
        // each channel by its own range of levels: a dim one is not flattered by a bright one
        final ImagePlus channels = SampleImages.hyperstack(16, 40, 2, 1, 1, IJ.COMPOSITE), noisy = channels.duplicate();
        channels.getStack().getProcessor(2).multiply(0.1);
        noisy.getStack().getProcessor(2).multiply(0.1);
        noisy.getStack().getProcessor(1).add(3);
        noisy.getStack().getProcessor(2).add(3);
        double alone = 0;
        for (int c = 1; c <= 2; c++) alone += psnr(plane(noisy, c), plane(channels, c)) / 2;
        assertEquals(alone, psnr(noisy, channels), 1e-6);
        final ImagePlus first = new ImagePlus("a", new FloatProcessor(3, 1, new float[] {0.25f, 0.5f, 0.25f}));
        final ImagePlus second = new ImagePlus("b", new FloatProcessor(3, 1, new float[] {0.25f, 0.5f, 0.24f}));
        assertEquals(10 * Math.log10(3 / 1e-4), kernelPsnr(first, second), 1e-4);
        // around the smaller one there is nothing
        final ImagePlus wider =
                new ImagePlus("c", new FloatProcessor(5, 1, new float[] {0.01f, 0.25f, 0.5f, 0.24f, 0}));
        assertEquals(10 * Math.log10(5 / 2e-4), kernelPsnr(first, wider), 1e-4);
        assertEquals(10 * Math.log10(5 / 2e-4), kernelPsnr(wider, first), 1e-4);
        final ImagePlus even = new ImagePlus("d", new FloatProcessor(2, 1, new float[] {0.5f, 0.5f}));
        assertTrue(assertThrows(UserError.class, () -> kernelPsnr(first, even))
                .getMessage()
                .contains("no common middle"));
        // a wide one is a kernel too
        final ImagePlus wide = new ImagePlus("e", new FloatProcessor(101, 101));
        wide.getProcessor().setf(50, 50, 1);
        assertEquals(Double.POSITIVE_INFINITY, kernelPsnr(wide, wide.duplicate()));
    }

    @Test
    void tooFewPixelsForTheSimilarityAreSaid() {
        final ImagePlus small = structured(12, 10, 8), other = small.duplicate();
        other.getProcessor().add(5);
        final Map<String, Object> row = Task.COMPARE
                .run(Map.of("result", other, "reference", small), Progress.NONE)
                .row();
        assertTrue(Double.isNaN((double) row.get("SSIM")));
        assertEquals("SSIM looks at 11×11 pixels at a time, and fewer are inside the border", row.get("Warning"));
    }

    private static double kernelPsnr(final ImagePlus result, final ImagePlus reference) {
        return (double) Task.COMPARE
                .run(Map.of("result", result, "reference", reference), Progress.NONE)
                .row()
                .get("Kernel PSNR");
    }

    private static ImagePlus plane(final ImagePlus image, final int number) {
        return new ImagePlus("plane", image.getStack().getProcessor(number));
    }

    private static double psnr(final ImagePlus result, final ImagePlus reference) {
        return (double) Task.COMPARE
                .run(Map.of("result", result, "reference", reference), Progress.NONE)
                .row()
                .get("PSNR");
    }

    private static void refused(final String message, final Object... values) {
        final Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) map.put(values[i].toString(), values[i + 1]);
        final var e = assertThrows(UserError.class, () -> Task.SUPER_RESOLVE.run(map, Progress.NONE));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static ImagePlus structured(final int width, final int height, final int bits) {
        return new ImagePlus("structured", SampleImages.plane(width, height, bits, 1, 0));
    }
}
