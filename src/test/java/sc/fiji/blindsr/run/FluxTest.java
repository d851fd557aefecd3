package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.progress.Progress;

/** Light is neither made nor lost: the mean over a result is that of the input, and so is the level without light. */
class FluxTest {

    private static final int SIZE = 64;

    private static final ImagePlus KERNEL = kernel();

    private static ImagePlus kernel() {
        final var kernel = new AnisotropicGaussian(1.8, 1.4, 0.5).kernel(2);
        return new ImagePlus("k", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
    }

    /** Spots on a dark ground; the levels are share · 255 for 8 bits and RGB. */
    private static ImagePlus image(final int bits, final double offset, final double gain) {
        final Random random = new Random(7);
        final float[] levels = new float[SIZE * SIZE];
        for (int spot = 0; spot < 25; spot++) {
            final double x = 12 + 40 * random.nextDouble(),
                    y = 12 + 40 * random.nextDouble(),
                    width = 1 + random.nextDouble(),
                    height = gain * (0.2 + 0.3 * random.nextDouble());
            for (int i = 0; i < levels.length; i++)
                levels[i] += (float) (height
                        * Math.exp(-(Math.pow(i % SIZE - x, 2) + Math.pow(i / SIZE - y, 2)) / (2 * width * width)));
        }
        for (int i = 0; i < levels.length; i++) levels[i] += (float) (offset + 0.005 * gain * random.nextGaussian());
        final FloatProcessor grey = new FloatProcessor(SIZE, SIZE, levels);
        grey.setMinAndMax(0, 255);
        final ImageProcessor bytes = grey.convertToByteProcessor(true);
        return new ImagePlus(
                "flux",
                switch (bits) {
                    case 8 -> bytes;
                    case 16 -> grey.convertToShortProcessor(false);
                    case 24 -> {
                        final ColorProcessor colour = new ColorProcessor(SIZE, SIZE);
                        for (int c = 1; c <= 3; c++) colour.setChannel(c, (ByteProcessor) bytes);
                        yield colour;
                    }
                    default -> grey;
                });
    }

    private static ImagePlus restored(final ImagePlus input, final String restorer) {
        return Task.SUPER_RESOLVE_WITH_KERNEL
                .run(
                        Map.of("input", input, "kernel", KERNEL, "scale", 2, "restorer", restorer, "device", "CPU"),
                        Progress.NONE)
                .result();
    }

    private static ImageProcessor grey(final ImagePlus image) {
        return image.getType() == ImagePlus.COLOR_RGB
                ? ((ColorProcessor) image.getProcessor()).getChannel(2, null)
                : image.getProcessor();
    }

    private static double mean(final ImageProcessor pixels) {
        return pixels.getStats().mean;
    }

    @ParameterizedTest
    @CsvSource({
        "Sparse MAP, 8",
        "Sparse MAP, 16",
        "Sparse MAP, 24",
        "Sparse MAP, 32",
        "Richardson-Lucy, 8",
        "Richardson-Lucy, 16",
        "Richardson-Lucy, 24",
        "Richardson-Lucy, 32",
        "Cubic spline, 8",
        "Cubic spline, 16",
        "Cubic spline, 24",
        "Cubic spline, 32",
        "USRNet, 8",
        "USRNet, 16",
        "USRNet, 24",
        "USRNet, 32"
    })
    void sumsAndOffsetsStay(final String restorer, final int bits) {
        final double gain = bits == 16 ? 3000 : bits == 32 ? 1e-3 : 200, offset = bits == 16 ? 500 : 0.1 * gain;
        final ImagePlus input = image(bits, offset, gain), result = restored(input, restorer);
        // Where noise is taken away altogether, whole levels round a flat ground to one side.
        final double rounding = restorer.equals("USRNet") && bits == 8 ? 0.05 : 0;
        assertEquals(mean(grey(input)), mean(grey(result)), 1e-3 * mean(grey(input)) + rounding);
        final ImageProcessor corner = grey(input), finer = grey(result);
        corner.setRoi(0, 0, 6, 6);
        finer.setRoi(0, 0, 12, 12);
        assertEquals(mean(corner), mean(finer), 0.003 * gain, "the level without light");
    }

    /** Rings around what is brighter than any light must not run into the end of the type's range. */
    @ParameterizedTest
    @ValueSource(ints = {40_000, 65_535})
    void nothingIsClippedThatTheInputDoesNotClip(final int hot) {
        final ImagePlus input = image(16, 500, 5000), broken = image(16, 500, 5000);
        for (int i = 0; i < 3; i++) broken.getProcessor().set(20 + 9 * i, 8, hot);
        final ImageProcessor result = restored(broken, "Sparse MAP").getProcessor();
        assertTrue(result.getStats().max < 65_535 && result.getStats().min > 0);
        assertEquals(mean(input.getProcessor()), mean(result), 1e-3 * mean(input.getProcessor()));
    }
}
