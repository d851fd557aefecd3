package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.progress.Progress;

class RichardsonLucyTest {

    private static final AnisotropicGaussian BLUR = new AnisotropicGaussian(3, 1.5, 0.6);

    /** Points and a disc on dark ground: what a microscope sees. */
    private static ArrayImg<FloatType, FloatArray> scene(final int size) {
        final ArrayImg<FloatType, FloatArray> scene = ArrayImgs.floats(size, size, 1);
        final Random random = new Random(3);
        for (int i = 0; i < size / 3; i++)
            scene.getAt(random.nextInt(size), random.nextInt(size), 0).set(1);
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                if (Math.hypot(x - size / 2.0, y - size / 3.0) < size / 6.0)
                    scene.getAt(x, y, 0).set(0.6f);
        return scene;
    }

    private static RandomAccessibleInterval<FloatType> low(
            final RandomAccessibleInterval<FloatType> scene, final int scale, final double noise) {
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(BLUR.kernel(scale), scale, Grid.CENTRED).apply(scene, Progress.NONE);
        final Random random = new Random(7);
        low.forEach(v -> v.set((float) (v.get() + noise * random.nextGaussian())));
        return low;
    }

    private static RestorationProblem problem(
            final int scale, final double noise, final int steps, final double smoothness) {
        return new RestorationProblem(
                BLUR.kernel(scale), scale, Grid.CENTRED, noise, steps, smoothness, DeviceChoice.CPU);
    }

    private static float[] restored(final RandomAccessibleInterval<FloatType> low, final RestorationProblem problem) {
        return Pixels.floats(new RichardsonLucy().prepare(problem).restore(low, Progress.NONE));
    }

    private static float[] restored(
            final RandomAccessibleInterval<FloatType> low, final int scale, final double noise, final int steps) {
        return restored(low, problem(scale, noise, steps, 0));
    }

    private static double mean(final float[] values) {
        double mean = 0;
        for (final float v : values) mean += v / values.length;
        return mean;
    }

    /** No step makes the image less likely, accelerated as they are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void likelihoodNeverFalls(final int scale) {
        final float[] values = Pixels.floats(low(scene(24 * scale), scale, 0));
        for (int i = 0; i < values.length; i++) values[i] = Math.max(0, values[i]) + 0.01f;
        final BlurKernel kernel = BLUR.kernel(scale);
        final Polyphase patch = new Polyphase(scale, kernel.width(), 24, 24);
        final LucyIteration iteration = new LucyIteration(
                patch,
                new BlurSampling(patch, Grid.CENTRED.correlated(kernel.values())),
                values,
                ones(values.length),
                mean(values),
                0);
        double before = iteration.logLikelihood();
        for (int step = 0; step < 60; step++) {
            iteration.step();
            assertTrue(iteration.logLikelihood() >= before - 1e-4, "step " + step);
            before = iteration.logLikelihood();
        }
    }

    /**
     * Measured kernels have flanks of noise, some of it negative; where hardly anything of the image is seen, a sum of such
     * weights may be next to nothing.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3})
    void negativeFlanksOfAKernelDoNoHarm(final double share) {
        final int scale = 2;
        final double noise = 3 / 255.0;
        final float[] truth = Pixels.floats(scene(96 * scale));
        final RandomAccessibleInterval<FloatType> low = low(scene(96 * scale), scale, noise);
        final BlurKernel exact = BLUR.kernel(scale, 29);
        final double[] values = exact.values();
        final double peak = Arrays.stream(values).max().orElseThrow();
        final Random random = new Random(5);
        for (int i = 0; i < values.length; i++) values[i] += share * peak * random.nextGaussian();
        final float[] best = restored(low, withKernel(exact, scale, noise)),
                measured = restored(low, withKernel(new BlurKernel(29, 29, values).normalised(), scale, noise));
        assertEquals(1, error(measured, truth) / error(best, truth), 0.1);
        for (final float v : measured) assertTrue(v > -0.2 && v < 2, v + " in a result that should be from 0 to 1");
    }

    private static RestorationProblem withKernel(final BlurKernel kernel, final int scale, final double noise) {
        return new RestorationProblem(kernel, scale, Grid.CENTRED, noise, 0, 0, DeviceChoice.CPU);
    }

    /** In the middle of an image, and before steps are accelerated: x · Aᵀ(y / A x), with plain loops. */
    @Test
    void firstStepsAreTheTextbooks() {
        final int n = 40, k = 7, r = k / 2;
        final BlurKernel kernel = BLUR.kernel(1, k);
        final double[] weights = Grid.CENTRED.correlated(kernel.values());
        final float[] values = Pixels.floats(scene(n));
        for (int i = 0; i < values.length; i++) values[i] += 0.05f;
        final Polyphase patch = new Polyphase(1, k, n, n);
        final LucyIteration iteration = new LucyIteration(
                patch, new BlurSampling(patch, weights), values, ones(values.length), mean(values), 0);
        final int steps = 2;
        for (int i = 0; i < steps; i++) iteration.step();
        final float[] result = new float[n * n];
        patch.copyMiddle(iteration.image(), result, 0);

        double[] x = new double[n * n];
        Arrays.fill(x, mean(values));
        for (int step = 0; step < steps; step++) {
            final double[] ratio = new double[n * n], next = new double[n * n];
            for (int v = r; v < n - r; v++)
                for (int u = r; u < n - r; u++) {
                    double sum = 0;
                    for (int j = 0; j < k; j++)
                        for (int i = 0; i < k; i++) sum += weights[j * k + i] * x[(v + j - r) * n + u + i - r];
                    ratio[v * n + u] = values[v * n + u] / sum;
                }
            for (int v = r; v < n - r; v++)
                for (int u = r; u < n - r; u++) {
                    double sum = 0;
                    for (int j = 0; j < k; j++)
                        for (int i = 0; i < k; i++) sum += weights[j * k + i] * ratio[(v - j + r) * n + u - i + r];
                    next[v * n + u] = x[v * n + u] * sum;
                }
            x = next;
        }
        final int rim = 4 * r;
        for (int v = rim; v < n - rim; v++)
            for (int u = rim; u < n - rim; u++)
                assertEquals(x[v * n + u], result[v * n + u], 1e-4, "at " + u + ", " + v);
    }

    /** Light is neither lost nor made: the sum over the result, over s², is that over the image. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void fluxStays(final int scale) {
        final RandomAccessibleInterval<FloatType> low = low(scene(24 * scale), scale, 0.01);
        double before = 0, after = 0;
        for (final float v : Pixels.floats(low)) before += v;
        for (final float v : restored(low, scale, 0.01, 30)) after += v / scale / scale;
        assertEquals(1, after / before, 0.02); // light beyond the edges is part of the model
    }

    /** The residual decides; a number fixes it. */
    @Test
    void stopsWhenTheResidualIsNoise() {
        final double noise = 0.02;
        final RandomAccessibleInterval<FloatType> scene = scene(64), low = low(scene, 2, noise);
        final Restoration solution = new RichardsonLucy().prepare(problem(2, noise, 0, 0));
        final float[] stopped = Pixels.floats(solution.restore(low, Progress.NONE)), truth = Pixels.floats(scene);
        final int steps = solution.steps().orElseThrow();
        assertTrue(steps > 1 && steps < 200, steps + " steps");
        assertArrayEquals(stopped, restored(low, 2, noise, steps));
        // nearer to the truth than interpolation, and than many more steps
        final double error = error(stopped, truth);
        final float[] cubic = Pixels.floats(
                new CubicSplineRestorer().prepare(problem(2, noise, 0, 0)).restore(low, Progress.NONE));
        assertTrue(error < error(cubic, truth), error + " beside " + error(cubic, truth));
        assertTrue(error < error(restored(low, 2, noise, 400), truth));
    }

    /** An empty channel or image before does not decide for those that show something. */
    @Test
    void whatIsEmptyDoesNotDecide() {
        final double noise = 0.02;
        final RandomAccessibleInterval<FloatType> low = low(scene(64), 2, noise),
                empty = low(ArrayImgs.floats(64, 64, 1), 2, noise);
        final Restoration alone = new RichardsonLucy().prepare(problem(2, noise, 0, 0));
        alone.restore(low, Progress.NONE);
        final int steps = alone.steps().orElseThrow();
        assertTrue(steps > 1, steps + " steps");
        final Restoration channels = new RichardsonLucy().prepare(problem(2, noise, 0, 0));
        channels.restore(Views.concatenate(2, empty, low), Progress.NONE);
        assertEquals(steps, channels.steps().orElseThrow());
        final Restoration series = new RichardsonLucy().prepare(problem(2, noise, 0, 0));
        series.restore(empty, Progress.NONE);
        series.restore(low, Progress.NONE);
        assertEquals(steps, series.steps().orElseThrow());
    }

    /** In the dark as in the light: all begin at one level, and edges are what they are for the whole. */
    @Test
    void tilesAreSmoothedAsTheWholeIs() {
        final ArrayImg<FloatType, FloatArray> scene = ArrayImgs.floats(420, 40, 1);
        for (int y = 0; y < 40; y++)
            for (int x = 0; x < 420; x++) scene.getAt(x, y, 0).set((x < 210 ? 0.06f : 1) * ((x / 6 + y / 6) % 2));
        final RandomAccessibleInterval<FloatType> low = low(scene, 1, 0.002);
        final Restoration restoration = new RichardsonLucy().prepare(problem(1, 0.002, 10, 0.02));
        assertArrayEquals(
                Pixels.floats(restoration.restore(low, Progress.NONE)),
                Pixels.floats(new Tiles(restoration, restoration.memory(220, 40, 1)).restore(low, 1, Progress.NONE)),
                1e-3f);
    }

    /** The first of the tiles shows nothing. */
    @Test
    void anEmptyCornerDoesNotDecideForTheTiles() {
        final double noise = 0.01;
        final ArrayImg<FloatType, FloatArray> scene = ArrayImgs.floats(640, 80, 1);
        for (int y = 0; y < 80; y++)
            for (int x = 560; x < 640; x++) scene.getAt(x, y, 0).set((x / 6 + y / 6) % 2);
        final RandomAccessibleInterval<FloatType> low = low(scene, 1, noise);
        final Restoration tiled = new RichardsonLucy().prepare(problem(1, noise, 0, 0));
        tiled.prepareTiles(low, Restoration.equalWeights(low), Progress.NONE);
        assertTrue(tiled.steps().orElseThrow() > 3, tiled.steps() + " steps");
        final Restoration series = new RichardsonLucy().prepare(problem(1, noise, 0, 0));
        final RandomAccessibleInterval<FloatType> empty = low(ArrayImgs.floats(640, 80, 1), 1, noise);
        series.prepareTiles(empty, Restoration.equalWeights(empty), Progress.NONE);
        series.restoreTile(empty, Restoration.equalWeights(empty), Progress.NONE);
        series.prepareTiles(low, Restoration.equalWeights(low), Progress.NONE);
        assertEquals(tiled.steps(), series.steps(), "an empty plane before");
    }

    /** Where the noise is said to be less than rounding makes it, pixels with much more still say less. */
    @Test
    void theStopCountsEachPixelsNoise() {
        final double noise = 1e-4;
        final RandomAccessibleInterval<FloatType> low = low(scene(64), 2, 0.02);
        final float[] weights = new float[32 * 32];
        Arrays.fill(weights, (float) Math.pow(noise / 0.02, 2));
        final Restoration solution = new RichardsonLucy().prepare(problem(2, noise, 0, 0));
        solution.restore(low, ArrayImgs.floats(weights, 32, 32, 1), Progress.NONE);
        final Restoration even = new RichardsonLucy().prepare(problem(2, 0.02, 0, 0));
        even.restore(low, Progress.NONE);
        // Light is counted from another level.
        assertEquals(
                even.steps().orElseThrow(),
                solution.steps().orElseThrow(),
                0.5 * even.steps().orElseThrow());
    }

    /** Total variation takes the noise out of flat ground. */
    @Test
    void smoothnessSmooths() {
        final RandomAccessibleInterval<FloatType> low = low(scene(64), 2, 0.03);
        final float[] plain = restored(low, 2, 0.03, 40), smooth = restored(low, problem(2, 0.03, 40, 0.01));
        assertTrue(error(smooth, Pixels.floats(scene(64))) < error(plain, Pixels.floats(scene(64))));
    }

    /** At every scale factor; too much of it would not converge. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void smoothnessConverges(final int scale) {
        final float[] truth = Pixels.floats(scene(96));
        final RandomAccessibleInterval<FloatType> low = low(scene(96), scale, 0.02);
        final float[] plain = restored(low, problem(scale, 0.02, 60, 0)),
                smooth = restored(low, problem(scale, 0.02, 60, 0.02));
        assertTrue(error(smooth, truth) < error(plain, truth), error(smooth, truth) + ", " + error(plain, truth));
        for (final float level : smooth) assertTrue(level < 1.5, "level " + level);
    }

    /** A part of an image restored alone is the same away from its edges: nothing wraps around. */
    @Test
    void edgesAreExact() {
        final RandomAccessibleInterval<FloatType> low = low(scene(96), 2, 0);
        final int from = 8, size = 32;
        final float[] whole = restored(low, 2, 0.01, 20),
                part =
                        restored(
                                net.imglib2.view.Views.zeroMin(net.imglib2.view.Views.interval(
                                        low, new long[] {from, from, 0}, new long[] {from + size - 1, from + size - 1, 0
                                        })),
                                2,
                                0.01,
                                20);
        double error = 0;
        int n = 0;
        for (int y = 8; y < 2 * size - 8; y++)
            for (int x = 8; x < 2 * size - 8; x++, n++)
                error += Math.pow(part[y * 2 * size + x] - whole[(y + 2 * from) * 96 + x + 2 * from], 2);
        assertTrue(Math.sqrt(error / n) < 0.01, "difference " + Math.sqrt(error / n));
    }

    private static float[] ones(final int count) {
        final float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** What pixels without weight say does not matter, and little is lost with them. */
    @Test
    void maskedPixelsHaveNoPart() {
        final RandomAccessibleInterval<FloatType> low = low(scene(64), 2, 0.01), hot = low(scene(64), 2, 0.01);
        final ArrayImg<FloatType, FloatArray> weights = ArrayImgs.floats(ones(32 * 32), 32, 32, 1);
        for (final int[] at : new int[][] {{5, 9}, {20, 20}}) {
            weights.getAt(at[0], at[1], 0).set(0);
            hot.getAt(at[0], at[1], 0).set(50);
        }
        final Restoration restoration = new RichardsonLucy().prepare(problem(2, 0.01, 30, 0));
        final float[] one = Pixels.floats(restoration.restore(low, weights, Progress.NONE)),
                other = Pixels.floats(restoration.restore(hot, weights, Progress.NONE));
        final float[] truth = Pixels.floats(scene(64));
        assertArrayEquals(one, other, 0.05f);
        assertTrue(error(other, truth) < 1.1 * error(restored(low, 2, 0.01, 30), truth));
    }

    private static double error(final float[] image, final float[] truth) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) sum += (image[i] - truth[i]) * (image[i] - truth[i]);
        return Math.sqrt(sum / image.length);
    }

    /** The level that is called 0 may be above what is darkest: a small thing before bright ground. */
    @Test
    void whatIsDarkerThanLevelZeroStays() {
        final ArrayImg<FloatType, FloatArray> scene = ArrayImgs.floats(96, 96, 1);
        for (int y = 0; y < 96; y++)
            for (int x = 0; x < 96; x++) scene.getAt(x, y, 0).set(Math.hypot(x - 48, y - 48) < 12 ? -1 : 0.2f);
        final float[] restored = restored(low(scene, 2, 0.01), 2, 0.01, 30);
        assertEquals(-1, restored[48 * 96 + 48], 0.1);
    }
}
