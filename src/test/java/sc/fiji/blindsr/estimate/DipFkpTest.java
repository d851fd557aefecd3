package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

class DipFkpTest {

    /**
     * The whole loop, from the kernel's latent vector to the image's average: an iteration makes some 40 MB of arrays. Java's
     * compiler takes and gives back tens of megabytes of the same memory at its own times, so the loop runs in a Java without
     * one; there it grows by less than 4 kB an iteration.
     */
    @Test
    void nativeMemoryIsFlatOver200Iterations(@TempDir final Path folder) throws Exception {
        assumeTrue(NativeMemory.isKnown(), "memory in use is asked of glibc 2.33 or later, which is not here");
        final ProgramRun run = ProgramRun.run(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DipFkpMemory.class.getName()));
        assertEquals(0, run.status(), run.output());
        final long[] used = run.output()
                .lines()
                .filter(line -> line.startsWith(DipFkpMemory.LINE))
                .mapToLong(line -> Long.parseLong(line.substring(DipFkpMemory.LINE.length())))
                .toArray();
        assertEquals(DipFkpMemory.ITERATIONS, used.length, run.output());
        // What lives at the same point of an iteration, averaged; all that is made once is made before the hundredth.
        final double before = mean(used, 99), after = mean(used, 299);
        assertTrue(after - before < 5e6, "native memory in use has grown from " + before + " to " + after + " bytes");
        assertTrue(before > 1e7, "native memory in use: " + before + " bytes, less than the network has");
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

    static Estimate estimate(
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

    static ArrayImg<FloatType, FloatArray> image(final int width, final int height, final int channels) {
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
