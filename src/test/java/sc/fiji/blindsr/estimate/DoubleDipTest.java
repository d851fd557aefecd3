package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.evidence.Residual;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.network.KernelMlp;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/** Double-DIP, its kernel network, and DIP-Softmax. */
class DoubleDipTest {

    @ParameterizedTest
    @EnumSource(Grid.class)
    void kernelsHaveTheirSizeSumAndPlaceAndRepeat(final Grid grid) {
        final Estimate first = estimate(new DoubleDip(), grid, 4, 5, Progress.NONE),
                again = estimate(new DoubleDip(), grid, 4, 5, Progress.NONE);
        assertEquals(11, first.kernel().width());
        assertTrue(first.image().isPresent());
        final KernelFigures figures = KernelFigures.of(first.kernel());
        assertEquals(1, figures.sum(), 1e-6);
        // Still nearly the same everywhere: what moving it pushes out of the array is missing on that side.
        assertEquals(4.5, figures.centreX(), 0.3);
        assertEquals(4.5, figures.centreY(), 0.3);
        assertEquals(first.kernel(), again.kernel());
        assertNotEquals(
                first.kernel(),
                estimate(new DoubleDip(), grid, 4, 6, Progress.NONE).kernel());
    }

    @Test
    void cancellingEndsTheSearchWithinAnIteration() {
        final int[] updates = {0};
        assertThrows(
                CancellationException.class,
                () -> estimate(new DoubleDip(), Grid.CENTRED, 100, 1, (stage, done, total) -> {
                    assertTrue(stage.startsWith("Double-DIP: loss ") && stage.endsWith(" HR pixels"), stage);
                    if (++updates[0] == 3) throw new CancellationException();
                }));
        assertEquals(3, updates[0]);
    }

    /** 200 → 1000 → 121, and what it gives needs no more than a softmax. */
    @Test
    void theKernelNetworkHasItsSize() {
        try (NDManager manager = TorchEngine.get().newBaseManager()) {
            final KernelMlp network = new KernelMlp(manager, 1, 121);
            assertEquals(
                    200 * 1000 + 1000 + 1000 * 121 + 121,
                    network.parameters().stream().mapToLong(NDArray::size).sum());
            assertEquals(121, network.logits(manager).size());
        }
    }

    /** Free numbers start as a kernel that is the same everywhere, and rest at first. */
    @Test
    void theSoftmaxRestsAtFirst() {
        final double[] values = new double[121];
        Arrays.fill(values, 1 / 121.0);
        final double[] uniform = Recentring.of(
                        new Estimate(BlurKernel.square(values), Optional.empty(), "CPU"), 2, Grid.PAPER)
                .kernel()
                .values();
        final BlurKernel rested =
                estimate(new DipSoftmax(), Grid.PAPER, 76, 1, Progress.NONE).kernel();
        assertArrayEquals(uniform, rested.values(), 1e-6);
        assertNotEquals(
                rested,
                estimate(new DipSoftmax(), Grid.PAPER, 80, 1, Progress.NONE).kernel());
    }

    /**
     * An image with a kernel that lies anywhere fits what was observed; it must still do so when both are in their place.
     */
    @ParameterizedTest
    @EnumSource(Grid.class)
    void recentringChangesNothingInTheImageFormation(final Grid grid) {
        final ArrayImg<FloatType, FloatArray> high = image(80, 72);
        final BlurKernel off = new AnisotropicGaussian(1.5, 1, 0.5).sampled(11, 5.4, 3.8);
        final ArrayImg<FloatType, FloatArray> low = new Degradation(off, 2, grid).apply(high, Progress.NONE);
        final Estimate centred = Recentring.of(new Estimate(off, Optional.of(high), "CPU"), 2, grid);
        assertEquals(4.5, KernelFigures.of(centred.kernel()).centreX(), 0.02);
        assertEquals(4.5, KernelFigures.of(centred.kernel()).centreY(), 0.02);
        final double before =
                Residual.of(low, high, centred.kernel(), 2, grid, Progress.NONE).rms();
        final double after = Residual.of(low, centred.image().orElseThrow(), centred.kernel(), 2, grid, Progress.NONE)
                .rms();
        assertTrue(after < 1e-3 && before > 10 * after, before + " → " + after);
        // What is in its place stays there.
        assertEquals(centred.kernel(), Recentring.of(centred, 2, grid).kernel());
    }

    private static Estimate estimate(
            final KernelEstimator estimator,
            final Grid grid,
            final int iterations,
            final long seed,
            final Progress progress) {
        return estimator.estimate(
                image(20, 18),
                new EstimationProblem(2, KernelPriors.builtIn(2), grid, 0, iterations, seed, DeviceChoice.CPU),
                progress);
    }

    private static ArrayImg<FloatType, FloatArray> image(final int width, final int height) {
        final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(width, height, 1);
        int i = 0;
        for (final FloatType v : image) {
            v.set((float) (0.5 + 0.2 * Math.sin(i % width / 4.0) * Math.cos(i / width / 5.0)));
            i++;
        }
        return image;
    }
}
