package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.scene.Scenes;

/** The resolution of inputs and results, in reports. */
class ResolutionGainTest {

    private static final int SIDE = 96;

    private static ByteProcessor plane(final double blur) {
        final FloatProcessor pixels =
                new FloatProcessor(SIDE, SIDE, Scenes.DEAD_LEAVES.image(SIDE, new SplittableRandom(5)));
        pixels.blurGaussian(blur);
        pixels.multiply(200);
        return pixels.convertToByteProcessor(false);
    }

    private static Outcome run(final ImagePlus input, final String resolution, final String channels) {
        return Task.SUPER_RESOLVE.run(
                Map.of("input", input, "resolution", resolution, "channels", channels), Progress.NONE);
    }

    private static Outcome run(final ImagePlus input, final String resolution) {
        return run(input, resolution, "One kernel");
    }

    private static double pixels(final ImagePlus image, final String figure) {
        return Double.parseDouble(image.getStringProperty(figure).split(" ")[0]);
    }

    /** Planes that show nothing have no part in the mean. */
    @Test
    void blankPlanesDoNotCount() {
        final ImageStack planes = new ImageStack(SIDE, SIDE);
        planes.addSlice(plane(1.2));
        planes.addSlice(new ByteProcessor(SIDE, SIDE));
        final ImagePlus alone = run(new ImagePlus("alone", plane(1.2)), "on").result(),
                both = run(new ImagePlus("both", planes), "on").result();
        final String figure = "Resolution of the input";
        assertEquals(pixels(alone, figure), pixels(both, figure), 0.01);
        assertTrue(both.getStringProperty(figure).endsWith("(1 of 2 planes)"), both.getStringProperty(figure));
    }

    /** That of the input is what Estimate Image Resolution finds. */
    @Test
    void ofInputAndResult() {
        final ImagePlus input = new ImagePlus("leaves", plane(1.2));
        input.getCalibration().pixelWidth = input.getCalibration().pixelHeight = 0.25;
        input.getCalibration().setUnit("micron");
        final Outcome outcome = run(input, "on"), without = run(input, "off");
        final ImagePlus result = outcome.result();
        final double
                found =
                        (double) Task.RESOLUTION
                                .run(Map.of("input", input), Progress.NONE)
                                .row()
                                .get("Decorrelation"),
                before = pixels(result, "Resolution of the input"),
                after = pixels(result, "Resolution of the result");
        assertEquals(found, before, 0.006 * found);
        assertEquals((double) outcome.row().get("Resolution"), after, 0.006 * after);
        assertTrue(after < before, after + " of " + before + " pixels");
        assertTrue(
                result.getStringProperty("Resolution of the input").endsWith(" micron"),
                result.getStringProperty("Resolution of the input"));
        assertEquals("", without.row().get("Resolution"));
        assertNull(without.result().getStringProperty("Resolution of the input"));
        assertArrayEquals((byte[]) without.result().getProcessor().getPixels(), (byte[])
                result.getProcessor().getPixels());
    }

    @Test
    void ofEachChannel() {
        final ImageStack stack = new ImageStack(SIDE, SIDE);
        stack.addSlice(plane(0.8));
        stack.addSlice(plane(1.6));
        final ImagePlus input = new ImagePlus("channels", stack);
        input.setDimensions(2, 1, 1);
        final Outcome each = run(new CompositeImage(input), "on", "Kernel per channel");
        assertEquals(2, each.rows().size());
        final double first = pixels(each.result(), "Channel 1 Resolution of the input"),
                second = pixels(each.result(), "Channel 2 Resolution of the input");
        assertTrue(first < second, first + " and " + second + " pixels");
        final double both = pixels(run(new CompositeImage(input), "on").result(), "Resolution of the input");
        assertEquals(2 / (1 / first + 1 / second), both, 0.01 * both);
    }

    @Test
    void smallImagesTellNone() {
        final Outcome outcome = run(SampleImages.photograph("small", 100), "on");
        assertEquals("", outcome.row().get("Resolution"));
        assertEquals(
                "not told by fewer than 64 pixels along an axis",
                outcome.result().getStringProperty("Resolution of the result"));
    }
}
