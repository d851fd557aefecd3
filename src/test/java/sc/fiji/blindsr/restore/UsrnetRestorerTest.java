package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.model.Npz;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.Usrnet;
import sc.fiji.blindsr.network.UsrnetModel;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

class UsrnetRestorerTest {

    private static final BlurKernel KERNEL = new AnisotropicGaussian(4, 1.5, 0.7).kernel(2);

    private Map<String, Tensor> weights;

    @BeforeEach
    void readWeights() throws IOException {
        weights = UsrnetModel.builtIn();
    }

    @Test
    void reachesTheAuthorsFigure() throws IOException {
        final Path folder = Golden.shared("data/Set5");
        final ImagePlus low = IJ.openImage(folder.resolve("lr_x2/butterfly.png").toString());
        final ImagePlus high = IJ.openImage(folder.resolve("hr/butterfly.png").toString());
        final BlurKernel kernel = BlurKernel.square(Npz.read(Files.newInputStream(folder.resolve("kernels_x2.npz")))
                .get("butterfly")
                .values());
        final IntensityRange range = IntensityRange.of(low, "input");
        try (Restoration restoration = prepare(kernel, 2, Grid.PAPER, 0)) {
            final ImagePlus result = new ImagePlus(
                    "", Planes.write(restoration.restore(Planes.read(low, 1, range), Progress.NONE), low, range));
            assertEquals(
                    33.39,
                    new ImageQuality(
                                    Planes.read(result, 1, IntensityRange.IDENTITY),
                                    Planes.read(high, 1, IntensityRange.IDENTITY),
                                    2,
                                    255)
                            .psnr(),
                    0.01);
        }
    }

    /** An image that goes on beyond its edges, and the network's error there against the same place in a larger image. */
    @Test
    void edgesDoNotRing() {
        final ArrayImg<FloatType, FloatArray> wide = low(2, Grid.CENTRED);
        final int size = 72, rim = 40;
        final RandomAccessibleInterval<FloatType> part = part(wide, rim, 32, size, size);
        try (Restoration restoration = prepare(KERNEL, 2, Grid.CENTRED, 0);
                Usrnet network = new Usrnet(ComputeDevice.CPU, weights);
                NDManager manager = network.manager().newSubManager()) {
            final float[] truth =
                    Pixels.floats(part(restoration.restore(wide, Progress.NONE), 2 * rim, 64, 2 * size, 2 * size));
            final float[] alone = Pixels.floats(restoration.restore(part, Progress.NONE));
            final float[] circular = network.forward(
                            manager.create(Pixels.floats(part), new Shape(1, 1, size, size))
                                    .repeat(1, 3),
                            KERNEL.turned(),
                            2,
                            0,
                            Progress.NONE)
                    .mean(new int[] {1})
                    .toFloatArray();
            final double with = rimError(alone, truth, 2 * size), without = rimError(circular, truth, 2 * size);
            assertTrue(
                    with < 0.2 * without,
                    "RMS error within 8 pixels of the edge: " + with + ", without extension " + without);
            assertTrue(with < 0.03, "RMS error within 8 pixels of the edge: " + with);
        }
    }

    private static double rimError(final float[] image, final float[] truth, final int width) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < image.length; i++) {
            final int x = i % width,
                    y = i / width,
                    inside = Math.min(Math.min(x, y), Math.min(width - 1 - x, width - 1 - y));
            if (inside >= 8) continue;
            sum += Math.pow(image[i] - truth[i], 2);
            n++;
        }
        return Math.sqrt(sum / n);
    }

    /** What was blurred with circular boundaries is restored with them. */
    @Test
    void periodicImagesAreKnown() {
        final ArrayImg<FloatType, FloatArray> low = low(2, Grid.PAPER);
        try (Restoration restoration = prepare(KERNEL, 2, Grid.PAPER, 0);
                Usrnet network = new Usrnet(ComputeDevice.CPU, weights);
                NDManager manager = network.manager().newSubManager()) {
            final float[] circular = network.forward(
                            manager.create(Pixels.floats(low), new Shape(1, 1, low.dimension(1), low.dimension(0)))
                                    .repeat(1, 3),
                            KERNEL,
                            2,
                            0,
                            Progress.NONE)
                    .mean(new int[] {1})
                    .toFloatArray();
            assertArrayEquals(circular, Pixels.floats(restoration.restore(low, Progress.NONE)), 1e-6f);
        }
    }

    @Test
    void greyIsColourOfEqualChannels() {
        final RandomAccessibleInterval<FloatType> grey = part(low(2, Grid.CENTRED), 20, 30, 40, 33);
        try (Restoration restoration = prepare(KERNEL, 2, Grid.CENTRED, 0.01)) {
            final Img<FloatType> one = restoration.restore(grey, Progress.NONE);
            final float[] three =
                    Pixels.floats(restoration.restore(Views.concatenate(2, grey, grey, grey), Progress.NONE));
            assertArrayEquals(new long[] {80, 66, 1}, one.dimensionsAsLongArray());
            final float[] mean = new float[80 * 66];
            for (int i = 0; i < three.length; i++) mean[i % mean.length] += three[i] / 3;
            assertArrayEquals(mean, Pixels.floats(one), 1e-5f);
        }
    }

    /**
     * Turned by 180°, an image of the one grid is one of the other with the same kernel, s − 1 high-resolution pixels further;
     * the network starts from another enlargement there, so that the results are much alike, not equal.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void gridsDifferByAHalfTurn(final int scale) {
        final BlurKernel kernel = new AnisotropicGaussian(2 * scale, scale, 0.7).kernel(scale);
        final ArrayImg<FloatType, FloatArray> high = high();
        final int size = 60 * scale;
        final RandomAccessibleInterval<FloatType> square = part(high, 100, 60, size, size);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(kernel, scale, Grid.PAPER).apply(square, Progress.NONE);
        try (Restoration paper = prepare(kernel, scale, Grid.PAPER, 0.01);
                Restoration centred = prepare(kernel, scale, Grid.CENTRED, 0.01)) {
            final float[] first = Pixels.floats(paper.restore(low, Progress.NONE));
            final float[] second = Pixels.floats(centred.restore(turned(low), Progress.NONE));
            double sum = 0, shiftless = 0;
            int n = 0;
            for (int y = 20; y < size - 20; y++)
                for (int x = 20; x < size - 20; x++, n++) {
                    final double other = second[(size - 1 - y) * size + size - 1 - x];
                    sum += Math.pow(first[(y - scale + 1) * size + x - scale + 1] - other, 2);
                    shiftless += Math.pow(first[y * size + x] - other, 2);
                }
            assertTrue(Math.sqrt(sum / n) < 0.02, "RMS difference " + Math.sqrt(sum / n));
            if (scale > 1) assertTrue(shiftless > 4 * sum, "RMS difference without moving " + Math.sqrt(shiftless / n));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 10 / 255.0})
    void tilesGiveTheSameAsTheWhole(final double noise) {
        final RandomAccessibleInterval<FloatType> low = part(low(2, Grid.CENTRED), 10, 20, 203, 190);
        try (Restoration restoration = prepare(KERNEL, 2, Grid.CENTRED, noise)) {
            final long budget = restoration.memory(150, 150, 1);
            final Set<String> tiles = new HashSet<>();
            final float[] whole = Pixels.floats(new Tiles(restoration, Long.MAX_VALUE).restore(low, 2, Progress.NONE));
            final float[] tiled = Pixels.floats(
                    new Tiles(restoration, budget).restore(low, 2, (stage, done, total) -> tiles.add(stage)));
            assertTrue(tiles.size() >= 4, "tiles " + tiles);
            double most = 0, rim = 0, innermost = 0;
            int above = 0, inner = 0;
            for (int i = 0; i < whole.length; i++) {
                final int x = i % 406, y = i / 406, inside = Math.min(Math.min(x, y), Math.min(405 - x, 379 - y));
                final double difference = Math.abs(whole[i] - tiled[i]);
                if (inside >= 128) innermost = Math.max(innermost, difference);
                if (inside < 32) rim = Math.max(rim, difference);
                else {
                    most = Math.max(most, difference);
                    inner++;
                    if (difference > 1e-3) above++;
                }
            }
            // Nearer to the image's edges, a tile is continued beyond them in another way than the whole.
            assertTrue(
                    innermost > 0 && innermost < 1e-3, "largest difference beyond the reach of the edges " + innermost);
            assertTrue(above < 0.001 * inner, above + " of " + inner + " pixels inside differ by more than 1e-3");
            assertTrue(most < 1 / 255.0, "largest difference inside " + most);
            assertTrue(rim < 0.05, "largest difference at the image's edges " + rim);
        }
    }

    @Test
    void cancels() {
        final RandomAccessibleInterval<FloatType> low = part(low(2, Grid.CENTRED), 0, 0, 20, 20);
        try (Restoration restoration = prepare(KERNEL, 2, Grid.CENTRED, 0)) {
            assertThrows(
                    CancellationException.class,
                    () -> restoration.restore(low, (stage, done, total) -> {
                        if (!stage.startsWith("USRNet")) return; // PyTorch's process starts
                        assertEquals(6, total);
                        if (done == 2) throw new CancellationException();
                    }));
            assertEquals(40, restoration.restore(low, Progress.NONE).dimension(0)); // works again
        }
    }

    @Test
    void tilesKeepTheBlocksOfTheUNet() {
        for (int scale = 1; scale <= 8; scale++)
            try (Restoration restoration = prepare(KERNEL, scale, Grid.CENTRED, 0)) {
                assertEquals(0, restoration.step() * scale % 8);
                assertTrue(restoration.step() <= 8);
            }
    }

    /** Photons: a tile that is bright all over has one noise, but not that of the image's median. */
    @Test
    void allTilesAreToldTheSameNoise() {
        final Random random = new Random(4);
        final int width = 160, height = 64;
        final double perLevel = 0.01, sigma = Math.sqrt(0.1 * perLevel);
        final float[] levels = new float[width * height], worth = new float[width * height];
        for (int i = 0; i < levels.length; i++) {
            final double light = i % width < 80 ? 0.1 : 0.8;
            levels[i] = (float) (light + Math.sqrt(light * perLevel) * random.nextGaussian());
            worth[i] = (float) (0.1 / light);
        }
        final RandomAccessibleInterval<FloatType> image = ArrayImgs.floats(levels, width, height, 1),
                says = ArrayImgs.floats(worth, width, height, 1);
        final Interval bright = Intervals.createMinSize(96, 0, 0, 64, height, 1);
        try (Restoration restoration = prepare(KERNEL, 2, Grid.CENTRED, sigma)) {
            final double whole = deviation(part(restoration.restore(image, says, Progress.NONE), 224, 32, 64, 64));
            restoration.prepareTiles(image, says, Progress.NONE);
            final double tile = deviation(part(
                    restoration.restoreTile(Views.interval(image, bright), Views.interval(says, bright), Progress.NONE),
                    32,
                    32,
                    64,
                    64));
            assertEquals(whole, tile, 0.3 * whole);
        }
    }

    /** Of more noise than it was trained for, and is told, it would make patterns. */
    @Test
    void strongNoiseMakesNoPatterns() {
        final Random random = new Random(5);
        final ArrayImg<FloatType, FloatArray> low = low(2, Grid.CENTRED);
        final double photons = 30, sigma = Math.sqrt(0.5 / photons);
        final ArrayImg<FloatType, FloatArray> worth = ArrayImgs.floats(low.dimensionsAsLongArray());
        final float[] levels = Pixels.floats(low), of = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            final double variance = Math.max(0.02, levels[i]) / photons;
            levels[i] += (float) (Math.sqrt(variance) * random.nextGaussian());
            of[i] = (float) (sigma * sigma / variance);
        }
        System.arraycopy(of, 0, worth.update(null).getCurrentStorageArray(), 0, of.length);
        final Img<FloatType> noisy = ArrayImgs.floats(levels, low.dimensionsAsLongArray());
        final double[] psnr = new double[2];
        for (int i = 0; i < 2; i++)
            try (Restoration restoration = i == 0
                    ? prepare(KERNEL, 2, Grid.CENTRED, sigma)
                    : new CubicSplineRestorer().prepare(problem(KERNEL, 2, Grid.CENTRED, sigma))) {
                psnr[i] = new ImageQuality(restoration.restore(noisy, worth, Progress.NONE), high(), 8, 1).psnr();
            }
        assertTrue(psnr[0] > psnr[1] + 1, psnr[0] + " and " + psnr[1]);
    }

    private static double deviation(final RandomAccessibleInterval<FloatType> part) {
        double sum = 0, squares = 0;
        final float[] values = Pixels.floats(part);
        for (final float v : values) {
            sum += v / values.length;
            squares += v * v / values.length;
        }
        return Math.sqrt(squares - sum * sum);
    }

    /** A doubtful kernel is noise to the network. */
    @Test
    void aDoubtfulKernelIsToldAsNoise() {
        final Img<FloatType> low = new Degradation(KERNEL, 2, Grid.CENTRED).apply(high(), Progress.NONE);
        final RestorationProblem doubtful = new RestorationProblem(
                KERNEL, new KernelSpread(0.4, 0.3, 5), null, 2, Grid.CENTRED, 0.01, null, 0, 0, DeviceChoice.CPU);
        final double doubt = KernelDoubt.of(low, doubtful, Progress.NONE);
        assertTrue(doubt > 0.001, String.valueOf(doubt));
        assertArrayEquals(
                Pixels.floats(restored(low, problem(KERNEL, 2, Grid.CENTRED, Math.hypot(0.01, doubt)))),
                Pixels.floats(restored(low, doubtful)));
    }

    private Img<FloatType> restored(final Img<FloatType> low, final RestorationProblem problem) {
        try (Restoration restoration = new UsrnetRestorer(() -> weights).prepare(problem)) {
            return restoration.restore(low, Progress.NONE);
        }
    }

    private Restoration prepare(final BlurKernel kernel, final int scale, final Grid grid, final double noise) {
        return new UsrnetRestorer(() -> weights).prepare(problem(kernel, scale, grid, noise));
    }

    private static RestorationProblem problem(
            final BlurKernel kernel, final int scale, final Grid grid, final double noise) {
        return new RestorationProblem(kernel, scale, grid, noise, DeviceChoice.CPU);
    }

    private static ArrayImg<FloatType, FloatArray> high() {
        final ImagePlus image = IJ.openImage("src/test/resources/camera.png");
        return Planes.read(image, 1, IntensityRange.of(image, "input"));
    }

    /** The camera man, blurred with circular boundaries and sampled. */
    private static ArrayImg<FloatType, FloatArray> low(final int scale, final Grid grid) {
        return new Degradation(KERNEL, scale, grid).apply(high(), Progress.NONE);
    }

    private static RandomAccessibleInterval<FloatType> part(
            final RandomAccessibleInterval<FloatType> image,
            final int x,
            final int y,
            final int width,
            final int height) {
        return Views.zeroMin(
                Views.interval(image, Intervals.createMinSize(x, y, 0, width, height, image.dimension(2))));
    }

    private static RandomAccessibleInterval<FloatType> turned(final RandomAccessibleInterval<FloatType> image) {
        return Views.zeroMin(Views.invertAxis(Views.invertAxis(image, 0), 1));
    }
}
