package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
        final VarianceStabilisation stabilisation = new VarianceStabilisation(A, B, A);
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
        assertArrayEquals(levels, stable, 1e-4f);
    }

    /** A line that would be below 0 in the dark is not followed there: dark levels are not thrown together. */
    @Test
    void darkLevelsStayApart() {
        final double pedestal = 0.25, floor = 1e-6;
        final float[] dark = new float[weights.length], worth = new float[weights.length];
        for (int i = 0; i < dark.length; i++) {
            dark[i] = (float) i / dark.length;
            worth[i] = (float) (SIGMA * SIGMA / Math.max(floor, B * (dark[i] - pedestal)));
        }
        final VarianceStabilisation found =
                VarianceStabilisation.of(dark, worth, SIGMA).orElseThrow();
        final float[] stable = found.apply(dark);
        for (int i = 1; i < stable.length; i++) assertTrue(stable[i] > stable[i - 1]);
        found.invert(stable);
        assertArrayEquals(dark, stable, 1e-4f);
    }

    /** What the network can be told it is told, nearly the most that there is; the rest is stabilised. */
    @Test
    void littleNoiseIsTold() {
        final double largest = Math.sqrt(A + B * 0.9);
        final ToldNoise all = ToldNoise.of(levels, weights, SIGMA, 2 * largest);
        assertTrue(all.stabilisation().isEmpty());
        assertTrue(all.sigma() > SIGMA && all.sigma() > 0.9 * largest, "" + all.sigma());
        assertArrayEquals(levels, all.apply(levels));
        assertTrue(ToldNoise.of(levels, weights, SIGMA, 0.5 * largest)
                .stabilisation()
                .isPresent());
        Arrays.fill(weights, 1);
        assertEquals(SIGMA, ToldNoise.of(levels, weights, SIGMA, 1).sigma(), 1e-9);
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
