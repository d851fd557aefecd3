package sc.fiji.blindsr.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;

/** The operators against themselves worked out pixel by pixel. */
class OperatorsTest {

    /** The second size takes several blocks of rows. */
    private static final String SIZES = "2, 9, 7\n3, 9, 7\n4, 9, 7\n2, 300, 40\n3, 50, 45";

    /** A patch of random values. */
    private static float[] random(final Polyphase patch, final long seed) {
        final Random random = new Random(seed);
        final float[] x = new float[patch.length()];
        for (int row = 0; row < patch.rows(); row++)
            for (int column = 0; column < patch.columns(); column++)
                x[patch.index(row, column)] = random.nextFloat() - 0.5f;
        return x;
    }

    private static float[] randomLow(final Polyphase patch, final long seed) {
        final Random random = new Random(seed);
        final float[] values = new float[patch.lowWidth() * patch.lowHeight()];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat() - 0.5f;
        return patch.low(values);
    }

    private static Polyphase patch(final int scale, final int width, final int height) {
        return new Polyphase(scale, BlurKernel.sizeFor(scale), width, height);
    }

    private static double[] kernel(final Polyphase patch) {
        return new Random(1).doubles((long) patch.size() * patch.size()).toArray();
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void samplingIsTheValidCorrelation(final int scale, final int width, final int height) {
        final Polyphase patch = patch(scale, width, height);
        final double[] kernel = kernel(patch);
        final int size = patch.size();
        final float[] x = random(patch, 2), y = new float[patch.lowLength()], expected = new float[patch.lowLength()];
        for (int n = 0; n < height; n++)
            for (int m = 0; m < width; m++) {
                double sum = 0;
                for (int i = 0; i < size; i++)
                    for (int j = 0; j < size; j++)
                        sum += kernel[i * size + j] * x[patch.index(scale * n + i, scale * m + j)];
                expected[patch.lowStart(n) + m] = (float) sum;
            }
        final BlurSampling blur = new BlurSampling(patch, kernel);
        blur.apply(x, y);
        assertArrayEquals(expected, y, 1e-4f);
    }

    /** ⟨Ax, y⟩ = ⟨x, Aᵀy⟩. */
    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void theTransposeIsOne(final int scale, final int width, final int height) {
        final Polyphase patch = patch(scale, width, height);
        final BlurSampling blur = new BlurSampling(patch, kernel(patch));
        final float[] x = random(patch, 3),
                y = randomLow(patch, 4),
                ax = new float[y.length],
                aty = new float[x.length];
        blur.apply(x, ax);
        blur.applyTransposed(y, aty);
        final double expected = Vectors.dot(ax, y);
        assertEquals(expected, Vectors.dot(x, aty), 1e-4 * Math.abs(expected) + 1e-2);
    }

    /** Precisions that tell every difference from every other, and the gradient of their energy pixel by pixel. */
    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void thePriorJoinsNeighbours(final int scale, final int width, final int height) {
        final Polyphase patch = patch(scale, width, height);
        final SparseGradients prior = new SparseGradients(patch);
        final float[] x = random(patch, 5), product = new float[x.length];
        final float[] expected = new float[x.length], expectedDiagonal = new float[x.length];
        prior.update(x, (t, at, count, f) -> {
            for (int i = 0; i < count; i++) t[i] = weight(at + i, f);
        });
        prior.addProduct(x, product);
        final int[][] neighbours = {{1, 0}, {0, 1}, {1, 1}, {-1, 1}};
        for (int row = 0; row < patch.rows(); row++)
            for (int column = 0; column < patch.columns(); column++)
                for (int f = 0; f < 4; f++) {
                    final int beside = column + neighbours[f][0], below = row + neighbours[f][1];
                    if (beside < 0 || beside >= patch.columns() || below >= patch.rows()) continue;
                    final int at = patch.index(row, column), to = patch.index(below, beside);
                    final float w = weight(at, f);
                    expected[at] += w * (x[at] - x[to]);
                    expected[to] += w * (x[to] - x[at]);
                    expectedDiagonal[at] += w;
                    expectedDiagonal[to] += w;
                }
        assertArrayEquals(expected, product, 1e-4f);
        assertArrayEquals(expectedDiagonal, prior.diagonal(), 1e-4f);
    }

    private static float weight(final int at, final int f) {
        return 1 + (31 * at + 7 * f) % 11 / 11f;
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void smoothingTakesTheNeighboursThatThereAre(final int scale, final int width, final int height) {
        final Polyphase patch = patch(scale, width, height);
        final float[] x = random(patch, 6), expected = new float[x.length];
        for (int row = 0; row < patch.rows(); row++)
            for (int column = 0; column < patch.columns(); column++) {
                double sum = 0;
                int count = 0;
                for (int v = Math.max(0, row - 1); v <= Math.min(patch.rows() - 1, row + 1); v++)
                    for (int u = Math.max(0, column - 1); u <= Math.min(patch.columns() - 1, column + 1); u++, count++)
                        sum += x[patch.index(v, u)];
                expected[patch.index(row, column)] = (float) (sum / count);
            }
        new SparseGradients(patch).smooth(x, 1);
        assertArrayEquals(expected, x, 1e-6f);
    }

    /** Conjugate gradients solve Λx = side: many iterations leave no residual. */
    @Test
    void theSolverSolves() {
        final Polyphase patch = patch(2, 9, 7);
        final ImagePosterior posterior = posterior(patch, false);
        final float[] side = posterior.data(randomLow(patch, 9)),
                x = new float[patch.length()],
                again = new float[patch.length()];
        posterior.solve(side, x, 2000, 1e-14, k -> {});
        posterior.product(x, again);
        assertArrayEquals(side, again, 1e-4f * max(side));
    }

    /** The right-hand sides of samples have mean AᵀPy and covariance Λ: so have their products with any vector. */
    @Test
    void samplesHaveThePosteriorsCovariance() {
        samplesHaveThePosteriorsCovariance(false);
    }

    /** So have they if neighbours share their noise. */
    @Test
    void samplesOfJpegFilesHaveThePosteriorsCovariance() {
        samplesHaveThePosteriorsCovariance(true);
    }

    private static void samplesHaveThePosteriorsCovariance(final boolean inBlocks) {
        final Polyphase patch = inBlocks ? patch(2, 16, 8) : patch(2, 9, 7);
        final ImagePosterior posterior = posterior(patch, inBlocks);
        final float[] y = randomLow(patch, 9), direction = random(patch, 10), image = new float[patch.length()];
        posterior.product(direction, image);
        final double variance = Vectors.dot(direction, image), mean = Vectors.dot(direction, posterior.data(y));
        final int count = 4000;
        final SplittableRandom noise = new SplittableRandom(12);
        double sum = 0, squares = 0;
        for (int i = 0; i < count; i++) {
            final double deviation = Vectors.dot(direction, posterior.perturbed(y, noise)) - mean;
            sum += deviation;
            squares += deviation * deviation;
        }
        assertEquals(0, sum / count / Math.sqrt(variance), 5 / Math.sqrt(count));
        assertEquals(1, squares / count / variance, 5 * Math.sqrt(2.0 / count));
    }

    /** With the same variance everywhere in the blocks, noise is white; and blocks lie where they are said to. */
    @Test
    void precisionInBlocks() {
        final Polyphase patch = patch(2, 29, 21);
        final double[] variances = new double[64];
        Arrays.fill(variances, 0.25);
        final float[] ones = new float[29 * 21], y = randomLow(patch, 9), white = y.clone(), result = y.clone();
        Arrays.fill(ones, 1);
        DataPrecision.of(patch, 0.5, ones).multiply(y, white);
        DataPrecision.of(patch, new CosineBlocks(patch, 3, -2, variances), ones).multiply(y, result);
        assertArrayEquals(white, result, 1e-4f);
        // Of a constant that is hardly known, only the differences to each block's mean are left.
        variances[0] = 1e12;
        final DataPrecision precision = DataPrecision.of(patch, new CosineBlocks(patch, 3, -2, variances), ones);
        final float[] steps = new float[29 * 21];
        for (int i = 0; i < steps.length; i++) steps[i] = (i % 29 + 5) / 8 + 10 * ((i / 29 + 2) / 8);
        final float[] low = patch.low(steps);
        precision.multiply(low, low);
        for (int row = 6; row < 14; row++)
            for (int column = 3; column < 27; column++) assertEquals(0, low[patch.lowStart(row) + column], 1e-4f);
    }

    private static ImagePosterior posterior(final Polyphase patch, final boolean inBlocks) {
        final SparseGradients prior = new SparseGradients(patch);
        prior.update(random(patch, 8), (t, at, count, f) -> {
            for (int i = 0; i < count; i++) t[i] = 1 / (t[i] * t[i] + 0.01f);
        });
        final double[] kernel =
                new AnisotropicGaussian(2, 1, 0.3).kernel(patch.scale()).values();
        // Noise that differs from pixel to pixel, and pixels of which nothing is known.
        final float[] weights = new float[patch.lowWidth() * patch.lowHeight()];
        for (int i = 0; i < weights.length; i++) weights[i] = i % 5 / 2f;
        final double[] variances = new double[64];
        for (int i = 0; i < variances.length; i++) variances[i] = 0.01 * (1 + i % 8 + i / 8);
        final DataPrecision precision = inBlocks
                ? DataPrecision.of(patch, new CosineBlocks(patch, 0, 0, variances), weights)
                : DataPrecision.of(patch, 0.1, weights);
        final Floor floor = Floor.under(patch, random(patch, 9), 0.2, 30);
        final Preconditioner preconditioner = new Preconditioner(patch, prior);
        preconditioner.update(
                new BlurSampling(patch, Arrays.stream(kernel).map(v -> v * v).toArray()), precision, floor);
        final ImagePosterior posterior = new ImagePosterior(patch, prior);
        posterior.set(new BlurSampling(patch, kernel), precision, floor, preconditioner);
        return posterior;
    }

    private static float max(final float[] values) {
        return (float) Arrays.stream(toDoubles(values)).map(Math::abs).max().orElse(0);
    }

    private static double[] toDoubles(final float[] values) {
        final double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) doubles[i] = values[i];
        return doubles;
    }
}
