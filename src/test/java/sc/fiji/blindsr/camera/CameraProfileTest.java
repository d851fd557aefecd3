package sc.fiji.blindsr.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What images with known noise and known defects tell. */
class CameraProfileTest {

    private static final int WIDTH = 200, HEIGHT = 160;

    private static Frame image(final int channels, final boolean busy) {
        final float[] levels = new float[WIDTH * HEIGHT * channels];
        for (int i = 0; i < levels.length; i++) {
            final int x = i % WIDTH, y = i / WIDTH % HEIGHT;
            levels[i] = (float)
                    (busy
                            ? 0.4 + 0.3 * Math.sin(x / 9.0) * Math.cos(y / 7.0) + 0.1 * Math.tanh((x - y) / 3.0) + 0.1
                            : 0.1 + x / 300.0);
        }
        return new Frame(levels, WIDTH, HEIGHT, channels);
    }

    private static Frame noisy(final Frame image, final NoiseModel noise) {
        final Random random = new Random(2);
        final float[] levels = image.levels().clone();
        for (int i = 0; i < levels.length; i++) levels[i] += (float) (noise.sigma(levels[i]) * random.nextGaussian());
        return new Frame(levels, image.width(), image.height(), image.channels());
    }

    private static CameraProfile profile(final Frame... planes) {
        return CameraProfile.of(List.of(planes), false);
    }

    /** Between edges and on them, where neighbours differ as much as a defect does. */
    @Test
    void findsDefectsAmongEdges() {
        final SplittableRandom random = new SplittableRandom(4);
        final float[] levels = new float[WIDTH * HEIGHT];
        for (int i = 0; i < levels.length; i++) {
            final int x = i % WIDTH, y = i / WIDTH;
            levels[i] = (float) (0.5
                    + 0.3 * Math.tanh(4 * Math.sin(x / 5.0 + y / 17.0) * Math.cos(y / 6.0))
                    + 0.004 * random.nextGaussian());
        }
        final Set<Integer> defects = new HashSet<>();
        while (defects.size() < 60) {
            final int i = random.nextInt(levels.length);
            if (defects.add(i)) levels[i] = levels[i] < 0.5 ? 0.95f : 0;
        }
        final Frame frame = new Frame(levels, WIDTH, HEIGHT, 1);
        final float[] weights =
                profile(frame).observe(frame).weights().update(null).getCurrentStorageArray();
        final long found = defects.stream().filter(i -> weights[i] == 0).count();
        final long all =
                IntStream.range(0, weights.length).filter(i -> weights[i] == 0).count();
        assertTrue(found >= 57, found + " of 60 found");
        assertTrue(all <= found + 6, all - found + " others");
    }

    /** A JPEG file is one: its blocks begin at one place. */
    @ParameterizedTest
    @ValueSource(ints = {60, 75, 90, 94})
    void recognisesJpeg(final int quality) {
        final Frame light = noisy(image(1, true), NoiseModel.constant(0.01));
        final Frame file = Camera.of(new Jpeg(quality)).record(light, new SplittableRandom(1));
        final CameraProfile profile = CameraProfile.of(List.of(file), true);
        final JpegGrid grid = profile.jpeg();
        assertEquals(0, grid.left());
        assertEquals(0, grid.top());
        // Tables of neighbouring qualities hardly differ.
        assertEquals((100 - quality) / 50.0, grid.coarseness(), 0.03);
    }

    /** Noise that was there before is not what the file's steps make. */
    @ParameterizedTest
    @CsvSource({"92, 1, JPEG, 2.5", "92, 6, NOISY_JPEG, 6", "97, 4, NOISY_JPEG, 4", "60, 3, STRONG_JPEG, 5.8"})
    void noiseOfJpegFiles(final int quality, final double before, final CameraProfile.Kind kind, final double sigma) {
        final Frame light = noisy(image(1, true), NoiseModel.constant(before / 255));
        final CameraProfile profile =
                CameraProfile.of(List.of(Camera.of(new Jpeg(quality)).record(light, new SplittableRandom(1))), true);
        assertEquals(kind, profile.kind());
        assertEquals(sigma, 255 * profile.sigma(), 0.15 * sigma);
        assertEquals(
                Math.max(2, kind.isCompression() ? 2 : before),
                255 * profile.jpeg().before(),
                0.5);
    }

    /** Image &gt; Type leaves the levels what they were, though not where they lie in the image's range. */
    @ParameterizedTest
    @CsvSource({"85, JPEG", "60, STRONG_JPEG"})
    void jpegFilesInWiderTypes(final int quality, final CameraProfile.Kind kind) {
        final Frame light = noisy(image(1, true), NoiseModel.constant(1 / 255.0));
        final Frame file = Camera.of(new Jpeg(quality)).record(light, new SplittableRandom(1)), wide = file.copy();
        for (int i = 0; i < wide.levels().length; i++)
            wide.levels()[i] = (float) ((wide.levels()[i] - 20 / 255.0) / 0.7);
        final CameraProfile profile = CameraProfile.of(List.of(file), true),
                stretched = CameraProfile.of(List.of(wide), false);
        assertEquals(kind, profile.kind());
        assertEquals(kind, stretched.kind());
        assertEquals(profile.sigma() / 0.7, stretched.sigma(), 0.03 * stretched.sigma());
        assertEquals(
                profile.jpeg().coarseness() / 0.7,
                stretched.jpeg().coarseness(),
                0.03 * stretched.jpeg().coarseness());
        wide.levels()[50] += 1e-3f; // what was computed is none
        assertEquals(
                CameraProfile.Kind.WHITE,
                CameraProfile.of(List.of(noisy(wide, NoiseModel.constant(0.01))), false)
                        .kind());
    }

    /** Rods on dark ground: hardly a block of them is even, and the ground is of one level. */
    @Test
    void photonNoiseOfBrightObjectsOnEvenGround() {
        final int side = 240;
        final float[] levels = new float[side * side];
        final Random random = new Random(3);
        for (int rod = 0; rod < 20; rod++) {
            final double height = 0.3 + 0.7 * random.nextDouble(),
                    x = side * random.nextDouble(),
                    y = side * random.nextDouble(),
                    angle = Math.PI * random.nextDouble();
            for (int i = 0; i < levels.length; i++) {
                final double dx = i % side - x, dy = i / side - y;
                final double along = Math.max(0, Math.abs(dx * Math.cos(angle) + dy * Math.sin(angle)) - 4),
                        across = -dx * Math.sin(angle) + dy * Math.cos(angle);
                levels[i] =
                        Math.max(levels[i], (float) (height / (1 + Math.exp((Math.hypot(along, across) - 2.5) / 0.9))));
            }
        }
        for (int i = 0; i < levels.length; i++) levels[i] = 0.02f + 0.9f * levels[i];
        final NoiseModel noise = new NoiseModel(5e-5, 5e-4);
        final CameraProfile profile = profile(noisy(new Frame(levels, side, side, 1), noise));
        for (final double level : new double[] {0.02, 0.3, 0.9})
            assertEquals(noise.sigma(level), profile.noise().sigma(level), 0.15 * noise.sigma(level));
    }

    /** Few grey levels hide the noise, and rounding to them makes some. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void coarseLevelsAreNoise(final int step) {
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.2 * step / 255));
        for (int i = 0; i < plane.levels().length; i++)
            plane.levels()[i] = Math.round(255 * plane.levels()[i] / step) * step / 255f;
        final double least = step / Math.sqrt(12) / 255;
        assertTrue(profile(plane).sigma() > 0.99 * least);
        assertTrue(profile(plane).sigma() < 1.5 * least);
        assertEquals(0, LevelStep.variance(noisy(image(1, true), NoiseModel.constant(0.001))));
    }

    /** In a faint image most values of every frequency are rounded to 0. */
    @ParameterizedTest
    @ValueSource(ints = {60, 75})
    void recognisesJpegInFaintImages(final int quality) {
        final Frame light = noisy(image(1, true), NoiseModel.constant(0.004));
        for (int i = 0; i < light.levels().length; i++)
            light.levels()[i] = Math.round(255 * (0.3f + 0.1f * light.levels()[i])) / 255f;
        assertNotEquals(
                CameraProfile.Kind.JPEG,
                CameraProfile.of(List.of(light.copy()), true).kind());
        final JpegGrid grid = CameraProfile.of(
                        List.of(Camera.of(new Jpeg(quality)).record(light, new SplittableRandom(1))), true)
                .jpeg();
        assertEquals(JpegGrid.coarseness(quality), grid.coarseness(), 0.06);
    }

    /** A part of a file has its blocks where they were; planes cut out at different places share none. */
    @Test
    void findsTheBlocksOfAPartOfAFile() {
        final Frame file = Camera.of(new Jpeg(75))
                .record(noisy(image(1, true), NoiseModel.constant(0.01)), new SplittableRandom(1));
        final JpegGrid grid = CameraProfile.of(List.of(part(file, 3, 6)), true).jpeg();
        assertEquals(5, grid.left());
        assertEquals(2, grid.top());
        final CameraProfile both = CameraProfile.of(List.of(part(file, 3, 6), part(file, 2, 6)), true);
        assertEquals(CameraProfile.Kind.JPEG, both.kind());
        assertNull(both.jpeg());
    }

    private static Frame part(final Frame frame, final int left, final int top) {
        final int width = frame.width() - 8, height = frame.height() - 8;
        final float[] levels = new float[width * height];
        for (int y = 0; y < height; y++)
            System.arraycopy(frame.levels(), (y + top) * frame.width() + left, levels, y * width, width);
        return new Frame(levels, width, height, 1);
    }

    /** In a symmetric drawing few values come again and again, wherever blocks begin. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aSymmetricDrawingIsNoJpeg(final double noise) {
        final int size = 120;
        final SplittableRandom random = new SplittableRandom(1);
        final float[] levels = new float[size * size];
        for (int i = 0; i < levels.length; i++) {
            final double x = Math.abs(i % size - (size - 1) / 2.0), y = Math.abs(i / size - (size - 1) / 2.0);
            final double radius = Math.hypot(x, y);
            final boolean spoke = Math.min(Math.min(x, y), Math.abs(x - y) / Math.sqrt(2)) < 3;
            final double level = radius < 57 && radius > 10 && !spoke ? 10 : 110;
            levels[i] = Math.round(level + noise * random.nextGaussian()) / 255f;
        }
        assertNotEquals(
                CameraProfile.Kind.JPEG,
                CameraProfile.of(List.of(new Frame(levels, size, size, 1)), true)
                        .kind());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.05})
    void measuresWhiteNoise(final double sigma) {
        for (final boolean busy : new boolean[] {false, true}) {
            final CameraProfile profile = profile(noisy(image(3, busy), NoiseModel.constant(sigma)));
            assertEquals(sigma, profile.sigma(), 0.06 * sigma + 0.0003);
            assertEquals(0, profile.noise().b());
        }
    }

    /** Half of the dark ground's noise is not recorded: this is not noise that grows with the light. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.005, 0.02})
    void clippedNoiseIsNoLess(final double ground) {
        final double sigma = 0.012;
        final Frame image = image(1, true);
        for (int i = 0; i < image.levels().length; i++) if (i % WIDTH < WIDTH / 2) image.levels()[i] = (float) ground;
        final Frame clipped = noisy(image, NoiseModel.constant(sigma));
        for (int i = 0; i < clipped.levels().length; i++)
            clipped.levels()[i] = Math.max(0, Math.round(clipped.levels()[i] * 255) / 255f);
        final CameraProfile profile = profile(clipped);
        assertEquals(sigma, profile.sigma(), 0.06 * sigma);
        assertEquals(0, profile.noise().b());
    }

    /** What bright spots on dark ground leave in fine detail grows with their light as noise of photons does, and is none. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 2e-4})
    void structureOfBrightSpotsIsNoNoise(final double slope) {
        final Frame image = image(1, true);
        final SplittableRandom random = new SplittableRandom(3);
        Arrays.fill(image.levels(), 0.05f);
        for (int spot = 0; spot < 200; spot++) {
            final double x = WIDTH * random.nextDouble(), y = image.height() * random.nextDouble();
            final double light = random.nextDouble(0.2, 0.8);
            for (int i = 0; i < image.levels().length; i++) {
                final double dx = i % WIDTH - x, dy = i / WIDTH - y;
                image.levels()[i] += (float) (light * Math.exp(-(dx * dx + dy * dy) / 1.6));
            }
        }
        final NoiseModel noise = new NoiseModel(1.4e-4, slope),
                found = profile(noisy(image, noise)).noise();
        for (final double level : new double[] {0.05, 0.3})
            assertEquals(1, found.variance(level) / noise.variance(level), 0.4, () -> "found " + found);
    }

    /** Nor is the noise of levels far above thought more than it is where dark ground is nearly all that is seen. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-3, 1e-2})
    void slopesOfDarkGroundAreNoSteeperThanTheyAre(final double slope) {
        final Frame image = image(1, true);
        for (int i = 0; i < image.levels().length; i++)
            image.levels()[i] = i % WIDTH < WIDTH - 6 ? 0.03f + 0.02f * (i % WIDTH) / WIDTH : 0.9f;
        final NoiseModel noise = new NoiseModel(1e-4, slope),
                found = profile(noisy(image, noise)).noise();
        assertTrue(found.variance(0.9) < 1.3 * noise.variance(0.9), () -> "found " + found);
        assertEquals(noise.variance(0.04), found.variance(0.04), 0.2 * noise.variance(0.04));
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 120, 1000})
    void measuresPhotonNoise(final int photons) {
        final NoiseModel truth = new NoiseModel(1e-4, 1.0 / photons);
        for (final boolean busy : new boolean[] {false, true}) {
            final NoiseModel found = profile(noisy(image(1, busy), truth)).noise();
            for (final double level : new double[] {0.2, 0.5, 0.8})
                assertEquals(truth.variance(level), found.variance(level), 0.15 * truth.variance(level), "at " + level);
        }
    }

    /** Light is counted from a pedestal that lies above level 0. */
    @Test
    void photonNoiseAboveAPedestal() {
        final double pedestal = 0.2, perLevel = 1 / 150.0;
        final NoiseModel truth = new NoiseModel(2e-5 - pedestal * perLevel, perLevel);
        final Frame image = image(1, true);
        for (int i = 0; i < image.levels().length; i++)
            image.levels()[i] = (float) (pedestal + (1 - pedestal) * image.levels()[i]);
        final NoiseModel found = profile(noisy(image, truth)).noise();
        for (final double level : new double[] {0.35, 0.6, 0.9})
            assertEquals(truth.variance(level), found.variance(level), 0.2 * truth.variance(level), "at " + level);
    }

    /** Rows of a grating are no offsets of rows. */
    @Test
    void gratingsAreNoOffsets() {
        for (final int period : new int[] {4, 9}) {
            final Frame plane =
                    noisy(new Frame(new float[WIDTH * HEIGHT], WIDTH, HEIGHT, 1), NoiseModel.constant(0.01));
            for (int i = 0; i < plane.levels().length; i++)
                plane.levels()[i] += (float) (0.5 + 0.2 * Math.sin(2 * Math.PI * (i / WIDTH) / period));
            assertEquals(0, profile(plane).lines().rows(), "period " + period);
        }
    }

    /** Spots little wider than a pixel, among cells that are far wider. */
    @Test
    void smallSpotsAreNoDefects() {
        final float[] levels = new float[WIDTH * HEIGHT];
        final Random random = new Random(8);
        Arrays.fill(levels, 0.05f);
        for (int n = 0; n < 72; n++) {
            final boolean cell = n < 12;
            final double x = 6 + random.nextInt(WIDTH - 12) + 0.3, y = 6 + random.nextInt(HEIGHT - 12) - 0.2;
            final double sigma = cell ? 7 : 0.56, peak = cell ? 0.3 : 0.5;
            for (int i = 0; i < levels.length; i++)
                levels[i] += (float) (peak
                        * Math.exp(-(Math.pow(i % WIDTH - x, 2) + Math.pow(i / WIDTH - y, 2)) / (2 * sigma * sigma)));
        }
        final Frame plane = noisy(new Frame(levels, WIDTH, HEIGHT, 1), NoiseModel.constant(0.005));
        int masked = 0;
        for (final float weight :
                profile(plane).observe(plane).weights().update(null).getCurrentStorageArray())
            if (weight <= 0) masked++;
        assertTrue(masked <= 2, masked + " masked");
    }

    /** A little less than there is in quiet places, and far more than high frequencies show. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.03})
    void recognisesSmoothedNoise(final double sigma) {
        for (final int channels : new int[] {1, 3}) {
            final Frame image = image(channels, true),
                    smoothed = smoothed(new Frame(new float[image.levels().length], WIDTH, HEIGHT, channels), sigma);
            for (int i = 0; i < image.levels().length; i++) smoothed.levels()[i] += image.levels()[i];
            final CameraProfile profile = profile(smoothed);
            assertEquals(CameraProfile.Kind.SMOOTHED, profile.kind());
            assertEquals(0.58 * sigma, profile.sigma(), 0.18 * sigma);
        }
    }

    /** White noise, smoothed by (1 2 1)/4 along rows and columns, with a standard deviation of sigma after that. */
    private static Frame smoothed(final Frame blank, final double sigma) {
        final float[] white = noisy(blank, NoiseModel.constant(sigma * 64 / 24)).levels();
        for (int i = WIDTH + 1; i < white.length - WIDTH - 1; i++)
            for (int d = 0; d < 9; d++)
                blank.levels()[i] += white[i + (d / 3 - 1) * WIDTH + d % 3 - 1]
                        * (2 - Math.abs(d / 3 - 1))
                        * (2 - Math.abs(d % 3 - 1))
                        / 16;
        return blank;
    }

    /** Sharp structure everywhere, in the manner of noise but not equally strong. */
    @Test
    void textureIsNoSmoothedNoise() {
        final Frame texture = smoothed(new Frame(new float[WIDTH * HEIGHT], WIDTH, HEIGHT, 1), 0.03);
        for (int i = 0; i < texture.levels().length; i++)
            texture.levels()[i] *= (float) Math.exp(Math.sin(i % WIDTH / 30.0) + Math.cos(i / WIDTH / 20.0));
        assertEquals(CameraProfile.Kind.WHITE, profile(texture).kind());
    }

    @Test
    void withoutNoiseThereIsNone() {
        assertEquals(0, profile(image(1, false)).sigma(), 1e-6);
        assertEquals(0, profile(new Frame(new float[25], 5, 5, 1)).sigma(), 0);
    }

    @Test
    void theNoiseOfSeveralPlanesIsNotThatOfTheBrightestOrOfABlankOne() {
        final NoiseModel noise = NoiseModel.constant(0.02);
        final Frame plain = noisy(image(1, true), noise), flash = image(1, true), blank = image(1, false);
        for (int i = 0; i < flash.levels().length; i++) flash.levels()[i] *= 15;
        Arrays.fill(blank.levels(), 0);
        assertEquals(0.02, profile(blank, plain, plain, noisy(flash, noise)).sigma(), 0.003);
    }

    /** Photons on a background that was taken away: most pixels have neither light nor noise. */
    @Test
    void theNoiseIsThatOfThePixelsThatHaveSome() {
        final int width = 500;
        final float[] levels = new float[width * HEIGHT];
        for (int i = 0; i < levels.length; i++) if (i % width >= 262) levels[i] = 0.1f + (i % width - 262) / 300f;
        final NoiseModel noise = new NoiseModel(-1.6e-4, 0.002); // a pedestal was taken away
        final Frame plane = noisy(new Frame(levels, width, HEIGHT, 1), noise);
        final CameraProfile profile = profile(plane);
        assertEquals(noise.sigma(0.5), profile.sigma(), 0.004);
        for (final float weight : profile.observe(plane).weights().update(null).getCurrentStorageArray())
            assertTrue(weight > 0 && weight < Float.POSITIVE_INFINITY, "weight " + weight);
    }

    /** Three colours on an empty ground: where nothing differs, nothing was interpolated. */
    @Test
    void anEmptyGroundIsNoMosaic() {
        final Frame plane = noisy(image(3, true), NoiseModel.constant(0.01));
        for (int i = 0; i < plane.levels().length; i++) if (i / WIDTH % HEIGHT >= 60) plane.levels()[i] = 0;
        assertEquals(CameraProfile.Kind.WHITE, profile(plane).kind());
    }

    /** Line noise shows beside what is left out, too. */
    @Test
    void rowsAreMeasuredBesideMissingPixels() {
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.005));
        final Random random = new Random(5);
        for (int y = 0; y < HEIGHT; y++) {
            final float offset = (float) (0.02 * random.nextGaussian());
            for (int x = 0; x < WIDTH; x++) plane.levels()[y * WIDTH + x] += offset;
        }
        for (int y = 40; y < 60; y++) Arrays.fill(plane.levels(), y * WIDTH + 100, y * WIDTH + 140, Float.NaN);
        assertEquals(0.02, profile(plane).lines().rows(), 0.004);
    }

    /** An amplifier adds to each row before its levels end at the highest one. */
    @Test
    void saturatedPixelsOfRowsWithOffsetsAreOnes() {
        final SplittableRandom random = new SplittableRandom(6);
        final Frame light = image(1, true);
        for (int i = 0; i < light.levels().length; i++)
            light.levels()[i] += (float) Math.exp(-Math.hypot(i % WIDTH - 80, i / WIDTH - 90) / 12);
        final Frame plane =
                Camera.of(new ReadNoise(1 / 255.0), new RowNoise(0.02)).record(light, random);
        for (int i = 0; i < plane.levels().length; i++)
            plane.levels()[i] = Math.min(1, Math.round(plane.levels()[i] * 4095) / 4095f);
        final boolean[] saturated = new boolean[plane.levels().length];
        for (int i = 0; i < saturated.length; i++) saturated[i] = plane.levels()[i] == 1;
        final CameraProfile profile = profile(plane.copy());
        assertTrue(profile.lines().rows() > 0);
        final PixelState[] states = profile.states(plane);
        for (int i = 0; i < states.length; i++)
            assertEquals(saturated[i], states[i] == PixelState.SATURATED, i % WIDTH + ", " + i / WIDTH);
    }

    /** A scan that goes both ways has its rows in turns too far left and right. */
    @ParameterizedTest
    @ValueSource(doubles = {0.4, -0.7})
    void rowsOfAScanBothWaysAreShiftedBack(final double shift) {
        final Frame light = image(1, true);
        final float[] before = light.levels().clone();
        RowShift.undo(light, -shift);
        final Frame plane = noisy(light, NoiseModel.constant(0.005));
        final CameraProfile profile = profile(plane.copy());
        assertEquals(shift, profile.lines().shift(), 0.05);
        final float[] after = profile.observe(plane).levels().update(null).getCurrentStorageArray();
        double left = 0;
        int n = 0;
        for (int i = WIDTH; i < before.length; i++)
            if (i % WIDTH > 4 && i % WIDTH < WIDTH - 4) {
                left += Math.pow(after[i] - before[i], 2);
                n++;
            }
        assertEquals(0.005, Math.sqrt(left / n), 0.002);
    }

    /** The noise that moving rows leaves is less, but more than neighbours along a row show of it. */
    @Test
    void noiseOfRowsThatWereMoved() {
        final Frame light = image(1, true);
        RowShift.undo(light, -1);
        final CameraProfile profile = profile(noisy(light, NoiseModel.constant(0.01)));
        assertEquals(1, profile.lines().shift(), 0.05);
        assertEquals(0.01 * Math.sqrt(RowShift.noise(1)), profile.sigma(), 1e-3);
        assertEquals(0.8, Math.sqrt(RowShift.noise(1)), 0.01);
    }

    /** Saturated pixels are moved with their rows. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.8})
    void saturationIsMovedWithItsRows(final double shift) {
        final Frame light = image(1, true);
        RowShift.undo(light, -shift);
        final Frame plane = noisy(light, NoiseModel.constant(0.003));
        final float[] sorted = plane.levels().clone();
        Arrays.sort(sorted);
        final float full = sorted[sorted.length * 49 / 50];
        for (int i = 0; i < plane.levels().length; i++) plane.levels()[i] = Math.min(full, plane.levels()[i]);
        final float[] recorded = plane.levels().clone();
        final CameraProfile profile = profile(plane.copy());
        assertEquals(shift, profile.lines().shift(), 0.1);
        final PixelState[] states = profile.states(plane);
        int saturated = 0;
        for (int y = 0; y < states.length / WIDTH; y++)
            for (int x = 3; x < WIDTH - 3; x++) {
                // the two pixels that this one is nearly all made of
                final int
                        by =
                                (int) Math.floor(
                                        (y % 2 == 1 ? 1 : -1) * profile.lines().shift() / 2),
                        from = y * WIDTH + x + by;
                if (recorded[from] == full && recorded[from + 1] == full) {
                    assertEquals(PixelState.SATURATED, states[y * WIDTH + x], x + ", " + y);
                    saturated++;
                }
            }
        assertTrue(saturated > 50);
    }

    /** Many sensors have an amplifier for each column. */
    @Test
    void columnsHaveOffsetsToo() {
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.005));
        final float[] before = plane.levels().clone();
        final Random random = new Random(5);
        final float[] offsets = new float[WIDTH];
        for (int x = 0; x < WIDTH; x++) offsets[x] = (float) (0.02 * random.nextGaussian());
        for (int i = 0; i < before.length; i++) plane.levels()[i] += offsets[i % WIDTH];
        final CameraProfile profile = profile(plane.copy());
        assertEquals(0, profile.lines().rows());
        assertEquals(0.02, profile.lines().columns(), 0.004);
        final float[] after = profile.observe(plane).levels().update(null).getCurrentStorageArray();
        double left = 0;
        for (int x = 1; x < WIDTH; x++) {
            double sum = 0;
            for (int y = 0; y < HEIGHT; y++)
                sum += after[y * WIDTH + x]
                        - before[y * WIDTH + x]
                        - after[y * WIDTH + x - 1]
                        + before[y * WIDTH + x - 1];
            left += Math.pow(sum / HEIGHT, 2) / (WIDTH - 1);
        }
        assertTrue(Math.sqrt(left) < 0.006, Math.sqrt(left) + " of 0.028 is left between neighbours");
    }

    /** Lost rows and columns are no edges. */
    @Test
    void lostLinesAreMissing() {
        final Frame plane = noisy(image(3, true), NoiseModel.constant(0.005));
        final int row = 71, column = 33, area = WIDTH * HEIGHT;
        for (int i = 0; i < plane.levels().length; i++)
            if (i % area / WIDTH == row || i % WIDTH == column) plane.levels()[i] = 0;
        final PixelState[] states = profile(plane.copy()).states(plane);
        for (int i = 0; i < states.length; i++)
            assertEquals(i / WIDTH == row || i % WIDTH == column, states[i] == PixelState.MISSING, "pixel " + i);
    }

    /** At the rim, side by side, across each other, and under a mask. */
    @Test
    void lostLinesAreMissingEverywhere() {
        final Frame plane = noisy(image(3, true), NoiseModel.constant(0.005));
        final int area = WIDTH * HEIGHT;
        for (int i = 0; i < plane.levels().length; i++) {
            final int x = i % WIDTH, y = i % area / WIDTH;
            if (isLost(x, y)) plane.levels()[i] = x == 33 ? 1 : 0;
            if (x >= 80 && x < 90) plane.levels()[i] = Float.NaN;
        }
        final PixelState[] states = profile(plane.copy()).states(plane);
        for (int i = 0; i < states.length; i++) {
            final int x = i % WIDTH, y = i % area / WIDTH;
            assertEquals(isLost(x, y) || x >= 80 && x < 90, states[i] == PixelState.MISSING, "pixel " + x + ", " + y);
        }
    }

    private static boolean isLost(final int x, final int y) {
        return y < 2 || y == 71 || y == 72 || y == HEIGHT - 1 || x == 0 || x == 33;
    }

    /** What is black for longer is a frame, and what differs little is light. */
    @Test
    void blankRowsAtTheRimMayBeThePicture() {
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.005));
        for (int i = 0; i < plane.levels().length; i++)
            if (i / WIDTH < 20) plane.levels()[i] = 0;
            else if (i / WIDTH == HEIGHT - 1) plane.levels()[i] = 0.5f;
        for (int i = HEIGHT - 9; i < HEIGHT - 1; i++)
            for (int x = 0; x < WIDTH; x++) plane.levels()[i * WIDTH + x] = 0.49f + 0.01f * ((x * 7 + i) % 11) / 11;
        assertFalse(List.of(profile(plane.copy()).states(plane)).contains(PixelState.MISSING));
    }

    /** What moved in one frame of a series did not in the others. */
    @Test
    void aShiftOfOneFrameIsNotThatOfAll() {
        final Frame shifted = noisy(image(1, true), NoiseModel.constant(0.005));
        RowShift.undo(shifted, -1);
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.005));
        assertEquals(1, profile(shifted.copy()).lines().shift(), 0.1);
        assertEquals(
                0,
                CameraProfile.of(List.of(plane.copy(), shifted.copy(), plane.copy()), false)
                        .lines()
                        .shift());
        assertEquals(
                1,
                CameraProfile.of(List.of(plane.copy(), shifted.copy(), shifted.copy()), false)
                        .lines()
                        .shift(),
                0.1);
    }

    /** Of the outermost rows, and of those at an edge, nothing is measured; they are not told to have no offset. */
    @Test
    void theOutermostRowsGetNoWorse() {
        double before = 0, after = 0;
        for (int seed = 0; seed < 10; seed++) {
            final Frame plane = noisy(image(1, true), NoiseModel.constant(0.005));
            final float[] sound = plane.levels().clone();
            final Random random = new Random(seed);
            for (int y = 0; y < HEIGHT; y++) {
                final float offset = (float) (0.02 * random.nextGaussian());
                for (int x = 0; x < WIDTH; x++) plane.levels()[y * WIDTH + x] += offset;
            }
            final float[] noisy = plane.levels().clone();
            assertTrue(RowOffsets.remove(plane) > 0);
            for (final int y : new int[] {0, HEIGHT - 1}) {
                before += Math.pow(offset(noisy, sound, y), 2);
                after += Math.pow(offset(plane.levels(), sound, y), 2);
            }
        }
        assertTrue(after < 0.6 * before, Math.sqrt(after / 20) + " of " + Math.sqrt(before / 20) + " is left");
    }

    private static double offset(final float[] levels, final float[] sound, final int y) {
        double sum = 0;
        for (int x = 0; x < WIDTH; x++) sum += levels[y * WIDTH + x] - sound[y * WIDTH + x];
        return sum / WIDTH;
    }

    /** Ruled paper and gratings have lines of one level, but not alone. */
    @Test
    void linesOfAPatternAreNotLost() {
        final float[] levels = new float[WIDTH * HEIGHT];
        for (int i = 0; i < levels.length; i++) levels[i] = i / WIDTH % 6 == 0 ? 0.2f : 0.8f;
        final Frame plane = new Frame(levels, WIDTH, HEIGHT, 1);
        assertFalse(List.of(profile(plane.copy()).states(plane)).contains(PixelState.MISSING));
    }

    /** Rows of black above and below are no line noise. */
    @Test
    void theEdgesOfABlackFrameAreNoOffsets() {
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.005));
        for (int i = 0; i < plane.levels().length; i++) if (i / WIDTH < 20 || i / WIDTH >= 140) plane.levels()[i] = 0;
        assertEquals(0, profile(plane).lines().rows());
    }

    @Test
    void aHotPixelInACornerIsADefect() {
        final Frame plane = noisy(image(1, false), NoiseModel.constant(0.005));
        plane.levels()[0] = 0.9f;
        assertEquals(PixelState.DEFECTIVE, profile(plane).states(plane)[0]);
    }

    /** Small lights shine on all sides, also at the rim, where one of these is not seen. */
    @Test
    void lightsAtTheRimAreNoDefects() {
        final SplittableRandom random = new SplittableRandom(6);
        int defective = 0;
        for (int seed = 0; seed < 5; seed++) {
            final float[] levels = new float[WIDTH * HEIGHT];
            for (int i = 0; i < levels.length; i++)
                levels[i] = (float) (0.1 + 0.08 * Math.sin(i % WIDTH * 0.15) * Math.cos(i / WIDTH * 0.11));
            for (int y = 8; y < HEIGHT - 8; y += 12) {
                final double fromRim = random.nextDouble(0.5), below = random.nextDouble(-0.5, 0.5);
                final double height = random.nextDouble(0.3, 0.8);
                for (int dy = -5; dy <= 5; dy++)
                    for (int x = 0; x < 6; x++)
                        levels[(y + dy) * WIDTH + x] += (float) (height
                                * Math.exp(-(Math.pow(x - fromRim, 2) + Math.pow(dy - below, 2)) / (2 * 0.55 * 0.55)));
            }
            final Frame plane = noisy(new Frame(levels, WIDTH, HEIGHT, 1), NoiseModel.constant(1 / 255.0));
            for (final PixelState state : profile(plane.copy()).states(plane))
                if (state == PixelState.DEFECTIVE) defective++;
        }
        assertTrue(defective < 4, defective + " pixels of 65 lights");
    }

    /** A square of such a level would leave nothing of any other. */
    @ParameterizedTest
    @ValueSource(floats = {1e30f, -1e25f, Float.POSITIVE_INFINITY})
    void whatNoCameraGivesIsMissing(final float level) {
        final Frame plane = noisy(image(1, false), NoiseModel.constant(0.005));
        plane.levels()[0] = level;
        plane.levels()[30 * WIDTH + 40] = level;
        final CameraProfile profile = profile(plane.copy());
        assertEquals(0.005, profile.sigma(), 0.001);
        final PixelState[] states = profile.states(plane);
        assertEquals(PixelState.MISSING, states[0]);
        assertEquals(PixelState.MISSING, states[30 * WIDTH + 40]);
    }

    @Test
    void weightsAreOneOverTheVariance() {
        final NoiseModel truth = new NoiseModel(1e-4, 0.01);
        final Frame plane = noisy(image(1, false), truth);
        final CameraProfile profile = profile(plane);
        final float[] weights = profile.observe(plane).weights().update(null).getCurrentStorageArray();
        final int dark = 80 * WIDTH + 10, bright = 80 * WIDTH + 190;
        assertEquals(
                truth.variance(0.1 + 190 / 300.0) / truth.variance(0.1 + 10 / 300.0),
                weights[dark] / weights[bright],
                0.5);
    }

    @Test
    void defectsHaveNoWeightAndAreFilled() {
        final Frame sound = noisy(image(1, false), NoiseModel.constant(0.005));
        final SplittableRandom random = new SplittableRandom(4);
        final Frame broken = new DefectivePixels(1e-3, 0).apply(sound.copy(), random);
        final boolean[] defective = new boolean[broken.levels().length];
        for (int i = 0; i < defective.length; i++) defective[i] = broken.levels()[i] != sound.levels()[i];
        final CameraProfile profile = profile(broken);
        assertEquals(0.005, profile.sigma(), 0.0005, "they are not taken for noise");
        final Observation observation = profile.observe(broken.copy());
        final float[] weights = observation.weights().update(null).getCurrentStorageArray();
        for (int i = 0; i < defective.length; i++) assertEquals(defective[i] ? 0 : 1, weights[i], "pixel " + i);
        assertArrayEquals(sound.levels(), observation.levels().update(null).getCurrentStorageArray(), 0.25f);
        assertEquals(32, observation.masked());
    }

    /** A track across an edge, where its faint end is still brighter than all around, and a line's end beside a hot pixel. */
    @Test
    void tracksAreFoundToTheirEnds() {
        final float[] levels = new float[WIDTH * HEIGHT];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (float) (0.35 + 0.25 * Math.tanh((i % WIDTH - i / WIDTH - 20) / 2.0));
        final Frame plane = noisy(new Frame(levels, WIDTH, HEIGHT, 1), NoiseModel.constant(0.002));
        final int[] track = {80 * WIDTH + 99, 79 * WIDTH + 100, 78 * WIDTH + 101};
        plane.levels()[track[0]] += 0.9f;
        plane.levels()[track[1]] += 0.8f;
        plane.levels()[track[2]] = 0.68f;
        // In the first row few neighbours tell of structure: what is darker than they belongs to no track.
        plane.levels()[50] += 0.9f;
        plane.levels()[51] -= 0.03f;
        final PixelState[] states = profile(plane).states(plane);
        for (int i = 0; i < states.length; i++) {
            final int pixel = i;
            final boolean lies = i == 50 || Arrays.stream(track).anyMatch(t -> t == pixel);
            assertEquals(lies ? PixelState.DEFECTIVE : PixelState.SOUND, states[i], i % WIDTH + ", " + i / WIDTH);
        }
    }

    @Test
    void sharpStructuresAreNoDefects() {
        final float[] levels = new float[WIDTH * HEIGHT];
        final Random random = new Random(1);
        for (int star = 0; star < 60; star++) {
            final double cx = 3 + random.nextDouble() * (WIDTH - 6), cy = 3 + random.nextDouble() * (HEIGHT - 6);
            final double peak = 0.3 + 0.7 * random.nextDouble();
            for (int i = 0; i < levels.length; i++)
                levels[i] += (float) (peak
                        * Math.exp(-(Math.pow(i % WIDTH - cx, 2) + Math.pow(i / WIDTH - cy, 2)) / (2 * 0.5 * 0.5)));
        }
        final Frame stars = noisy(new Frame(levels, WIDTH, HEIGHT, 1), NoiseModel.constant(0.005));
        assertEquals(0, profile(stars).observe(stars).masked());
    }

    @Test
    void saturatedPixelsAreLowerBounds() {
        final Frame plane = noisy(image(1, true), NoiseModel.constant(0.01));
        int clipped = 0;
        for (int i = 0; i < plane.levels().length; i++)
            if (plane.levels()[i] > 0.75f) {
                plane.levels()[i] = 0.75f;
                clipped++;
            }
        final Observation observation = profile(plane).observe(plane);
        assertEquals(clipped, observation.masked());
        assertTrue(clipped > 100);
        final float[] weights = observation.weights().update(null).getCurrentStorageArray();
        for (int i = 0; i < weights.length; i++) assertEquals(plane.levels()[i] == 0.75f ? -1 : 1, weights[i]);
    }
}
