package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import ij.process.LUT;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** What commands say of their own results. */
class EvidenceTest {

    private final ImagePlus truth = crop();
    private final Outcome simulated = Task.SIMULATE.run(
            Map.of("input", truth, "scale", 2, "major", 1.8, "minor", 1.4, "angle", 20, "noise", 2), Progress.NONE);
    private final ImagePlus low = simulated.result();

    @Test
    void aKernelThatIsMuchTooWideIsSaidFirst() {
        final ImagePlus wide = Task.SIMULATE
                .run(Map.of("input", truth, "scale", 2, "major", 3.4, "minor", 2.8, "angle", 20), Progress.NONE)
                .kernel();
        final String warning = warning(Task.SUPER_RESOLVE_WITH_KERNEL, Map.of("input", low, "kernel", wide));
        assertTrue(warning.startsWith("the result is probably no better than interpolation: the kernel, "), warning);
        assertEquals("", warning(Task.SUPER_RESOLVE_WITH_KERNEL, Map.of("input", low, "kernel", simulated.kernel())));
    }

    /**
     * Spots of lenses, whose rings hold much of the light, and movement are seen as they are: the Gaussian with their covariance is
     * wider than what an image shows of them.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 1.4, 0.16",
        "1, 1.4, 0.25",
        "1, 1.4, 0.4",
        "2, 1.4, 0.1",
        "2, 1.4, 0.16",
        "2, 0.8, 0.25",
        "3, 0.5, 0.4"
    })
    void spotsOfLensesFitTheirImages(final int scale, final double aperture, final double pixel) {
        final ImagePlus kernel = Task.KERNEL_FROM_OPTICS
                .run(
                        Map.of(
                                "wavelength",
                                520,
                                "aperture",
                                aperture,
                                "index",
                                aperture > 1 ? 1.515 : 1,
                                "pixel",
                                pixel,
                                "scale",
                                scale),
                        Progress.NONE)
                .kernel();
        fits(kernel, scale);
        final ImagePlus wide = Task.SIMULATE
                .run(Map.of("input", truth, "scale", scale, "major", 4, "minor", 3.5), Progress.NONE)
                .kernel();
        final ImagePlus seen = Task.SIMULATE
                .run(Map.of("input", truth, "scale", scale, "kernel", kernel, "noise", 1), Progress.NONE)
                .result();
        final String warning = warningOf(seen, wide, scale);
        assertTrue(warning.startsWith("the result is probably no better than "), warning);
    }

    /** The reader sees them in the image reduced. */
    @ParameterizedTest
    @CsvSource({"2, 4.4, 3.6, 2", "2, 3.2, 3, 0", "4, 3.2, 2.8, 1"})
    void blursWiderThanThePriorFitTheirImages(
            final int scale, final double major, final double minor, final double noise) {
        final Outcome seen = blurred(scale, major, minor, noise);
        assertEquals("", warningOf(seen.result(), seen.kernel(), scale));
        final ImagePlus wider = blurred(scale, 1.5 * major, 1.5 * minor, noise).kernel();
        final String warning = warningOf(seen.result(), wider, scale);
        assertTrue(warning.startsWith("the result is probably no better than interpolation: "), warning);
    }

    private static String warningOf(final ImagePlus seen, final ImagePlus kernel, final int scale) {
        return Task.SUPER_RESOLVE_WITH_KERNEL
                .run(Map.of("input", seen, "kernel", kernel, "scale", scale), Progress.NONE)
                .row()
                .get("Warning")
                .toString();
    }

    private Outcome blurred(final int scale, final double major, final double minor, final double noise) {
        return Task.SIMULATE.run(
                Map.of("input", truth, "scale", scale, "major", major, "minor", minor, "angle", 30, "noise", noise),
                Progress.NONE);
    }

    /** A network takes no weights, so that no pixel can be left out; what it made is its truth. */
    @Test
    void networksAreRehearsed() {
        final ImagePlus seen = Task.SIMULATE
                .run(Map.of("input", truth, "scale", 2, "major", 4, "minor", 3.5, "noise", 1), Progress.NONE)
                .result();
        final ImagePlus result = Task.SUPER_RESOLVE
                .run(Map.of("input", seen, "restorer", "USRNet"), Progress.NONE)
                .result();
        assertTrue(
                result.getStringProperty("Rehearsal").matches("\\+\\d.* dB against interpolation"),
                result.getInfoProperty());
    }

    /** It hardly smooths, and so predicts pixels that it was not given worse than a spline does, though its result is better. */
    @Test
    void richardsonLucyIsNotJudgedByPixelsLeftOutAlone() {
        final ImagePlus seen = Task.SIMULATE
                .run(
                        Map.of("input", truth, "scale", 2, "major", 2.3, "minor", 1.7, "noise", 3, "seed", 1),
                        Progress.NONE)
                .result();
        final ImagePlus result = Task.SUPER_RESOLVE
                .run(Map.of("input", seen, "restorer", "Richardson-Lucy"), Progress.NONE)
                .result();
        assertTrue(result.getStringProperty("Pixels left out").startsWith("-"), result.getInfoProperty());
        assertTrue(result.getStringProperty("Rehearsal").matches("\\+[3-9].*"), result.getInfoProperty());
        assertNull(result.getStringProperty("Warning"), result.getInfoProperty());
    }

    /** Of a JPEG file's pixels none can be left out. */
    @Test
    void jpegFilesAreRehearsed() {
        final ImagePlus seen = Task.SIMULATE
                .run(Map.of("input", truth, "scale", 2, "major", 2.3, "minor", 1.7, "camera", "JPEG"), Progress.NONE)
                .result();
        final ImagePlus result =
                Task.SUPER_RESOLVE.run(Map.of("input", seen), Progress.NONE).result();
        assertNull(result.getStringProperty("Pixels left out"), result.getInfoProperty());
        assertTrue(result.getStringProperty("Rehearsal").matches("\\+[2-9].*"), result.getInfoProperty());
    }

    private void fits(final ImagePlus kernel, final int scale) {
        final ImagePlus seen = Task.SIMULATE
                .run(Map.of("input", truth, "scale", scale, "kernel", kernel, "noise", 1), Progress.NONE)
                .result();
        assertEquals("", warningOf(seen, kernel, scale));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void movementFitsItsImage(final int scale) {
        final FloatProcessor pixels = new FloatProcessor(21, 21);
        for (int x = 6; x < 13; x++) pixels.setf(x, 10, 1);
        fits(new ImagePlus("line", pixels), scale);
    }

    /** Photons: the bright parts have most of the noise, and the median is that of the dark. */
    @Test
    void brightStructuresOnDarkGroundMayHaveMoreNoise() {
        final Random random = new Random(6);
        final FloatProcessor sharp = new FloatProcessor(240, 240);
        for (int i = 0; i < sharp.getPixelCount(); i++) {
            final int x = i % 240, y = i / 240;
            sharp.setf(i, Math.hypot(x % 80 - 40, y % 80 - 40) < 18 ? 36_000 : 300);
        }
        final Outcome blurred = Task.SIMULATE.run(
                Map.of("input", new ImagePlus("cells", sharp.convertToShort(false)), "scale", 2), Progress.NONE);
        final ImageProcessor light = blurred.result().getProcessor();
        final double perPhoton = 200;
        for (int i = 0; i < light.getPixelCount(); i++)
            light.set(i, (int) Math.max(
                    0,
                    Math.round(
                            light.get(i) + perPhoton * Math.sqrt(light.get(i) / perPhoton) * random.nextGaussian())));
        final String warning =
                warning(Task.SUPER_RESOLVE_WITH_KERNEL, Map.of("input", blurred.result(), "kernel", blurred.kernel()));
        assertFalse(warning.contains("does not explain"), warning);
    }

    @Test
    void infoHasTheFigures() {
        final ImagePlus result =
                Task.SUPER_RESOLVE.run(Map.of("input", low), Progress.NONE).result();
        assertEquals("", result.getStringProperty("Warning") == null ? "" : result.getStringProperty("Warning"));
        for (final String figure : new String[] {
            "Pixels left out",
            "Residual over noise",
            "Residual correlation of neighbours",
            "Residual growth with intensity",
            "Residual growth with gradients"
        }) assertTrue(result.getStringProperty(figure) != null, figure + " in " + result.getInfoProperty());
    }

    /** About two thirds of the pixels are off by less than the deviation, which is the result's in size and place. */
    @Test
    void theDeviationIsThatOfTheErrors() {
        final Outcome outcome = Task.SUPER_RESOLVE.run(Map.of("input", low, "uncertainty", "on"), Progress.NONE);
        final ImagePlus deviation = outcome.deviation();
        assertEquals(low.getTitle() + "-sd", deviation.getTitle());
        assertEquals(32, deviation.getBitDepth());
        assertEquals(deviation.getStatistics().max, deviation.getDisplayRangeMax());
        final ImageProcessor error = outcome.result().getProcessor(), within = deviation.getProcessor();
        int inside = 0, n = 0;
        for (int y = 8; y < within.getHeight() - 8; y++)
            for (int x = 8; x < within.getWidth() - 8; x++, n++)
                if (Math.abs(error.getf(x, y) - truth.getProcessor().getf(x, y)) <= within.getf(x, y)) inside++;
        assertEquals(0.68, (double) inside / n, 0.15);
        assertEquals(3, outcome.images().size());
        assertEquals(outcome.result(), outcome.images().get(2));
        final Outcome again = Task.SUPER_RESOLVE.run(Map.of("input", low, "uncertainty", "on"), Progress.NONE);
        assertEquals(within.getf(50, 60), again.deviation().getProcessor().getf(50, 60));
        assertNull(Task.SUPER_RESOLVE.run(Map.of("input", low), Progress.NONE).deviation());
    }

    /** Inside of a mask nothing is known, and nothing is said; a kernel of ours may have been cropped. */
    @Test
    void theDeviationOfWhatIsFilledInIsNotSaid() {
        final ImagePlus masked = low.duplicate();
        masked.setOverlay(new Overlay(new Roi(20, 24, 20, 16)));
        final ImagePlus kernel =
                Task.ESTIMATE_KERNEL.run(Map.of("input", low), Progress.NONE).kernel();
        kernel.setRoi(0, 1, kernel.getWidth(), kernel.getHeight() - 2);
        final ImagePlus cropped = kernel.crop();
        cropped.setProperty("Info", kernel.getInfoProperty());
        final ImageProcessor deviation = Task.SUPER_RESOLVE_WITH_KERNEL
                .run(Map.of("input", masked, "kernel", cropped, "mask", "Overlay", "uncertainty", "on"), Progress.NONE)
                .deviation()
                .getProcessor();
        for (int y = 0; y < deviation.getHeight(); y++)
            for (int x = 0; x < deviation.getWidth(); x++)
                assertEquals(
                        x / 2 >= 22 && x / 2 < 38 && y / 2 >= 26 && y / 2 < 38,
                        Float.isNaN(deviation.getf(x, y)),
                        x + ", " + y);
    }

    /** In that of the input's grey levels it would be black. */
    @Test
    void theDeviationIsShownInItsOwnRange() {
        final ImagePlus input = SampleImages.hyperstack(16, 20, 2, 3, 1, IJ.COMPOSITE);
        final ImagePlus deviation = Task.SUPER_RESOLVE
                .run(Map.of("input", input, "uncertainty", "on"), Progress.NONE)
                .deviation();
        for (int channel = 0; channel < 2; channel++) {
            double largest = 0;
            for (int slice = 1; slice <= 3; slice++)
                largest = Math.max(
                        largest,
                        deviation
                                .getStack()
                                .getProcessor(deviation.getStackIndex(channel + 1, slice, 1))
                                .getStats()
                                .max);
            final LUT shown = deviation.getLuts()[channel];
            assertEquals(largest, shown.max, "channel " + channel);
            assertEquals(input.getLuts()[channel].getRGB(255), shown.getRGB(255));
        }
    }

    /** So a batch need not hold them in memory. */
    @Test
    void theDeviationsGoWhereTheResultGoes() {
        final ImageStack both = low.getStack().duplicate();
        both.addSlice(low.getProcessor());
        final List<ImageStack> asked = new ArrayList<>();
        final List<Integer> bits = new ArrayList<>();
        final Outcome outcome = SuperResolution.run(
                Settings.of(SuperResolution.FORM, Map.of("input", new ImagePlus("two", both), "uncertainty", "on")),
                Progress.NONE,
                (width, height, planes, depth) -> {
                    bits.add(depth);
                    asked.add(PlaneStore.MEMORY.create(width, height, planes, depth));
                    return asked.get(asked.size() - 1);
                });
        assertEquals(List.of(low.getBitDepth(), 32), bits);
        assertSame(outcome.result().getStack(), asked.get(0));
        assertSame(outcome.deviation().getStack(), asked.get(1));
        assertEquals(2, asked.get(1).size());
    }

    /** Before a kernel is looked for, or any plane read. */
    @Test
    void onlySparseMapSaysHowSureItIs() {
        refused(Task.SUPER_RESOLVE, Map.of("input", low, "restorer", "Cubic spline"), "Cubic spline");
        refused(Task.SUPER_RESOLVE, Map.of("input", low, "restorer", "DIP", "estimator", "DIP-FKP"), "DIP");
        refused(
                Task.SUPER_RESOLVE_WITH_KERNEL,
                Map.of("input", low, "kernel", simulated.kernel(), "restorer", "Richardson-Lucy"),
                "Richardson-Lucy");
    }

    private static void refused(final Task task, final Map<String, ?> values, final String restorer) {
        final Map<String, Object> all = new HashMap<>(values);
        all.put("uncertainty", "on");
        final List<String> stages = new ArrayList<>();
        final UserError error =
                assertThrows(UserError.class, () -> task.run(all, (stage, done, total) -> stages.add(stage)));
        assertEquals(
                "uncertainty: on was given, but the restorer " + restorer
                        + " does not say how sure it is; choose the restorer Sparse MAP, or uncertainty=off.",
                error.getMessage());
        assertEquals(List.of(), stages);
    }

    private static String warning(final Task task, final Map<String, ?> values) {
        final Map<String, Object> all = new HashMap<>(values);
        all.put("scale", 2);
        return task.run(all, Progress.NONE).row().get("Warning").toString();
    }

    private static ImagePlus crop() {
        final ImagePlus photograph = IJ.openImage("macros/samples/camera.png");
        photograph.setRoi(photograph.getWidth() / 2 - 110, photograph.getHeight() / 2 - 110, 220, 220);
        return new ImagePlus("camera", photograph.crop().getProcessor());
    }

    /** A frame of which nothing is known does not hide what the others say; it comes out black, and that is said. */
    @ParameterizedTest
    @ValueSource(strings = {"Sparse MAP", "Richardson-Lucy", "USRNet", "Cubic spline"})
    void aFrameWithoutDataHidesNothing(final String restorer) {
        final ImageStack stack = new ImageStack(low.getWidth(), low.getHeight());
        final FloatProcessor levels = low.getProcessor().convertToFloatProcessor();
        stack.addSlice(levels);
        final ImageProcessor blank = levels.duplicate();
        for (int i = 0; i < blank.getPixelCount(); i++) blank.setf(i, -1e30f);
        stack.addSlice(blank);
        final ImagePlus wide = Task.SIMULATE
                .run(Map.of("input", truth, "scale", 2, "major", 5, "minor", 5), Progress.NONE)
                .kernel();
        final Outcome outcome = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of(
                        "input",
                        new ImagePlus("series", stack),
                        "kernel",
                        wide,
                        "noise",
                        "2",
                        "restorer",
                        restorer,
                        "uncertainty",
                        restorer.equals("Sparse MAP") ? "on" : "off"),
                Progress.NONE);
        final String residual = outcome.result().getStringProperty("Residual");
        assertTrue(Double.isFinite(Double.parseDouble(residual)), residual);
        final ImageStatistics
                known = outcome.result().getStack().getProcessor(1).getStats(),
                unknown = outcome.result().getStack().getProcessor(2).getStats();
        assertTrue(known.stdDev > 1, known.toString());
        assertTrue(unknown.mean < known.mean, unknown.toString());
        assertEquals(0, unknown.stdDev, 0.1); // USRNet makes a little of nothing
        final String warning = outcome.result().getStringProperty("Warning");
        assertTrue(warning.contains("nothing is known of plane 2; what it has in the result shows nothing"), warning);
    }

    /** Of a frame that is saturated everywhere it is known that it was at least so bright. */
    @Test
    void aSaturatedFrameIsNotBlank() {
        final ImageStack stack = new ImageStack(low.getWidth(), low.getHeight());
        stack.addSlice(low.getProcessor());
        final ImageProcessor white = low.getProcessor().duplicate();
        white.setValue(255);
        white.fill();
        stack.addSlice(white);
        final ImagePlus result = Task.SUPER_RESOLVE_WITH_KERNEL
                .run(
                        Map.of("input", new ImagePlus("series", stack), "kernel", simulated.kernel(), "noise", "2"),
                        Progress.NONE)
                .result();
        assertEquals(255, result.getStack().getProcessor(2).getStats().mean, 3);
        assertFalse(result.getInfoProperty().contains("nothing is known"));
    }

    /** What the input was warned of is not said of what is made from it. */
    @Test
    void warningsOfTheInputAreItsOwn() {
        final ImagePlus warned = low.duplicate();
        warned.setProperty("Info", "Warning: of something else");
        final ImagePlus result = Task.SUPER_RESOLVE_WITH_KERNEL
                .run(Map.of("input", warned, "kernel", simulated.kernel()), Progress.NONE)
                .result();
        assertEquals("", result.getStringProperty("Warning").trim());
        assertTrue(result.getInfoProperty().contains("Warning: of something else"));
    }
}
