package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.shape.BlurShape;
import sc.fiji.blindsr.kernel.shape.Disc;
import sc.fiji.blindsr.kernel.shape.MotionLine;
import sc.fiji.blindsr.scene.BlurSimulator;

class ImageSpectrumTest {

    private static final int SCALE = 2, SIDE = 160;
    private static final double NOISE = 1 / 255.0;

    private final ExpectedSpectra expected = new ExpectedSpectra(SCALE, BlurKernel.sizeFor(SCALE));

    private static BlurKernel kernel(final BlurShape shape) {
        return KernelCentre.centred(shape.sampled(31, 15, 15), SCALE, BlurKernel.sizeFor(SCALE));
    }

    private static float[] image(final BlurKernel kernel) {
        return new BlurSimulator(List.of(), 6, 2).draw(kernel, SCALE, SIDE, Camera.of(), new SplittableRandom(1));
    }

    private static boolean[] all(final float[] plane) {
        final boolean[] all = new boolean[plane.length];
        Arrays.fill(all, true);
        return all;
    }

    private double misfit(final float[] plane, final double noise, final BlurShape shape) {
        return ImageSpectrum.of(plane, all(plane), SIDE, SIDE, noise)
                .orElseThrow()
                .misfit(expected.of(kernel(shape).values()));
    }

    @Test
    void sizesOfDiscsAndLinesAreSeen() {
        for (final double size : new double[] {1.8, 2.2, 2.8}) {
            final float[] disc = image(kernel(new Disc(size)));
            assertEquals(
                    size,
                    DoubleStream.iterate(1.4, r -> r < 3.3, r -> r + 0.2)
                            .boxed()
                            .min(Comparator.comparingDouble(r -> misfit(disc, NOISE, new Disc(r))))
                            .orElseThrow(),
                    0.25);
            final float[] line = image(kernel(new MotionLine(3 * size, 1, 0.6)));
            assertEquals(
                    3 * size,
                    DoubleStream.iterate(3, l -> l < 10, l -> l + 0.5)
                            .boxed()
                            .min(Comparator.comparingDouble(l -> misfit(line, NOISE, new MotionLine(l, 1, 0.6))))
                            .orElseThrow(),
                    0.75);
        }
    }

    @Test
    void brightnessAndContrastDoNotMatter() {
        final float[] plane = image(kernel(new Disc(2))), other = plane.clone();
        for (int i = 0; i < other.length; i++) other[i] = 0.2f + 3 * other[i];
        assertEquals(misfit(plane, NOISE, new Disc(2.5)), misfit(other, 3 * NOISE, new Disc(2.5)), 1e-4);
    }

    @Test
    void windowsWithGapsDoNotCount() {
        final float[] disc = image(kernel(new Disc(2))), panel = disc.clone();
        final boolean[] known = all(disc);
        for (int y = 0; y < SIDE; y++)
            for (int x = 100; x < SIDE; x++) {
                panel[y * SIDE + x] = (x / 5 + y / 3) % 2;
                known[y * SIDE + x] = false;
            }
        final float[] expectedOf = expected.of(kernel(new Disc(2)).values());
        final double without =
                ImageSpectrum.of(disc, known, SIDE, SIDE, NOISE).orElseThrow().misfit(expectedOf);
        assertEquals(
                without,
                ImageSpectrum.of(panel, known, SIDE, SIDE, NOISE).orElseThrow().misfit(expectedOf));
        assertTrue(ImageSpectrum.of(disc, new boolean[disc.length], SIDE, SIDE, NOISE)
                .isEmpty());
    }

    @Test
    void whatIsTooSmallOrConstantShowsNothing() {
        assertTrue(ImageSpectrum.of(new float[63 * 100], all(new float[63 * 100]), 63, 100, NOISE)
                .isEmpty());
        assertTrue(ImageSpectrum.of(new float[100 * 100], all(new float[100 * 100]), 100, 100, NOISE)
                .isEmpty());
    }
}
