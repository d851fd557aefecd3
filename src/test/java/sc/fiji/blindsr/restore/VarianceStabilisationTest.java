package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.progress.Progress;

/** What USRNet gets where noise grows with the light, and what is made of its answer. */
class VarianceStabilisationTest {

    private static final double A = 1e-4, B = 0.01, SIGMA = 0.06;

    private final float[] levels = new float[40_000];
    private final float[] weights = new float[levels.length];

    VarianceStabilisationTest() {
        final Random random = new Random(3);
        for (int i = 0; i < levels.length; i++) {
            final double level = 0.1 + 0.8 * (i % 200) / 200, variance = A + B * level;
            levels[i] = (float) (level + Math.sqrt(variance) * random.nextGaussian());
            weights[i] = (float) (SIGMA * SIGMA / variance);
        }
    }

    @Test
    void theLineIsThatOfTheWeights() {
        final VarianceStabilisation found =
                VarianceStabilisation.of(levels, weights, SIGMA).orElseThrow();
        assertEquals(B, found.b(), 0.05 * B);
        for (final double level : new double[] {0.2, 0.8})
            assertEquals(A + B * level, found.a() + found.b() * level, 0.05 * (A + B * level));
    }

    /** Dark and bright parts have the same noise then, the one that is told; the way back leads to the beginning. */
    @Test
    void theNoiseIsTheSameEverywhere() {
        final VarianceStabilisation stabilisation = new VarianceStabilisation(A, B);
        final float[] stable = stabilisation.apply(levels);
        for (final int column : new int[] {20, 100, 180}) {
            double sum = 0, squares = 0;
            for (int i = column; i < stable.length; i += 200) {
                sum += stable[i];
                squares += stable[i] * stable[i];
            }
            final int n = stable.length / 200;
            assertEquals(
                    stabilisation.sigma(), Math.sqrt(squares / n - sum / n * sum / n), 0.15 * stabilisation.sigma());
        }
        stabilisation.invert(stable);
        assertArrays(levels, stable, 1e-4f);
    }

    private static void assertArrays(final float[] expected, final float[] actual, final float error) {
        for (int i = 0; i < expected.length; i++) assertEquals(Math.max(expected[i], -A / B), actual[i], error);
    }

    @Test
    void whiteNoiseStaysAsItIs() {
        Arrays.fill(weights, 1);
        weights[5] = 0;
        weights[6] = -1;
        assertTrue(VarianceStabilisation.of(levels, weights, SIGMA).isEmpty());
        assertTrue(VarianceStabilisation.of(levels, weights, 0).isEmpty());
    }

    /** A loss that grows along the image is made good, in the whole and in each part; a pixel without weight does not count. */
    @Test
    void lightThatWasLostIsGivenBack() {
        final int width = 60, height = 40, scale = 2;
        final float[] low = new float[width * height], high = new float[scale * scale * low.length];
        final float[] worth = new float[low.length];
        Arrays.fill(low, 0.5f);
        Arrays.fill(worth, 1);
        low[700] = 90;
        worth[700] = 0;
        for (int i = 0; i < high.length; i++) high[i] = 0.45f + 0.0004f * (i % (scale * width));
        new FluxCorrection(scale, width, height).blockwise(low, worth, high, Progress.NONE);
        double sum = 0;
        for (int i = 0; i < high.length; i++) {
            sum += high[i];
            // Beyond the centres of the outer blocks the difference is taken for constant.
            assertEquals(0.5, high[i], 0.006);
        }
        assertEquals(0.5, sum / high.length, 2e-5);
    }
}
