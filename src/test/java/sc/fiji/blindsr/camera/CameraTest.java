package sc.fiji.blindsr.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraTest {

    private static final int SIZE = 128;

    private final RandomGenerator random = new SplittableRandom(4);

    @ParameterizedTest
    @EnumSource(CameraModel.class)
    void theSameSeedTakesTheSamePicture(final CameraModel model) {
        final Frame scene = colourful();
        final float[] before = scene.levels().clone();
        final Frame one = model.camera().record(scene, new SplittableRandom(1));
        final Frame other = model.camera().record(scene, new SplittableRandom(1));
        assertArrayEquals(one.levels(), other.levels());
        assertArrayEquals(before, scene.levels(), "the scene is left alone");
        assertEquals(3, one.channels());
    }

    @Test
    void trainingCamerasWriteLevelsFromZeroToOne() {
        int clean = 0;
        for (int i = 0; i < 1000; i++) {
            final Camera camera = Camera.random(random);
            if (camera.effects().size() == 1) clean++;
            final Frame picture = camera.record(flat(0.7f, 16), random);
            assertEquals(16 * 16, picture.levels().length);
            for (final float v : picture.levels()) assertTrue(v >= 0 && v <= 1, camera + ": " + v);
        }
        assertEquals(0.35, clean / 1000.0, 0.08);
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 120, 3000})
    void photonNoiseGrowsWithTheLight(final double photons) {
        for (final float light : new float[] {0.1f, 0.5f, 1}) {
            final float[] levels = record(light, new ShotNoise(photons));
            assertEquals(light, mean(levels), 4 * Math.sqrt(light / photons) / SIZE);
            assertEquals(light / photons, variance(levels), 0.06 * light / photons);
        }
    }

    @Test
    void readNoiseIsTheSameInDarkAndLight() {
        for (final float light : new float[] {0, 1})
            assertEquals(0.02, Math.sqrt(variance(record(light, new ReadNoise(0.02)))), 0.0005);
    }

    @Test
    void rowNoiseIsConstantInARow() {
        final float[] levels = record(0.5f, new RowNoise(0.02));
        for (int y = 0; y < SIZE; y++)
            assertEquals(0, variance(Arrays.copyOfRange(levels, y * SIZE, (y + 1) * SIZE)), 1e-10);
        assertEquals(0.02, Math.sqrt(variance(levels)), 0.005);
    }

    @Test
    void hotPixelsAreFewAndBright() {
        final float[] levels = record(0.3f, new DefectivePixels(1e-3, 5e-4));
        final double hot = share(levels, 0.45f, 2), dead = share(levels, -1, 0.01f);
        assertEquals(1e-3, hot, 2e-4);
        assertEquals(5e-4, dead, 2e-4);
        assertEquals(1, hot + dead + share(levels, 0.299f, 0.301f), 1e-9);
    }

    @Test
    void cosmicRaysLeaveTracks() {
        final float[] levels = record(0.1f, new CosmicRays(1e-3));
        final double hit = share(levels, 0.101f, 10);
        assertTrue(hit > 1.5e-3 && hit < 8e-3, "several pixels a track: " + hit);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 16})
    void digitisationRoundsAndClips(final int bits) {
        final float highest = (1 << bits) - 1;
        final Frame ramp = new Frame(new float[] {-0.2f, 0, 0.3f, 0.77777f, 1, 1.4f}, 6, 1, 1);
        final float[] levels =
                Camera.of(new Digitisation(bits)).record(ramp, random).levels();
        assertEquals(0, levels[0]);
        assertEquals(1, levels[5]);
        for (int i = 1; i < 5; i++) {
            assertEquals(ramp.levels()[i], levels[i], 0.5001 / highest);
            assertEquals(Math.rint(levels[i] * highest), levels[i] * highest, 0.01);
        }
    }

    @Test
    void jpegLosesTheMoreTheLowerItsQuality() {
        for (final int channels : new int[] {1, 3}) {
            final Frame scene = channels == 3 ? colourful() : noise();
            double before = 0;
            for (final int quality : new int[] {98, 80, 50}) {
                final double error =
                        difference(scene, Camera.of(new Jpeg(quality)).record(scene, random));
                assertTrue(error > before, channels + " channels, quality " + quality + ": " + error);
                before = error;
            }
        }
    }

    /** Channels keep their order on the way through the file, and grey levels their values. */
    @Test
    void jpegKeepsColours() {
        final float[] levels = new float[3 * 16 * 16];
        for (int c = 0; c < 3; c++) Arrays.fill(levels, c * 256, (c + 1) * 256, 0.2f + 0.3f * c);
        final Frame picture = Camera.of(new Jpeg(95)).record(new Frame(levels, 16, 16, 3), random);
        for (int c = 0; c < 3; c++) assertEquals(0.2 + 0.3 * c, picture.levels()[c * 256 + 100], 0.02);
        assertEquals(0.3, Camera.of(new Jpeg(95)).record(flat(0.3f, 16), random).levels()[100], 0.005);
    }

    @Test
    void demosaicingLeavesEvenColoursAndKeepsWhatWasSeen() {
        final float[] levels = new float[3 * SIZE * SIZE];
        for (int c = 0; c < 3; c++) Arrays.fill(levels, c * SIZE * SIZE, (c + 1) * SIZE * SIZE, 0.2f + 0.3f * c);
        final Frame even = new Frame(levels, SIZE, SIZE, 3);
        final Camera camera = Camera.of(new BayerMosaic(), new Demosaicing(true));
        assertArrayEquals(levels, camera.record(even, random).levels(), 1e-6f);

        final Frame scene = colourful(), picture = camera.record(scene, random);
        for (int y = 0; y < SIZE; y++)
            for (int x = 0; x < SIZE; x++) {
                final int seen = BayerMosaic.channel(x, y) * SIZE * SIZE + y * SIZE + x;
                assertEquals(scene.levels()[seen], picture.levels()[seen]);
            }
        assertNotEquals(0, difference(scene, picture));
    }

    @Test
    void aMosaicNeedsOneChannelOrThree() {
        final Frame two = new Frame(new float[8], 2, 2, 2);
        assertThrows(IllegalArgumentException.class, () -> Camera.of(new BayerMosaic())
                .record(two, random));
    }

    private float[] record(final float light, final Effect effect) {
        return Camera.of(effect).record(flat(light, SIZE), random).levels();
    }

    private static Frame flat(final float light, final int size) {
        final float[] levels = new float[size * size];
        Arrays.fill(levels, light);
        return new Frame(levels, size, size, 1);
    }

    /** White noise of levels from 0 to 1. */
    private static Frame noise() {
        return noise(1);
    }

    private static Frame colourful() {
        return noise(3);
    }

    private static Frame noise(final int channels) {
        final SplittableRandom random = new SplittableRandom(8);
        final float[] levels = new float[channels * SIZE * SIZE];
        for (int i = 0; i < levels.length; i++) levels[i] = (float) random.nextDouble();
        return new Frame(levels, SIZE, SIZE, channels);
    }

    private static double mean(final float[] values) {
        return stream(values).average().orElseThrow();
    }

    private static double variance(final float[] values) {
        final double mean = mean(values);
        return stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }

    /** Share of the values between two. */
    private static double share(final float[] values, final float from, final float to) {
        return (double) stream(values).filter(v -> v >= from && v <= to).count() / values.length;
    }

    private static double difference(final Frame one, final Frame other) {
        return IntStream.range(0, one.levels().length)
                .mapToDouble(i -> Math.pow(one.levels()[i] - other.levels()[i], 2))
                .average()
                .orElseThrow();
    }

    private static DoubleStream stream(final float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }
}
