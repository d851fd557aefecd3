package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.network.Crops;

/** Where crops are drawn; {@code crop_maps.npz} was computed with the authors' functions. */
class CropSamplerTest {

    private static final Golden GOLDEN = new Golden("crop_maps");
    private static final int WIDTH = 100, HEIGHT = 88;

    @Test
    void mapsAreTheAuthors() {
        final float[] image = GOLDEN.floats("image");
        final double[] edges = CropMap.edges(image, WIDTH, HEIGHT);
        assertArrayEquals(GOLDEN.values("edges"), edges, 1e-4);
        assertArrayEquals(GOLDEN.values("probabilities_27"), CropMap.probabilities(edges, WIDTH, HEIGHT, 27), 1e-8);
    }

    /** The map for the generator's crops comes from the image of half the size. */
    @Test
    void theGeneratorsMapIsTheAuthors() {
        final double[] expected = GOLDEN.values("probabilities_64");
        final int count = 200_000;
        final Crops crops =
                new CropSampler(GOLDEN.floats("image"), WIDTH, HEIGHT, 2, 64, 27, new Random(1)).forGenerator(count);
        // Where crops begin, of which those of four pixels fall together.
        final double[] often = new double[WIDTH * HEIGHT], frequency = new double[WIDTH * HEIGHT];
        for (int i = 0; i < expected.length; i++)
            often[start(i / WIDTH, HEIGHT) * WIDTH + start(i % WIDTH, WIDTH)] += expected[i];
        for (int i = 0; i < count; i++) frequency[crops.tops()[i] * WIDTH + crops.lefts()[i]] += 1.0 / count;
        // Five standard deviations of a frequency.
        for (int i = 0; i < often.length; i++)
            assertEquals(often[i], frequency[i], 5 * Math.sqrt(often[i] / count) + 1e-6, "at " + i);
    }

    private static int start(final int centre, final int length) {
        final int start = Math.max(0, Math.min(length - 64, centre - 32));
        return start - start % 2;
    }

    @Test
    void cropsLieInTheImageAtMultiplesOfTheScaleFactor() {
        final CropSampler sampler = new CropSampler(new float[99 * 96], 99, 96, 3, 96, 28, new Random(2));
        for (final Crops crops : new Crops[] {sampler.forGenerator(500), sampler.forDiscriminator(500)})
            for (int i = 0; i < 500; i++) {
                assertTrue(crops.lefts()[i] >= 0 && crops.lefts()[i] + crops.size() <= 99);
                assertTrue(crops.tops()[i] >= 0 && crops.tops()[i] + crops.size() <= 96);
                assertEquals(0, crops.lefts()[i] % 3 + crops.tops()[i] % 3);
            }
        assertTrue(
                Arrays.stream(sampler.forDiscriminator(500).lefts()).distinct().count() > 20, "no edges, so anywhere");
    }
}
