package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DarkGroundTest {

    private static final int SIZE = 80;

    private static float[] image(final IntToDoubleFunction level, final double noise) {
        final Random random = new Random(3);
        final float[] levels = new float[SIZE * SIZE];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (float) (level.applyAsDouble(i) + noise * random.nextGaussian());
        return levels;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.002, 0.02})
    void itIsTheLevelOfTheDarkestEvenPart(final double noise) {
        final double level = DarkGround.level(image(i -> i % SIZE < 50 ? 0.15 : 0.8, noise), SIZE, SIZE, noise)
                .orElseThrow();
        assertEquals(0.15, level, 0.01 + 2 * noise);
        assertTrue(level < 0.15, "the bound is above the ground: " + level);
    }

    /** Thin dark lines may be darker in truth than they are in the image. */
    @Test
    void linesDarkerThanAllEvenPartsAreNoGround() {
        assertTrue(DarkGround.level(image(i -> i % SIZE % 20 == 3 ? 0.2 : 0.8, 0.002), SIZE, SIZE, 0.002)
                .isEmpty());
    }

    /** A hole however small beside the image: what is less in truth must not be filled up. */
    @Test
    void aSmallHoleIsDarkerThanTheGround() {
        final int size = 500;
        final float[] levels = new float[size * size];
        for (int i = 0; i < levels.length; i++) {
            final int x = i % size, y = i / size;
            levels[i] =
                    Math.hypot(x - 300, y - 250) < 60 ? 0.8f : x >= 40 && x < 47 && y >= 70 && y < 77 ? 0.05f : 0.2f;
        }
        assertTrue(DarkGround.level(levels, size, size, 0.002).isEmpty());
        for (int i = 0; i < levels.length; i++) if (levels[i] < 0.2f) levels[i] = 0.2f;
        assertTrue(DarkGround.level(levels, size, size, 0.002).isPresent());
    }

    @Test
    void structureEverywhereIsNoGround() {
        final Random random = new Random(4);
        assertTrue(DarkGround.level(image(i -> random.nextDouble(), 0), SIZE, SIZE, 0)
                .isEmpty());
    }

    @Test
    void imagesWithoutRoomForASquareHaveNone() {
        assertTrue(DarkGround.level(new float[12], 3, 4, 0.01).isEmpty());
    }
}
