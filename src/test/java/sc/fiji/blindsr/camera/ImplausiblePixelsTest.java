package sc.fiji.blindsr.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/** Blurred edges and points of light, with and without pixels that lie. */
class ImplausiblePixelsTest {

    private static final int SIZE = 96;
    private static final double SIGMA = 1 / 255.0;

    /** FWHM of 3.3 and 2.4 low-resolution pixels at ×2, 1.6 and 1.1 at ×4. */
    private static final BlurKernel BLUR = new AnisotropicGaussian(7.8, 4, 0.6).kernel(2, 19);

    /** Sharp shapes of many directions. */
    private static float[] edges(final int scale) {
        final int side = scale * SIZE;
        final float[] scene = new float[side * side];
        for (int i = 0; i < scene.length; i++) {
            final double x = i % side / (double) scale, y = i / side / (double) scale;
            scene[i] = Math.sin(x / 5 + y / 17) * Math.cos(y / 6 - x / 23) > 0.1 ? 0.8f : 0.2f;
        }
        return scene;
    }

    private static float[] seen(final float[] scene, final int scale) {
        final int side = scale * SIZE;
        final float[] low = Pixels.floats(new Degradation(BLUR, scale, Grid.CENTRED)
                .apply(ArrayImgs.floats(scene, side, side, 1), Progress.NONE));
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < low.length; i++) low[i] += (float) (SIGMA * random.nextGaussian());
        return low;
    }

    private static float[] trusted() {
        final float[] weights = new float[SIZE * SIZE];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static int find(final float[] levels, final float[] weights, final int scale) {
        return ImplausiblePixels.find(levels, weights, SIZE, BLUR, scale, SIGMA, Progress.NONE);
    }

    /** Pixels on the steepest places, where {@link Defects} sees nothing, and what they should show is predicted. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void findsWhatLiesOnEdges(final int scale) {
        final float[] truth = seen(edges(scale), scale), levels = truth.clone(), weights = trusted();
        final int[] defects = IntStream.range(0, 12)
                .map(n -> steepest(truth, 16 + 24 * (n % 3), 14 + 20 * (n / 3)))
                .toArray();
        for (int n = 0; n < defects.length; n++) levels[defects[n]] += n % 2 == 0 ? 0.25f : -0.25f;

        assertEquals(defects.length, find(levels, weights, scale));
        for (final int i : defects) {
            assertEquals(0, weights[i]);
            assertEquals(truth[i], levels[i], 0.06);
            levels[i] = Float.NaN;
        }
        assertEquals(
                SIZE * SIZE - defects.length,
                IntStream.range(0, levels.length)
                        .filter(i -> levels[i] == truth[i] && weights[i] == 1)
                        .count());
    }

    private static int steepest(final float[] image, final int x, final int y) {
        return IntStream.range(0, 100)
                .map(i -> (y + i / 10) * SIZE + x + i % 10)
                .boxed()
                .max((a, b) -> Double.compare(steepness(image, a), steepness(image, b)))
                .orElseThrow();
    }

    private static double steepness(final float[] image, final int i) {
        return Math.hypot(image[i + 1] - image[i - 1], image[i + SIZE] - image[i - SIZE]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void soundImagesStayAsTheyAre(final int scale) {
        final float[] image = seen(edges(scale), scale), levels = image.clone(), weights = trusted();
        assertEquals(0, find(levels, weights, scale));
        assertArrayEquals(image, levels);
        assertArrayEquals(trusted(), weights);
    }

    /** As bright and as sharp as the blur allows, at all places between the pixels. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void pointsOfLightAreNoDefects(final int scale) {
        final int side = scale * SIZE;
        final float[] scene = new float[side * side];
        Arrays.fill(scene, 0.1f);
        for (int n = 0; n < 36; n++) {
            final int x = scale * (9 + 15 * (n % 6)) + n % scale, y = scale * (9 + 15 * (n / 6)) + n / scale % scale;
            scene[y * side + x] = 4 * scale * scale;
        }
        final float[] levels = seen(scene, scale), weights = trusted();
        assertEquals(0, find(levels, weights, scale));

        final int defect = 31 * SIZE + 31; // between four of them
        levels[defect] += 0.2f;
        assertEquals(1, find(levels, weights, scale));
        assertEquals(0, weights[defect]);
    }

    /** No pixel of a track is alone. */
    @Test
    void findsTracks() {
        final float[] levels = seen(edges(2), 2), weights = trusted();
        final int from = steepest(levels, 40, 40);
        for (int n = 0; n < 4; n++) levels[from + n * (SIZE + 1)] += 0.3f;
        assertEquals(4, find(levels, weights, 2));
        for (int n = 0; n < 4; n++) assertEquals(0, weights[from + n * (SIZE + 1)]);
    }

    /** That the light was at least so strong can be untrue; that it was stronger than a clipped level cannot be seen so. */
    @Test
    void boundsAreDoubtedFromAboveAlone() {
        final float[] levels = seen(edges(2), 2), weights = trusted();
        final int bright = steepest(levels, 20, 20), dark = steepest(levels, 60, 60);
        levels[bright] += 0.3f;
        levels[dark] -= 0.3f;
        weights[bright] = weights[dark] = -1;
        assertEquals(1, find(levels, weights, 2));
        assertEquals(0, weights[bright]);
        assertEquals(-1, weights[dark]);
    }

    /** More saturated pixels than are looked at together: around a long track the image is dark, around saturated light bright. */
    @Test
    void saturatedFieldsAreDoubtedWhereNothingAroundIsBright() {
        final float[] levels = seen(edges(2), 2), weights = trusted();
        for (int n = 0; n < 9; n++) {
            levels[(50 + n) * SIZE + 20 + n / 2] = 1;
            weights[(50 + n) * SIZE + 20 + n / 2] = -1;
        }
        int clipped = 0;
        for (int i = 0; i < levels.length; i++) {
            final double light = 1.5 * Math.exp(-(Math.pow(i % SIZE - 70, 2) + Math.pow(i / SIZE - 30, 2)) / 20);
            levels[i] = (float) Math.min(1, levels[i] + light);
            if (levels[i] == 1 && weights[i] == 1) {
                weights[i] = -1;
                clipped++;
            }
        }
        assertTrue(clipped > 9);
        assertEquals(9, find(levels, weights, 2));
        for (int n = 0; n < 9; n++) assertEquals(0, weights[(50 + n) * SIZE + 20 + n / 2]);
    }

    /** Where pixels are noisier, they may lie further away. */
    @Test
    void noisyPixelsMayLieFurtherAway() {
        final float[] levels = seen(edges(2), 2), weights = trusted();
        final int i = steepest(levels, 40, 40);
        levels[i] += 0.25f;
        Arrays.fill(weights, 1e-3f);
        assertEquals(0, find(levels, weights, 2));
    }

    /** Noise ten times as large as was said makes a third of the pixels suspect; looking at them would take long, and find some. */
    @Test
    void whereMostPixelsDisagreeNoneIsDefective() {
        final float[] levels = seen(edges(2), 2), weights = trusted();
        final SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < levels.length; i++) levels[i] += (float) (10 * SIGMA * random.nextGaussian());
        assertEquals(0, find(levels, weights, 2));
    }

    @Test
    void imagesThatAreTooSmallAreNotLookedAt() {
        final float[] levels = new float[20 * 20], weights = new float[20 * 20];
        levels[210] = 1;
        Arrays.fill(weights, 1);
        assertEquals(0, ImplausiblePixels.find(levels, weights, 20, BLUR, 2, SIGMA, Progress.NONE));
    }

    /** What was changed pixel by pixel is as if it had been computed anew, in the middle, at edges and in corners. */
    @ParameterizedTest
    @CsvSource({"50, 40", "0, 0", "3, 40", "95, 95", "60, 94"})
    void predictionsAreKeptUpToDate(final int x, final int y) {
        final float[] levels = seen(edges(2), 2);
        final PixelPrediction image = prediction(levels);
        final int i = y * SIZE + x;
        for (int j = 0; j < levels.length; j++) image.whitened(j);
        image.predict(i);
        final PixelPrediction anew = prediction(levels);
        final double scale = IntStream.range(0, levels.length)
                .mapToDouble(j -> Math.abs(anew.unexpected(j)))
                .max()
                .orElseThrow();
        for (int j = 0; j < levels.length; j++) {
            assertEquals(anew.unexpected(j), image.unexpected(j), 1e-4 * scale);
            assertEquals(anew.whitened(j), image.whitened(j), 1e-4 * anew.deviation() * scale);
        }
        assertEquals(0, image.unexpected(i), 1e-4 * scale);
    }

    private static PixelPrediction prediction(final float[] levels) {
        final BlurredCovariance covariance = new BlurredCovariance(BLUR, 2, 1e-3, SIGMA * SIGMA);
        return new PixelPrediction(levels, SIZE, covariance.filter(-1), covariance.filter(-0.5));
    }

    @Test
    void whatAPredictionExplainsTheImageNoLongerHas() {
        final PixelPrediction image = prediction(seen(edges(2), 2));
        final int i = 40 * SIZE + 50;
        final double gain = image.evidence(i), before = image.energy(new int[] {i}, 30);
        image.predict(i);
        assertEquals(gain, before - image.energy(new int[] {i}, 30), 0.02 * gain + 1e-3 * before);
    }

    /** Only cameras that are known to have defects are looked at again. */
    @Test
    void camerasWithoutDefectsAreTrusted() {
        final float[] sound = seen(edges(2), 2), flawed = sound.clone();
        flawed[steepest(sound, 40, 40)] += 0.25f;
        final CameraProfile camera = CameraProfile.of(List.of(frame(sound)), false);
        final Observation trusted = camera.observe(frame(sound));
        assertEquals(0, trusted.defective());
        assertSame(trusted, camera.throughBlur(trusted, BLUR, 2, Progress.NONE));

        final int alone = flattest(sound);
        flawed[alone] = 1;
        final Observation doubted = camera.observe(frame(flawed));
        assertEquals(1, doubted.defective());
        final Observation again = camera.throughBlur(doubted, BLUR, 2, Progress.NONE);
        assertEquals(2, again.defective());
        assertEquals(2, again.masked());
        assertEquals(1, doubted.masked());
        assertNotEquals(doubted.levels(), again.levels());
        final PixelState[] states = camera.states(frame(flawed), BLUR, 2, Progress.NONE);
        assertEquals(
                2, Arrays.stream(states).filter(s -> s == PixelState.DEFECTIVE).count());
        assertTrue(states[alone] == PixelState.DEFECTIVE);
    }

    /** Many suspects take seconds. */
    @Test
    void isCancelled() {
        final float[] flawed = seen(edges(2), 2);
        flawed[flattest(flawed)] = 1;
        final float[] weights = new float[flawed.length];
        Arrays.fill(weights, 1);
        final Progress cancelled = (stage, done, total) -> {
            throw new CancellationException();
        };
        assertThrows(
                CancellationException.class,
                () -> ImplausiblePixels.find(flawed, weights, SIZE, BLUR, 2, SIGMA, cancelled));
    }

    private static int flattest(final float[] image) {
        return IntStream.range(0, 60 * SIZE)
                .map(i -> 10 * SIZE + i)
                .filter(i -> i % SIZE > 10 && i % SIZE < SIZE - 10)
                .boxed()
                .min((a, b) -> Double.compare(steepness(image, a), steepness(image, b)))
                .orElseThrow();
    }

    private static Frame frame(final float[] levels) {
        return new Frame(levels.clone(), SIZE, SIZE, 1);
    }
}
