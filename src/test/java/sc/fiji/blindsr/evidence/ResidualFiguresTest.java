package sc.fiji.blindsr.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResidualFiguresTest {

    private static final int SIDE = 120;
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void whiteNoise() {
        final ResidualFigures figures = figures(noise());
        assertEquals(1, figures.size(), 0.02);
        assertEquals(0, figures.correlation(), 0.02);
        assertEquals(0, figures.growth(), 0.04);
        assertEquals(0, figures.edges(), 0.04);
    }

    @Test
    void neighboursThatAreAlike() {
        final float[] noise = noise(), smoothed = noise.clone();
        for (int i = 1; i < noise.length; i++) smoothed[i] = (noise[i] + noise[i - 1]) / (float) Math.sqrt(2);
        assertEquals(0.25, figures(smoothed).correlation(), 0.02); // 1/2 along rows, 0 along columns
    }

    /** The levels rise to the right; the residual does, too, to three times as much in the brightest third. */
    @Test
    void noiseThatGrowsWithTheLight() {
        final float[] noise = noise();
        for (int i = 0; i < noise.length; i++) if (i % SIDE >= 2 * SIDE / 3) noise[i] *= 3;
        final ResidualFigures figures = figures(noise);
        assertEquals(Math.log(3), figures.growth(), 0.05);
        assertTrue(Math.abs(figures.edges()) < 0.1, figures.toString());
    }

    @Test
    void structureAtEdges() {
        final float[] noise = noise(), levels = levels();
        for (int i = 0; i < levels.length; i++)
            if (i / SIDE % 4 == 0) {
                levels[i] += 5;
                noise[i] *= 2;
            }
        assertTrue(ResidualFigures.of(noise, levels, SIDE, SIDE).edges() > 0.3);
    }

    @Test
    void pixelsOfWhichNothingIsKnownDoNotCount() {
        final float[] noise = noise();
        for (int i = 0; i < noise.length; i += 7) noise[i] = Float.NaN;
        assertEquals(1, figures(noise).size(), 0.02);
        assertEquals(0, figures(noise).correlation(), 0.02);
    }

    private float[] noise() {
        final float[] noise = new float[SIDE * SIDE];
        for (int i = 0; i < noise.length; i++) noise[i] = (float) random.nextGaussian();
        return noise;
    }

    private static float[] levels() {
        final float[] levels = new float[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) levels[i] = i % SIDE;
        return levels;
    }

    private static ResidualFigures figures(final float[] standardised) {
        return ResidualFigures.of(standardised, levels(), SIDE, SIDE);
    }
}
