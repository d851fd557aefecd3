package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;

class GradientSnrTest {

    private static final int SIZE = 120;
    private static final double NOISE = 0.04;

    private static Img<FloatType> noisy(final double contrast) {
        final SplittableRandom random = new SplittableRandom(3);
        final float[] levels = new float[SIZE * SIZE];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (float) (0.5
                    + contrast * Math.sin(i % SIZE / 2.5) * Math.sin(i / SIZE / 2.5)
                    + NOISE * random.nextGaussian());
        return ArrayImgs.floats(levels, SIZE, SIZE, 1);
    }

    @Test
    void noiseAloneHasOne() {
        assertEquals(1, GradientSnr.of(noisy(0), NOISE), 0.02);
        assertEquals(1, GradientSnr.ofMeans(noisy(0), NOISE), 0.03);
    }

    /** A texture that single pixels hardly show. */
    @Test
    void meansShowFaintStructure() {
        assertTrue(GradientSnr.of(noisy(0.06), NOISE) < 1.06);
        assertTrue(GradientSnr.ofMeans(noisy(0.06), NOISE) > 1.1);
    }

    @Test
    void structureIsInProportionToTheNoise() {
        final double much = GradientSnr.ofMeans(noisy(0.4), NOISE);
        assertEquals(much / 2, GradientSnr.ofMeans(noisy(0.4), 2 * NOISE), 1e-9);
        assertTrue(much > 5);
    }
}
