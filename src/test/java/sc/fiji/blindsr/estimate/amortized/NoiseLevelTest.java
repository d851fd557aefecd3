package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.estimate.Channels;

class NoiseLevelTest {

    private static final int WIDTH = 200, HEIGHT = 160;

    private static float[] image(final double noise, final boolean busy) {
        final Random random = new Random(2);
        final float[] image = new float[WIDTH * HEIGHT];
        for (int i = 0; i < image.length; i++) {
            final int x = i % WIDTH, y = i / WIDTH;
            final double scene =
                    busy ? 0.4 + 0.3 * Math.sin(x / 9.0) * Math.cos(y / 7.0) + (x > y ? 0.2 : 0) : 0.5 + x / 500.0;
            image[i] = (float) (scene + noise * random.nextGaussian());
        }
        return image;
    }

    private static double noise(final float[] image) {
        return NoiseLevel.of(image, Channels.allKnown(image.length), WIDTH);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.05})
    void measuresWhiteNoise(final double noise) {
        assertEquals(noise, noise(image(noise, false)), 0.05 * noise);
        assertEquals(noise, noise(image(noise, true)), 0.15 * noise + 0.0005);
    }

    /** What was filled in is smooth. */
    @Test
    void theUnknownHasNone() {
        final float[] image = image(0.02, false);
        final boolean[] known = Channels.allKnown(image.length);
        for (int i = 0; i < image.length; i++)
            if (i % WIDTH > 150) {
                known[i] = false;
                image[i] = image[i - i % WIDTH + 150] * (1 + 1e-6f * i % 7);
            }
        assertEquals(0.02, NoiseLevel.of(image, known, WIDTH), 0.001);
    }

    @Test
    void withoutNoiseThereIsNone() {
        assertEquals(0, noise(image(0, false)), 1e-6);
        assertEquals(0, NoiseLevel.of(new float[25], Channels.allKnown(25), 5), 0);
    }
}
