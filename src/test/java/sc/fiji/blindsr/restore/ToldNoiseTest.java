package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What USRNet gets and is told where noise grows with the light or is strong, and what is made of its answer. */
class ToldNoiseTest {

    private static final double A = 1e-4, B = 0.01, SIGMA = 0.06;

    @Test
    void moreIsToldThanThereIsInTheMean() {
        final float[] weights = new float[1000];
        for (int i = 0; i < weights.length; i++) weights[i] = (float) (SIGMA * SIGMA / (A + B * i / weights.length));
        weights[5] = 0;
        weights[6] = -1;
        assertEquals(1.7 * Math.sqrt(A + B), ToldNoise.of(weights, SIGMA), 0.1 * Math.sqrt(A + B));
        Arrays.fill(weights, 1);
        assertEquals(SIGMA, ToldNoise.of(weights, SIGMA));
        assertEquals(0, ToldNoise.of(weights, 0));
    }

    @Test
    void theContrastComesBack() {
        final float[] levels = {-0.2f, 0, 0.3f, 0.9f, 1.4f};
        final Contrast half = Contrast.of(0.2, 0.1);
        final float[] lowered = half.lowered(levels);
        assertEquals(0.4, lowered[2], 1e-6);
        half.raise(lowered);
        assertArrayEquals(levels, lowered, 1e-6f);
        assertSame(levels, Contrast.of(0.05, 0.1).lowered(levels));
        assertEquals(1, Contrast.of(0, 0.1).factor());
    }

    /** The mean of what was lost is made good; a pixel without weight does not count. */
    @Test
    void lightThatWasLostIsGivenBack() {
        final int width = 60, height = 40, scale = 2;
        final float[] low = new float[width * height], high = new float[scale * scale * low.length];
        final float[] worth = new float[low.length];
        Arrays.fill(low, 0.5f);
        Arrays.fill(worth, 1);
        low[700] = 90;
        worth[700] = 0;
        Arrays.fill(high, 0.45f);
        new FluxCorrection(scale, width, height).apply(low, worth, high);
        for (final float level : high) assertEquals(0.5, level, 1e-6);
    }
}
