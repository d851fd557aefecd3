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

    /** What stands out by itself is no chance, however large the image. */
    @Test
    void aDarkParticleInALargeImageIsDarkerThanTheGround() {
        final int size = 1500;
        final double noise = 0.01;
        final float[] levels = large(size, noise);
        assertTrue(DarkGround.level(levels, size, size, noise).isPresent());
        for (int y = -6; y <= 6; y++)
            for (int x = -6; x <= 6; x++)
                levels[(900 + y) * size + 700 + x] -= 10 * noise * Math.exp(-(x * x + y * y) / 4.2);
        assertTrue(DarkGround.level(levels, size, size, noise).isEmpty());
    }

    /** Such as there are by chance where neighbours share their noise; and pixels that see nothing. */
    @Test
    void aFewSquaresHereAndThereAreNothing() {
        final int size = 1500;
        final double noise = 0.01;
        final float[] levels = large(size, noise);
        for (int square = 0; square < 14; square++)
            for (int y = -1; y <= 1; y++)
                for (int x = -1; x <= 1; x++)
                    levels[(300 + y) * size + 400 + 50 * square + x] = (float) (0.2 - 3 * noise);
        for (int pixel = 0; pixel < 5; pixel++) levels[600 * size + 400 + 50 * pixel] = 0;
        assertTrue(DarkGround.level(levels, size, size, noise).isPresent());
    }

    /** Even ground at 0.2, and something bright. */
    private static float[] large(final int size, final double noise) {
        final Random random = new Random(5);
        final float[] levels = new float[size * size];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (float) ((i % size < 200 ? 0.8 : 0.2) + noise * random.nextGaussian());
        return levels;
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
