package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseLevelTest {

    private static ArrayImg<FloatType, FloatArray> image(final double noise, final boolean busy) {
        final Random random = new Random(2);
        final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(200, 160, 3);
        for (int c = 0; c < 3; c++)
            for (int y = 0; y < 160; y++)
                for (int x = 0; x < 200; x++) {
                    final double scene = busy
                            ? 0.4 + 0.3 * Math.sin(x / 9.0) * Math.cos(y / 7.0) + (x > y ? 0.2 : 0)
                            : 0.5 + x / 500.0;
                    image.getAt(x, y, c).set((float) (scene + noise * random.nextGaussian()));
                }
        return image;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.05})
    void measuresWhiteNoise(final double noise) {
        assertEquals(noise, NoiseLevel.of(image(noise, false)), 0.05 * noise);
        assertEquals(noise, NoiseLevel.of(image(noise, true)), 0.15 * noise + 0.0005);
    }

    @Test
    void withoutNoiseThereIsNone() {
        assertEquals(0, NoiseLevel.of(image(0, false)), 1e-6);
        assertEquals(0, NoiseLevel.of(ArrayImgs.floats(5, 5, 1)), 0);
    }
}
