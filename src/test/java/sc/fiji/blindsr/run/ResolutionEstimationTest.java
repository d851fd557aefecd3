package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Line;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/** The command, without a display. */
class ResolutionEstimationTest {

    /** Sharp, and blurred more: in each plane of a calibrated stack. */
    @Test
    void aRowForEachPlane() {
        final ImageStack stack = new ImageStack(256, 256);
        for (final double sigma : new double[] {1, 2, 4}) stack.addSlice(view(sigma, 1));
        final ImagePlus input = new ImagePlus("series.tif", stack);
        calibrate(input, 0.1);
        final Outcome outcome = Task.RESOLUTION.run(Map.of("input", input), Progress.NONE);
        assertEquals("Blind SR Resolution", outcome.table());
        assertFalse(outcome.summary().filter(said -> said.contains("null")).isPresent());
        assertEquals(3, outcome.rows().size());
        assertEquals("series-resolution", outcome.result().getTitle());
        double before = 2;
        for (int plane = 0; plane < 3; plane++) {
            final Map<String, Object> row = outcome.rows().get(plane);
            final double found = (double) row.get("Decorrelation");
            assertTrue(found > before, row.toString());
            assertEquals(0.1 * found, (double) row.get("Decorrelation calibrated"), 1e-9);
            assertEquals("µm, the image, split", row.get("Unit") + ", " + row.get("FRC of"));
            before = found;
        }
    }

    @Test
    void ofASelectionWithASecondView() {
        final ImagePlus first = new ImagePlus("a", view(1.5, 1)), second = new ImagePlus("b", view(1.5, 2));
        first.setRoi(20, 30, 200, 180);
        final Map<String, Object> row = Task.RESOLUTION
                .run(Map.of("input", first, "second", second), Progress.NONE)
                .row();
        assertEquals("b", row.get("FRC of"));
        assertTrue((double) row.get("FRC") > 2 && (double) row.get("FRC") < 12, row.toString());
        assertEquals("", row.get("FRC calibrated"));
    }

    /** Of a large image, the middle is looked at. */
    @Test
    void ofTheMiddleOfALargeImage() {
        final ImagePlus large = new ImagePlus("strip", new FloatProcessor(4200, 64));
        large.getProcessor().noise(1);
        final LoggingProgress progress = new LoggingProgress();
        Task.RESOLUTION.run(Map.of("input", large), progress);
        assertEquals(
                List.of("The resolution of \"strip\" is that of its middle, 4096×64 pixels of 4200×64."),
                progress.lines);
    }

    /** As for the other commands. */
    @Test
    void aSelectionThatIsNoAreaDoesNotCount() {
        final ImagePlus input = new ImagePlus("a", view(1.5, 1));
        final Object whole = found(input);
        input.setRoi(new PointRoi(20, 20));
        assertEquals(whole, found(input));
        input.setRoi(new Line(10, 10, 120, 200));
        final LoggingProgress progress = new LoggingProgress();
        assertEquals(
                whole,
                Task.RESOLUTION.run(Map.of("input", input), progress).row().get("Decorrelation"));
        assertTrue(progress.lines.get(0).contains("is no area (Straight Line)"), progress.lines.toString());
    }

    private static Object found(final ImagePlus input) {
        return Task.RESOLUTION.run(Map.of("input", input), Progress.NONE).row().get("Decorrelation");
    }

    @Test
    void whatCannotBeMeasuredIsSaid() {
        final ImagePlus input = new ImagePlus("a", view(1, 1));
        refused("second: \"a\" is the input itself", Map.of("input", input, "second", input));
        refused(
                "second: \"b\" has 100×256×1 pixels and planes; it must have as many as the input, 256×256×1.",
                Map.of("input", input, "second", new ImagePlus("b", new FloatProcessor(100, 256))));
        refused("second: \"c\" is the input itself", Map.of("input", input, "second", new ImagePlus("c", view(1, 1))));
        final ImagePlus coarse = new ImagePlus("d", view(1, 2));
        calibrate(input, 0.1);
        calibrate(coarse, 0.2);
        refused(
                "second: \"d\" has pixels of 0.2 µm; two views of the same have the same, and the input has 0.1 µm.",
                Map.of("input", input, "second", coarse));
        input.setRoi(0, 0, 40, 100);
        refused("input: the image or its selection has 40×100 pixels", Map.of("input", input));
        input.setRoi(new Roi(300, 300, 100, 100));
        refused("input: the selection lies outside of the image, which has 256×256 pixels", Map.of("input", input));
        input.deleteRoi();
        input.getProcessor().setf(5, 5, Float.NaN);
        refused("input: \"a\" has a pixel that is not a finite number", Map.of("input", input));
    }

    private static void calibrate(final ImagePlus image, final double pixel) {
        image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = pixel;
        image.getCalibration().setUnit("µm");
    }

    private static void refused(final String message, final Map<String, ?> values) {
        final String said = assertThrows(UserError.class, () -> Task.RESOLUTION.run(values, Progress.NONE))
                .getMessage();
        assertTrue(said.startsWith(message), said);
    }

    /** A photograph, blurred, with noise of its own. */
    private static ImageProcessor view(final double sigma, final long seed) {
        final FloatProcessor pixels =
                IJ.openImage("macros/samples/camera.png").getProcessor().convertToFloatProcessor();
        new GaussianBlur().blurGaussian(pixels, sigma, sigma, 1e-4);
        final Random random = new Random(seed);
        for (int i = 0; i < pixels.getPixelCount(); i++) pixels.setf(i, pixels.getf(i) + (float) random.nextGaussian());
        return pixels;
    }
}
