package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.shape.MotionLine;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

class VariationalFkpTest {

    private static final int WIDTH = 9, HEIGHT = 7;

    /** q(k) by sums over shifted windows equals the mean square of y − A_k x itself. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theQuadraticFormIsTheResidual(final int scale) {
        final int size = BlurKernel.sizeFor(scale);
        final Polyphase patch = new Polyphase(scale, size, WIDTH, HEIGHT);
        final float[] x = random(patch.length(), 5), y = patch.low(random(WIDTH * HEIGHT, 6)), ax = new float[y.length];
        final KernelQuadratic quadratic = new KernelQuadratic(patch);
        quadratic.addCorrelations(x, 1);
        quadratic.addData(x, y);
        final double[]
                kernel = new Random(7).doubles(size * size).map(v -> v / 50).toArray(),
                gradient = new double[size * size];
        final double value = quadratic.value(kernel, gradient);
        new BlurSampling(patch, kernel).apply(x, ax);
        double expected = 0;
        for (int i = 0; i < y.length; i++) expected += (y[i] - ax[i]) * (y[i] - ax[i]);
        assertEquals(expected, value, 1e-4 * expected);
        for (int i = 0; i < kernel.length; i += 17) {
            final double[] moved = kernel.clone();
            moved[i] += 1e-3;
            final double above = quadratic.value(moved, new double[kernel.length]);
            moved[i] -= 2e-3;
            assertEquals(
                    (above - quadratic.value(moved, new double[kernel.length])) / 2e-3,
                    gradient[i],
                    1e-4 * Math.abs(gradient[i]) + 1e-4);
        }
    }

    /** A scene of edges blurred by a known kernel: it must be found, on both grids, and with noise (in grey levels of 255). */
    @ParameterizedTest
    @CsvSource({
        "1, CENTRED, 0",
        "1, PAPER, 1",
        "1, CENTRED, 3",
        "2, CENTRED, 0",
        "2, PAPER, 0",
        "3, CENTRED, 0",
        "4, CENTRED, 0",
        "2, CENTRED, 3",
        "3, CENTRED, 3",
        "4, CENTRED, 3",
        "2, CENTRED, 10",
        "3, CENTRED, 10",
        "4, CENTRED, 10"
    })
    void findsAKnownKernel(final int scale, final Grid grid, final double noise) {
        final BlurKernel truth = new AnisotropicGaussian(0.9 * scale, 0.4 * scale, 0.6).kernel(scale);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(truth, scale, grid).apply(scene(64 * scale), Progress.NONE);
        final Random random = new Random(12);
        low.forEach(v -> v.set((float) (v.get() + noise / 255 * random.nextGaussian())));
        final Estimate estimate = new VariationalFkp()
                .estimate(
                        Views.zeroMin(Views.interval(low, new long[] {4, 4, 0}, new long[] {59, 59, 0})),
                        new EstimationProblem(
                                scale, KernelPriors.builtIn(scale), grid, noise / 255, 0, 1, DeviceChoice.CPU),
                        Progress.NONE);
        final double psnr = ImageQuality.kernelPsnr(estimate.kernel(), truth);
        assertTrue(psnr > 45, psnr + " dB");
        final KernelFigures found = KernelFigures.of(estimate.kernel()), wanted = KernelFigures.of(truth);
        final double part = noise < 5 && scale > 1 ? 0.15 : 0.25;
        assertEquals(wanted.fwhmMajor(), found.fwhmMajor(), part * wanted.fwhmMajor());
        assertEquals(wanted.fwhmMinor(), found.fwhmMinor(), part * wanted.fwhmMinor());
        if (noise < 5) assertEquals(0, (found.angle() - wanted.angle() + 270) % 180 - 90, 20);
    }

    /** A line of movement, in a prior of many shapes. */
    @Test
    void findsAKernelThatIsNoGaussian() {
        final int wide = 31;
        final BlurKernel truth = KernelCentre.centred(
                new MotionLine(6, 0.6, 0.6).sampled(wide, wide / 2, wide / 2), 2, BlurKernel.sizeFor(2));
        final Estimate estimate = new VariationalFkp()
                .estimate(
                        new Degradation(truth, 2, Grid.CENTRED).apply(scene(160), Progress.NONE),
                        new EstimationProblem(2, KernelPriors.general(2), Grid.CENTRED, 0, 0, 1, DeviceChoice.CPU),
                        Progress.NONE);
        final double psnr = ImageQuality.kernelPsnr(estimate.kernel(), truth);
        assertTrue(psnr > 45, psnr + " dB");
    }

    @Test
    void aGoodSceneSaysHowSureItIsAndDoesNotWarn() {
        final BlurKernel truth = new AnisotropicGaussian(2, 1, 0.6).kernel(2);
        final Estimate estimate = estimate(new Degradation(truth, 2, Grid.CENTRED).apply(scene(160), Progress.NONE), 0);
        assertTrue(estimate.warning().isEmpty(), () -> estimate.warning().get());
        final KernelSpread spread = estimate.spread().orElseThrow();
        final KernelFigures found = KernelFigures.of(estimate.kernel()), wanted = KernelFigures.of(truth);
        assertEquals(wanted.fwhmMajor(), found.fwhmMajor(), 3 * spread.fwhmMajor());
        assertEquals(wanted.fwhmMinor(), found.fwhmMinor(), 3 * spread.fwhmMinor());
        assertTrue(spread.fwhmMajor() < 0.5 * found.fwhmMajor(), "± " + spread.fwhmMajor());
    }

    /** Noise alone, of the standard deviation that is given. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 3, 10})
    void aFlatImageWarns(final double noise) {
        final Random random = new Random(4);
        final ArrayImg<FloatType, FloatArray> flat = ArrayImgs.floats(60, 50, 1);
        flat.forEach(v -> v.set((float) (Math.rint(100 + noise * random.nextGaussian()) / 255)));
        assertTrue(estimate(flat, noise / 255).warning().orElse("").contains("flat or noisy"));
    }

    private static Estimate estimate(final ArrayImg<FloatType, FloatArray> low, final double noise) {
        return new VariationalFkp()
                .estimate(
                        low,
                        new EstimationProblem(2, KernelPriors.builtIn(2), Grid.CENTRED, noise, 0, 1, DeviceChoice.CPU),
                        Progress.NONE);
    }

    @Test
    void theSameSeedGivesTheSameKernel() {
        final ArrayImg<FloatType, FloatArray> low = new Degradation(
                        new AnisotropicGaussian(2, 1, 0.3).kernel(2), 2, Grid.CENTRED)
                .apply(scene(80), Progress.NONE);
        final EstimationProblem problem =
                new EstimationProblem(2, KernelPriors.builtIn(2), Grid.CENTRED, 0, 6, 4, DeviceChoice.CPU);
        assertEquals(
                new VariationalFkp().estimate(low, problem, Progress.NONE).kernel(),
                new VariationalFkp().estimate(low, problem, Progress.NONE).kernel());
    }

    /** Discs and bars of random grey levels. */
    private static ArrayImg<FloatType, FloatArray> scene(final int size) {
        final ArrayImg<FloatType, FloatArray> scene = ArrayImgs.floats(size, size, 1);
        final Random random = new Random(11);
        scene.forEach(v -> v.set(0.5f));
        for (int shape = 0; shape < 60; shape++) {
            final int cx = random.nextInt(size),
                    cy = random.nextInt(size),
                    a = 2 + random.nextInt(size / 6),
                    b = 2 + random.nextInt(size / 6);
            final float level = random.nextFloat();
            final boolean disc = random.nextBoolean();
            for (int y = Math.max(0, cy - b); y < Math.min(size, cy + b); y++)
                for (int x = Math.max(0, cx - a); x < Math.min(size, cx + a); x++)
                    if (!disc || (x - cx) * (x - cx) * b * b + (y - cy) * (y - cy) * a * a < a * a * b * b)
                        scene.getAt(x, y, 0).set(level);
        }
        return scene;
    }

    private static float[] random(final int count, final long seed) {
        final Random random = new Random(seed);
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = random.nextFloat() - 0.5f;
        return values;
    }
}
