package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.Jpeg;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.evidence.Residual;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

class SparseMapTest {

    private static RestorationProblem problem(
            final BlurKernel kernel, final int scale, final Grid grid, final double noise) {
        return new RestorationProblem(kernel, scale, grid, noise, DeviceChoice.CPU);
    }

    private static Img<FloatType> restored(
            final Restorer restorer, final RandomAccessibleInterval<FloatType> low, final RestorationProblem problem) {
        return restorer.prepare(problem).restore(low, Progress.NONE);
    }

    /** Discs and bars; channels of different contrast. */
    private static ArrayImg<FloatType, FloatArray> scene(final int width, final int height, final int channels) {
        final ArrayImg<FloatType, FloatArray> scene = ArrayImgs.floats(width, height, channels);
        final Random random = new Random(5);
        scene.forEach(v -> v.set(0.5f));
        for (int shape = 0; shape < width * height / 150; shape++) {
            final int cx = random.nextInt(width),
                    cy = random.nextInt(height),
                    a = 3 + random.nextInt(12),
                    b = 3 + random.nextInt(12);
            final float level = random.nextFloat();
            final boolean disc = random.nextBoolean();
            for (int y = Math.max(0, cy - b); y < Math.min(height, cy + b); y++)
                for (int x = Math.max(0, cx - a); x < Math.min(width, cx + a); x++)
                    if (!disc || (x - cx) * (x - cx) * b * b + (y - cy) * (y - cy) * a * a < a * a * b * b)
                        for (int c = 0; c < channels; c++)
                            scene.getAt(x, y, c).set(0.5f + (level - 0.5f) * (1 - 0.3f * c));
        }
        return scene;
    }

    private static double error(
            final RandomAccessibleInterval<FloatType> result,
            final RandomAccessibleInterval<FloatType> truth,
            final int rim) {
        double sum = 0;
        int n = 0;
        for (int c = 0; c < truth.dimension(2); c++)
            for (int y = rim; y < truth.dimension(1) - rim; y++)
                for (int x = rim; x < truth.dimension(0) - rim; x++, n++)
                    sum += Math.pow(
                            result.getAt(x, y, c).get() - truth.getAt(x, y, c).get(), 2);
        return Math.sqrt(sum / n);
    }

    private static RandomAccessibleInterval<FloatType> crop(
            final RandomAccessibleInterval<FloatType> image, final int from, final int size) {
        return Views.zeroMin(Views.interval(
                image, new long[] {from, from, 0}, new long[] {from + size - 1L, from + size - 1L, image.max(2)}));
    }

    /** A dim channel beside a bright one, which sets the range of levels, is restored nearly as well as by itself. */
    @Test
    void dimImagesAreNotSmoothedAway() {
        final float dim = 0.05f;
        final BlurKernel kernel = new AnisotropicGaussian(1.6, 1, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = scene(96, 80, 1), dimTruth = scene(96, 80, 1);
        dimTruth.forEach(v -> v.set(dim * v.get()));
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        final Random random = new Random(4);
        low.forEach(v -> v.set(v.get() + 0.02f * (float) random.nextGaussian()));
        final ArrayImg<FloatType, FloatArray> dimLow = ArrayImgs.floats(48, 40, 1);
        LoopBuilder.setImages(low, dimLow).forEachPixel((v, w) -> w.set(dim * v.get()));
        final double error = error(restored(new SparseMap(), low, problem(kernel, 2, Grid.CENTRED, 0.02)), truth, 6);
        final double dimError =
                error(restored(new SparseMap(), dimLow, problem(kernel, 2, Grid.CENTRED, dim * 0.02)), dimTruth, 6);
        assertEquals(1, dimError / dim / error, 0.12);
    }

    /** Lines with a period that the image's width has too are as strong as others. */
    @Test
    void linesAsFarApartAsColumnsThatAreLookedAtCount() {
        final BlurKernel kernel = new AnisotropicGaussian(1.6, 1, 0.6).kernel(1);
        final double[] errors = new double[2];
        for (int i = 0; i < errors.length; i++) {
            final int width = 1000 - i;
            final ArrayImg<FloatType, FloatArray> truth = ArrayImgs.floats(width, 400, 1);
            for (int y = 0; y < 400; y++)
                for (int x = 0; x < width; x++) truth.getAt(x, y, 0).set(x % 4 == 2 ? 0.9f : 0.1f);
            final ArrayImg<FloatType, FloatArray> low =
                    new Degradation(kernel, 1, Grid.CENTRED).apply(truth, Progress.NONE);
            final Random random = new Random(4);
            low.forEach(v -> v.set(v.get() + 0.001f * (float) random.nextGaussian()));
            errors[i] = error(restored(new SparseMap(), low, problem(kernel, 1, Grid.CENTRED, 0.001)), truth, 8);
        }
        assertEquals(1, errors[0] / errors[1], 0.05);
    }

    /** What no image explains, a panel or strip with sharp edges, leaves what is far from it as it was. */
    @Test
    void aPanelDoesNotMakeTheRestNoisy() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 2, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = scene(160, 160, 1),
                low = new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        final Random random = new Random(4);
        low.forEach(v -> v.set(v.get() + 0.01f * (float) random.nextGaussian()));
        final RestorationProblem problem = problem(kernel, 2, Grid.CENTRED, 0.01);
        final double before = error(crop(restored(new SparseMap(), low, problem), 10, 90), crop(truth, 10, 90), 0);
        for (int y = 64; y < 80; y++)
            for (int x = 0; x < 80; x++) low.getAt(x, y, 0).set((x / 5 + y / 4) % 2);
        final double after = error(crop(restored(new SparseMap(), low, problem), 10, 90), crop(truth, 10, 90), 0);
        assertTrue(after < 1.15 * before, after + " instead of " + before);
    }

    @ParameterizedTest
    @CsvSource({
        "1, CENTRED, 1, 0.6",
        "1, PAPER, 3, 0.6",
        "2, CENTRED, 1, 0.6",
        "2, PAPER, 3, 0.6",
        "3, CENTRED, 1, 0.75",
        "4, CENTRED, 1, 0.85"
    })
    void isNearerToTheTruthThanInterpolation(final int scale, final Grid grid, final int channels, final double ratio) {
        final BlurKernel kernel = new AnisotropicGaussian(0.8 * scale, 0.5 * scale, 0.6).kernel(scale);
        final ArrayImg<FloatType, FloatArray> truth = scene(48 * scale, 40 * scale, channels);
        final ArrayImg<FloatType, FloatArray> low = new Degradation(kernel, scale, grid).apply(truth, Progress.NONE);
        final RestorationProblem problem = problem(kernel, scale, grid, 0);
        final Img<FloatType> result = restored(new SparseMap(), low, problem);
        assertEquals(48L * scale, result.dimension(0));
        final double error = error(result, truth, 3 * scale),
                cubic = error(restored(new CubicSplineRestorer(), low, problem), truth, 3 * scale);
        assertTrue(error < ratio * cubic, error + " against " + cubic);
        assertTrue(
                Residual.of(low, result, kernel, scale, grid, Progress.NONE).rms() < 0.5 / 255,
                "it does not explain the image");
    }

    /** Points of light on even ground: the ground holds up what would ring. */
    @Test
    void darkGroundKeepsPointsFromRinging() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1.5, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = ArrayImgs.floats(160, 160, 1);
        truth.forEach(v -> v.set(0.2f));
        final Random random = new Random(5);
        for (int point = 0; point < 60; point++)
            truth.getAt(random.nextInt(160), random.nextInt(160), 0).set(8);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        low.forEach(v -> v.set(v.get() + 0.001f * (float) random.nextGaussian()));
        final RestorationProblem problem = problem(kernel, 2, Grid.CENTRED, 0.001);
        final Img<FloatType> result = restored(new SparseMap(), low, problem);
        final double error = error(result, truth, 6),
                spline = error(restored(new CubicSplineRestorer(), low, problem), truth, 6);
        assertTrue(error < 0.6 * spline, error + " against " + spline); // without the ground 0.88
    }

    /** The errors of a file's rounding are known better frequency by frequency than as so much noise in each pixel. */
    @ParameterizedTest
    @ValueSource(ints = {60, 80})
    void jpegFilesAreRestoredBetterWithTheirBlocks(final int quality) {
        final BlurKernel kernel = new AnisotropicGaussian(2, 1.2, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = scene(240, 200, 1);
        final Frame file = Camera.of(new Jpeg(quality))
                .record(
                        Frame.of(new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE)),
                        new SplittableRandom(1));
        final CameraProfile camera = CameraProfile.of(List.of(file.copy()), true);
        final RandomAccessibleInterval<FloatType> low = ArrayImgs.floats(file.levels(), 120, 100, 1);
        final RestorationProblem white = problem(kernel, 2, Grid.CENTRED, camera.sigma()),
                blocks =
                        new RestorationProblem(
                                kernel,
                                null,
                                null,
                                2,
                                Grid.CENTRED,
                                camera.sigma(),
                                camera.jpeg(),
                                0,
                                0,
                                DeviceChoice.CPU);
        final Img<FloatType> result = restored(new SparseMap(), low, blocks);
        assertTrue(error(result, truth, 6) < 0.97 * error(restored(new SparseMap(), low, white), truth, 6));
        // A tile has the blocks at the image's places.
        final Restoration restoration = new SparseMap().prepare(blocks);
        restoration.prepareTiles(low, Restoration.equalWeights(low), Progress.NONE);
        final RandomAccessibleInterval<FloatType>
                part = Views.interval(low, Intervals.createMinMax(13, 10, 0, 119, 99, 0)),
                same = Views.interval(result, Intervals.createMinMax(26, 20, 0, 239, 199, 0));
        final RandomAccessibleInterval<FloatType> weights = Restoration.equalWeights(part);
        final int rim = 2 * restoration.reach();
        final double
                difference = error(restoration.restoreTile(part, weights, Progress.NONE), Views.zeroMin(same), rim),
                elsewhere =
                        error(
                                restoration.restoreTile(Views.zeroMin(part), Views.zeroMin(weights), Progress.NONE),
                                Views.zeroMin(same),
                                rim);
        assertTrue(difference < 0.2 * elsewhere, difference + " against " + elsewhere);
    }

    /** A crop knows nothing of what lies beyond its edge; still it must not ring there. */
    @Test
    void doesNotRingAtTheEdge() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1.5, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = scene(160, 160, 1);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        final Img<FloatType> part = restored(new SparseMap(), crop(low, 20, 40), problem(kernel, 2, Grid.CENTRED, 0));
        final double all = error(part, crop(truth, 40, 80), 0), inner = error(part, crop(truth, 40, 80), 8);
        assertTrue(all < 1.6 * inner, "with the rim " + all + ", without " + inner);
        float least = 1, most = 0;
        for (final FloatType v : part) {
            least = Math.min(least, v.get());
            most = Math.max(most, v.get());
        }
        assertTrue(least > -0.2 && most < 1.2, least + " … " + most);
    }

    @Test
    void tilesGiveTheSameAsTheWhole() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1.5, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(scene(320, 200, 1), Progress.NONE);
        final Restoration restoration = new SparseMap().prepare(problem(kernel, 2, Grid.CENTRED, 0));
        final Img<FloatType> whole = restoration.restore(low, Progress.NONE);
        final Img<FloatType> tiled =
                new Tiles(restoration, restoration.memory(100, 100, 1)).restore(low, 2, Progress.NONE);
        assertEquals(0, error(tiled, whole, 0), 1e-3);
    }

    private static ArrayImg<FloatType, FloatArray> weights(
            final RandomAccessibleInterval<FloatType> low, final float w) {
        final ArrayImg<FloatType, FloatArray> weights = ArrayImgs.floats(low.dimensionsAsLongArray());
        weights.forEach(v -> v.set(w));
        return weights;
    }

    @Test
    void tilesGiveTheSameAsTheWholeWhereNoiseDiffers() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1.5, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(scene(320, 200, 1), Progress.NONE);
        final ArrayImg<FloatType, FloatArray> weights = weights(low, 1);
        final Random random = new Random(9);
        weights.forEach(
                v -> v.set(random.nextInt(50) == 0 ? 0 : random.nextInt(50) == 0 ? -1 : 0.2f + random.nextFloat()));
        final Restoration restoration = new SparseMap().prepare(problem(kernel, 2, Grid.CENTRED, 0.02));
        final Img<FloatType> whole = restoration.restore(low, weights, Progress.NONE);
        final Img<FloatType> tiled =
                new Tiles(restoration, restoration.memory(100, 100, 1)).restore(low, weights, 2, Progress.NONE);
        assertEquals(0, error(tiled, whole, 0), 1e-3);
    }

    /** The weight is the precision over 1/σ². */
    @Test
    void fourTimesTheWeightIsHalfTheNoise() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1.5, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(scene(80, 80, 3), Progress.NONE);
        final Img<FloatType> half = restored(new SparseMap(), low, problem(kernel, 2, Grid.CENTRED, 0.01));
        final Img<FloatType> weighted = new SparseMap()
                .prepare(problem(kernel, 2, Grid.CENTRED, 0.02))
                .restore(low, weights(low, 4), Progress.NONE);
        assertEquals(0, error(weighted, half, 0), 1e-4);
    }

    @Test
    void aPixelWithoutWeightSaysNothingAndALowerBoundOnlyThatThereIsMore() {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1.5, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = scene(80, 80, 1),
                low = new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        final Restoration restoration = new SparseMap().prepare(problem(kernel, 2, Grid.CENTRED, 0.005));
        final double right = error(restoration.restore(low, Progress.NONE), truth, 6);
        final ArrayImg<FloatType, FloatArray> wrong = ArrayImgs.floats(low.dimensionsAsLongArray()),
                unknown = weights(low, 1),
                bounds = weights(low, 1);
        for (int y = 0; y < 40; y++)
            for (int x = 0; x < 40; x++) {
                final boolean clipped = low.getAt(x, y, 0).get() > 0.75f;
                wrong.getAt(x, y, 0).set(Math.min(0.75f, low.getAt(x, y, 0).get()));
                if (clipped) unknown.getAt(x, y, 0).set(0);
                if (clipped) bounds.getAt(x, y, 0).set(-1);
            }
        final double believed = error(restoration.restore(wrong, Progress.NONE), truth, 6),
                left = error(restoration.restore(wrong, unknown, Progress.NONE), truth, 6),
                bounded = error(restoration.restore(wrong, bounds, Progress.NONE), truth, 6);
        assertTrue(
                right <= left && left < 0.8 * believed && right <= bounded && bounded < 0.8 * believed,
                right + ", " + bounded + ", " + left + ", " + believed);
    }

    /**
     * Turning image and kernel by 180° goes from one grid to the other. With N low-resolution pixels, y′[n] = y[N − 1 − n]
     * makes x′[m] = x[s(N − 1) − m]: turned back, the other result lies s − 1 pixels further on.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void bothGridsAreHalfATurnApart(final int scale) {
        final BlurKernel kernel = new AnisotropicGaussian(2.5, 1, 0.6).kernel(scale);
        final int size = 30 * scale, rim = 8, inner = size - 2 * rim - scale;
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, scale, Grid.PAPER).apply(scene(size, size, 1), Progress.NONE);
        final Img<FloatType> paper = restored(new SparseMap(), low, problem(kernel, scale, Grid.PAPER, 0));
        final RandomAccessibleInterval<FloatType> centred =
                turned(restored(new SparseMap(), turned(low), problem(kernel, scale, Grid.CENTRED, 0)));
        final RandomAccessibleInterval<FloatType> expected = crop(paper, rim, inner);
        assertEquals(0, error(crop(centred, rim + scale - 1, inner), expected, 0), 1e-3);
    }

    private static RandomAccessibleInterval<FloatType> turned(final RandomAccessibleInterval<FloatType> image) {
        return Views.zeroMin(Views.invertAxis(Views.invertAxis(image, 0), 1));
    }

    @Test
    void takesKernelsOfAnyOddSize() {
        final ArrayImg<FloatType, FloatArray> truth = scene(80, 80, 1);
        final double[] lines = new double[15 * 3]; // a blur by motion, wider than high
        Arrays.fill(lines, 4, 10, 1);
        Arrays.fill(lines, 15 + 4, 15 + 10, 1);
        final BlurKernel kernel = new BlurKernel(15, 3, lines).normalised();
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        final RestorationProblem problem = problem(kernel, 2, Grid.CENTRED, 0);
        final Img<FloatType> result = restored(new SparseMap(), low, problem);
        assertTrue(
                error(result, truth, 8) < 0.7 * error(restored(new CubicSplineRestorer(), low, problem), truth, 8),
                "motion");
    }

    /** With noise it must not follow the noise: less so when it is told how much. */
    @Test
    void noiseIsSmoothed() {
        final BlurKernel kernel = new AnisotropicGaussian(1.5, 1, 0.6).kernel(2);
        final ArrayImg<FloatType, FloatArray> truth = scene(100, 100, 1);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, 2, Grid.CENTRED).apply(truth, Progress.NONE);
        final Random random = new Random(3);
        low.forEach(v -> v.set(v.get() + (float) (10 / 255.0 * random.nextGaussian())));
        final double known =
                error(restored(new SparseMap(), low, problem(kernel, 2, Grid.CENTRED, 10 / 255.0)), truth, 6);
        final double unknown = error(restored(new SparseMap(), low, problem(kernel, 2, Grid.CENTRED, 0)), truth, 6);
        final double cubic =
                error(restored(new CubicSplineRestorer(), low, problem(kernel, 2, Grid.CENTRED, 0)), truth, 6);
        assertTrue(known < 0.8 * unknown && known < cubic, known + ", " + unknown + ", " + cubic);
    }

    @Test
    void cancelEndsIt() {
        final BlurKernel kernel = new AnisotropicGaussian(1.5, 1, 0.6).kernel(2);
        final int[] updates = {0};
        assertThrows(CancellationException.class, () -> new SparseMap()
                .prepare(problem(kernel, 2, Grid.CENTRED, 0))
                .restore(scene(40, 40, 1), (stage, done, total) -> {
                    if (++updates[0] == 5) throw new CancellationException();
                }));
        assertEquals(5, updates[0]);
    }
}
