package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

class DipFkpTest {

    /** The whole loop, from the kernel's latent vector to the image's average: an iteration makes some 40 MB of arrays. */
    @Test
    void nativeMemoryIsFlatOver200Iterations() {
        assumeTrue(NativeMemory.isKnown(), "memory in use is asked of glibc 2.33 or later, which is not here");
        final long[] used = new long[251];
        estimate(image(20, 18, 1), Grid.CENTRED, 251, (stage, done, total) -> used[done] = NativeMemory.used());
        // What lives at the same point of an iteration, averaged. The Java compiler's threads take native memory, too,
        // now and
        // then; a leak takes it all the time.
        final double before = mean(used, 30), between = mean(used, 130), after = mean(used, 230);
        assertTrue(
                Math.min(between - before, after - between) < 10e6,
                "native memory in use has grown from " + before + " over " + between + " to " + after + " bytes");
    }

    private static double mean(final long[] values, final int from) {
        return Arrays.stream(values, from, from + 20).average().orElseThrow();
    }

    /** The kernel has no part in the image's first iterations but by its direction: the grids must differ by the half turn. */
    @Test
    void theGridsDiffer() {
        final ArrayImg<FloatType, FloatArray> image = image(20, 18, 3);
        final Estimate centred = estimate(image, Grid.CENTRED, 90, Progress.NONE),
                paper = estimate(image, Grid.PAPER, 90, Progress.NONE);
        assertNotEquals(centred.kernel(), paper.kernel());
        // In both, the array is kept where the grid wants it.
        for (final Estimate estimate : new Estimate[] {centred, paper}) {
            final KernelFigures figures = KernelFigures.of(estimate.kernel());
            assertEquals(4.5, figures.centreX(), 0.3);
            assertEquals(4.5, figures.centreY(), 0.3);
            assertEquals(1, figures.sum(), 1e-9);
        }
    }

    /** Levels outside [0,1] are no harm to a network that makes images within: they come back. */
    @Test
    void levelsOutsideTheUnitIntervalAreReached() {
        final ArrayImg<FloatType, FloatArray> image = image(20, 18, 1);
        image.forEach(v -> v.set(-2 + 8 * v.get()));
        float most = 0;
        for (final FloatType v :
                estimate(image, Grid.CENTRED, 120, Progress.NONE).image().orElseThrow()) most = Math.max(most, v.get());
        assertTrue(most > 3, "largest level " + most);
    }

    private static Estimate estimate(
            final ArrayImg<FloatType, FloatArray> image,
            final Grid grid,
            final int iterations,
            final Progress progress) {
        return new DipFkp()
                .estimate(
                        image,
                        new EstimationProblem(2, KernelPriors.builtIn(2), grid, 0, iterations, 1, DeviceChoice.CPU),
                        progress);
    }

    private static ArrayImg<FloatType, FloatArray> image(final int width, final int height, final int channels) {
        final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(width, height, channels);
        int i = 0;
        for (final FloatType v : image) {
            final int x = i % width, y = i / width % height;
            v.set((float) (0.5 + 0.2 * Math.sin(x / 2.0) * Math.cos(y / 3.0) + (x > y ? 0.2 : 0)));
            i++;
        }
        return image;
    }
}
