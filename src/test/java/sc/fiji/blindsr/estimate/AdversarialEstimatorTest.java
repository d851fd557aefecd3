package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/** The KernelGANs as estimators, for a few iterations. */
class AdversarialEstimatorTest {

    /** Large enough for crops to be cut out (400 pixels) and small enough for them to stay in their place (80). */
    @ParameterizedTest
    @CsvSource({
        "KernelGAN-FKP, 2, 80, 3",
        "KernelGAN-FKP, 2, 400, 1",
        "KernelGAN-FKP, 3, 100, 1",
        "KernelGAN-FKP, 4, 70, 1",
        "KernelGAN, 2, 80, 1",
        "KernelGAN, 4, 70, 3"
    })
    void kernelsHaveTheirSizeSumAndPlaceAndRepeat(
            final String name, final int scale, final int width, final int channels) {
        final ArrayImg<FloatType, FloatArray> image = image(width, 97, channels);
        final BlurKernel kernel = estimate(name, image, scale, Grid.CENTRED, 2, 3, Progress.NONE);
        final KernelFigures figures = KernelFigures.of(kernel);
        final int size = scale == 4 ? 21 : BlurKernel.sizeFor(scale); // the analytic kernel's
        assertEquals(size, kernel.width());
        assertEquals(size, kernel.height());
        assertEquals(1, figures.sum(), 1e-9);
        assertEquals((size - scale) / 2.0, figures.centreX(), 0.3);
        assertEquals((size - scale) / 2.0, figures.centreY(), 0.3);
        assertEquals(kernel, estimate(name, image, scale, Grid.CENTRED, 2, 3, Progress.NONE));
        assertNotEquals(kernel, estimate(name, image, scale, Grid.CENTRED, 2, 4, Progress.NONE));
    }

    /** What the generator does is the same on both grids: the kernel of one is that of the other, turned. */
    @Test
    void theGridsDifferByAHalfTurn() {
        final ArrayImg<FloatType, FloatArray> image = image(80, 72, 1);
        final double[] centred = estimate("KernelGAN", image, 2, Grid.CENTRED, 3, 1, Progress.NONE)
                .turned()
                .values();
        final double[] paper =
                estimate("KernelGAN", image, 2, Grid.PAPER, 3, 1, Progress.NONE).values();
        // Turning takes the centre from 4.5 to 5.5, so that they are one pixel apart; each has lost another edge.
        final double[] first = inside(paper, 0), second = inside(centred, 1);
        for (int i = 0; i < first.length; i++) assertEquals(first[i], second[i], 1e-5);
        assertNotEquals(
                estimate("KernelGAN-FKP", image, 2, Grid.CENTRED, 2, 1, Progress.NONE),
                estimate("KernelGAN-FKP", image, 2, Grid.PAPER, 2, 1, Progress.NONE));
    }

    /** 8×8 values from (1, 1), and so many pixels further on, over their sum. */
    private static double[] inside(final double[] kernel, final int further) {
        final double[] inside = new double[64];
        for (int i = 0; i < inside.length; i++) inside[i] = kernel[(i / 8 + 1 + further) * 11 + i % 8 + 1 + further];
        final double sum = Arrays.stream(inside).sum();
        return Arrays.stream(inside).map(v -> v / sum).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KernelGAN-FKP", "KernelGAN"})
    void cancellingEndsTheSearchWithinAnIteration(final String name) {
        final Set<Integer> seen = new TreeSet<>();
        assertThrows(
                CancellationException.class,
                () -> estimate(name, image(64, 64, 1), 2, Grid.CENTRED, 100, 1, (stage, done, total) -> {
                    if (!stage.startsWith(name)) return; // PyTorch's process starts
                    assertTrue(stage.matches(name + ": FWHM \\d+\\.\\d × \\d+\\.\\d HR pixels"), stage);
                    assertEquals(100, total);
                    seen.add(done);
                    if (seen.size() == 3) throw new CancellationException();
                }));
        assertEquals(Set.of(0, 1, 2), seen);
    }

    @Test
    void whatDoesNotExistIsRefused() {
        refused(
                "KernelGAN",
                100,
                3,
                "scale: 3 was given, but KernelGAN exists for 2 and 4; for 3 there are Amortized FKP, DIP-FKP, "
                        + "Variational FKP, KernelGAN-FKP and Double-DIP.");
        for (final String name : List.of("KernelGAN", "KernelGAN-FKP"))
            refused(
                    name,
                    100,
                    1,
                    "scale: 1 was given, but " + name
                            + " compares the image with itself on a coarser grid, and there is"
                            + " none; for 1 there are Amortized FKP, Variational FKP, DIP-FKP and Double-DIP.");
        refused(
                "KernelGAN-FKP",
                63,
                2,
                "input: the image has 63×80 pixels; KernelGAN-FKP needs at least 64×64 at scale " + "factor 2.");
    }

    private static void refused(final String name, final int width, final int scale, final String message) {
        final ArrayImg<FloatType, FloatArray> image = image(width, width == 63 ? 80 : width, 1);
        assertEquals(
                message,
                assertThrows(UserError.class, () -> estimate(name, image, scale, Grid.CENTRED, 1, 1, Progress.NONE))
                        .getMessage());
    }

    private static BlurKernel estimate(
            final String name,
            final ArrayImg<FloatType, FloatArray> image,
            final int scale,
            final Grid grid,
            final int iterations,
            final long seed,
            final Progress progress) {
        final KernelEstimator estimator = Estimators.named(name).orElseThrow();
        final EstimationProblem problem = new EstimationProblem(
                scale, KernelPriors.builtIn(estimator.priorScale(scale)), grid, 0, iterations, seed, DeviceChoice.CPU);
        return estimator.estimate(image, problem, progress).kernel();
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
