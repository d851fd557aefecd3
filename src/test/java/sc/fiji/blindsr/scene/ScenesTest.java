package sc.fiji.blindsr.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenesTest {

    private static final int SIZE = 128;

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void theSameSeedDrawsTheSameScene(final Scenes kind) {
        assertArrayEquals(kind.image(SIZE, new SplittableRandom(5)), kind.image(SIZE, new SplittableRandom(5)));
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void scenesHaveStructureAndLevelsFromZeroToOne(final Scenes kind) {
        for (int seed = 0; seed < 20; seed++) {
            final float[] image = kind.image(SIZE, new SplittableRandom(seed));
            assertEquals(SIZE * SIZE, image.length);
            float least = 1, most = 0;
            for (final float v : image) {
                assertTrue(v >= 0 && v <= 1, kind + ", seed " + seed + ": " + v);
                least = Math.min(least, v);
                most = Math.max(most, v);
            }
            assertTrue(most - least > 0.05, kind + ", seed " + seed + ": " + least + " to " + most);
        }
    }

    /** The spectrum's amplitude falls as 1/f^α: differences between neighbours are the smaller, the larger α is. */
    @Test
    void powerLawFieldsAreSmootherForLargerExponents() {
        double before = Double.MAX_VALUE;
        for (final double alpha : new double[] {0, 0.5, 1, 1.5, 2}) {
            final Tile tile = Tile.powerLaw(alpha, new SplittableRandom(2));
            double sum = 0;
            for (int y = 0; y < Tile.SIZE; y++)
                for (int x = 0; x < Tile.SIZE; x++) sum += Math.pow(tile.at(x + 1, y) - tile.at(x, y), 2);
            final double difference = sum / (Tile.SIZE * Tile.SIZE);
            assertTrue(difference < 0.9 * before, "α = " + alpha + ": " + difference);
            before = difference;
        }
    }

    @Test
    void aBlurHasTheVarianceItIsToldAndKeepsTheLight() {
        final Canvas canvas = new Canvas(9);
        canvas.levels()[4 * 9 + 4] = 1;
        canvas.blur(0.6);
        double sum = 0, across = 0, down = 0;
        for (int y = 0; y < 9; y++)
            for (int x = 0; x < 9; x++) {
                final float v = canvas.levels()[y * 9 + x];
                sum += v;
                across += v * (x - 4) * (x - 4);
                down += v * (y - 4) * (y - 4);
            }
        assertEquals(1, sum, 1e-6);
        assertEquals(0.36, across, 1e-6);
        assertEquals(0.36, down, 1e-6);
    }

    @Test
    void outlinesAreFilledInside() {
        final Canvas canvas = new Canvas(200);
        canvas.fill(Outline.disc(100, 100, 60), Brush.flat(1));
        double area = 0;
        for (final float v : canvas.levels()) area += v;
        assertEquals(Math.PI * 60 * 60, area, 60);
        canvas.fill(Outline.stroke(-50, 20, 300, 20, 10), Brush.flat(0.5));
        assertEquals(0.5f, canvas.levels()[20 * 200 + 199]);
        assertEquals(0, canvas.levels()[30 * 200 + 199]);
    }
}
