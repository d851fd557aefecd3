package sc.fiji.blindsr.scene;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.LogCovariance;

/**
 * Draws low-resolution images whose blur is known, to train on: a piece of a photograph or of a synthetic scene, blurred by a
 * Gaussian of the paper's distribution, sampled on the centred grid, and recorded by a camera. Several threads may draw at
 * the same time, each with its own random numbers.
 */
public final class BlurSimulator {

    private static final int SCENE_SIZE = 512;

    /** Large pieces come from images with so many pixels along both sides. */
    private static final int LARGE = 490;

    /** In small pictures, so many pixels must be left for the kernel. */
    private static final int LEAST_ROOM = 20;

    /** Share of samples from photographs, if there are any. */
    private static final double PHOTOGRAPHS = 0.6;

    /** A piece has contrast if its standard deviation is above this, or a point is brighter than the mean by so much. */
    private static final double LEAST_CONTRAST = 0.03, POINT = 0.5;

    /** A piece without contrast is looked for elsewhere; altogether so many are tried. */
    private static final int TRIES = 4;

    /** An image whose brightest pixel is below this is dark. */
    private static final double DARK = 0.5;

    /** Shares of training samples whose blur is wider than the paper's, and of images that were enlarged before. */
    private static final double WIDER = 0.1, ENLARGED = 0.03;

    /** A wider blur's variances are up to so many times those of the paper's. */
    private static final double WIDEST = 5;

    /** The most that a dark image's exposure is prolonged. */
    private static final double LONGEST = 12;

    private final List<GreyImage> photographs;
    private final List<GreyImage> scenes;
    private final int largest;

    /**
     * @param photographs image files, sharp at their own pixels; smaller than 300 pixels along a side, they are not used
     * @param scenes number of synthetic scenes
     * @param seed of the scenes: they do not depend on the number of cores
     */
    public BlurSimulator(final List<Path> photographs, final int scenes, final long seed) {
        this.photographs = photographs.parallelStream()
                .flatMap(file -> GreyImage.photograph(file).stream())
                .toList();
        final long[] seeds = new SplittableRandom(seed).longs(scenes).toArray();
        this.scenes = IntStream.range(0, scenes)
                .parallel()
                .mapToObj(i -> GreyImage.square(Scenes.draw(SCENE_SIZE, new SplittableRandom(seeds[i]))))
                .toList();
        if (this.photographs.isEmpty() && scenes < 1)
            throw new IllegalArgumentException("There is neither a photograph nor a scene to draw from.");
        largest = Stream.concat(this.photographs.stream(), this.scenes.stream())
                .mapToInt(GreyImage::shorterSide)
                .max()
                .orElseThrow();
    }

    /**
     * Draws a sample, recorded by {@linkplain Camera#random some camera}.
     *
     * @param scale the scale factor s
     * @param size its number of columns and of rows, in low-resolution pixels
     * @param random where chance comes from
     */
    public Sample draw(final int scale, final int size, final SplittableRandom random) {
        return draw(scale, size, Camera.random(random), random);
    }

    /** Draws a sample, recorded by a certain camera, which must leave one channel. */
    public Sample draw(final int scale, final int size, final Camera camera, final SplittableRandom random) {
        return draw(AnisotropicGaussian.random(scale, random), scale, size, camera, random);
    }

    /**
     * Draws a sample to learn from: now and then one that the prior does not know, so that such are recognised. Its blur is
     * wider than the paper's blurs, or the image was enlarged to twice the size.
     */
    public Sample drawForTraining(final int scale, final int size, final SplittableRandom random) {
        final double kind = random.nextDouble();
        if (kind >= WIDER + ENLARGED) return draw(scale, size, random);
        if (kind < ENLARGED) return Enlargement.of(draw(scale, Enlargement.sizeBefore(size), random), size, random);
        final AnisotropicGaussian known = AnisotropicGaussian.random(scale, random);
        final AnisotropicGaussian wider = new AnisotropicGaussian(
                known.lambda1() * Draw.logUniform(1, WIDEST, random),
                known.lambda2() * Draw.logUniform(1, WIDEST, random),
                known.theta());
        return draw(wider, scale, size, Camera.random(random), random);
    }

    private Sample draw(
            final AnisotropicGaussian gaussian,
            final int scale,
            final int size,
            final Camera camera,
            final SplittableRandom random) {
        final boolean large = scale * size >= GreyImage.SMALLEST - LEAST_ROOM;
        final int room = (large ? LARGE : GreyImage.SMALLEST) - scale * (size - 1);
        final BlurKernel kernel = gaussian.kernel(scale, Math.min(gaussian.sizeWithRoom(scale), room - 1 | 1));
        return new Sample(
                draw(kernel, scale, size, camera, random), size, scale, LogCovariance.ofGaussian(gaussian, scale));
    }

    /**
     * Draws an image with a certain blur.
     *
     * @param kernel the blur, as a convolution
     * @return size×size grey levels from 0 to 1, as the camera recorded them
     */
    public float[] draw(
            final BlurKernel kernel,
            final int scale,
            final int size,
            final Camera camera,
            final SplittableRandom random) {
        final float[] high = curved(piece(scale * (size - 1) + kernel.width(), random), random);
        final float[] light = exposed(blurredAndSampled(high, kernel, scale, size), random);
        return camera.record(new Frame(light, size, size, 1), random).levels();
    }

    /** A square piece of some image, with contrast if one is found. */
    private float[] piece(final int side, final RandomGenerator random) {
        float[] piece = null;
        for (int i = 0; i < TRIES && (piece == null || !hasContrast(piece)); i++)
            piece = piece(image(side, random), side, random);
        return piece;
    }

    private GreyImage image(final int side, final RandomGenerator random) {
        if (side > largest)
            throw new IllegalArgumentException(
                    side + " pixels are wanted; no photograph or scene has more than " + largest + ".");
        while (true) {
            final boolean photograph = scenes.isEmpty() || !photographs.isEmpty() && random.nextDouble() < PHOTOGRAPHS;
            final List<GreyImage> images = photograph ? photographs : scenes;
            final GreyImage image = images.get(random.nextInt(images.size()));
            if (side <= image.shorterSide()) return image;
        }
    }

    /** A piece from anywhere in an image, in one of its eight turned and mirrored views. */
    private static float[] piece(final GreyImage image, final int side, final RandomGenerator random) {
        final int left = random.nextInt(image.width() - side + 1), top = random.nextInt(image.height() - side + 1);
        final boolean mirrored = random.nextBoolean(),
                upsideDown = random.nextBoolean(),
                transposed = random.nextBoolean();
        final float[] piece = new float[side * side];
        for (int y = 0; y < side; y++) {
            final int row = top + (upsideDown ? side - 1 - y : y);
            int i = transposed ? y : y * side;
            for (int x = 0; x < side; x++, i += transposed ? side : 1)
                piece[i] = image.at(left + (mirrored ? side - 1 - x : x), row);
        }
        return piece;
    }

    /** Whether something is to be seen: a standard deviation, or a point that stands out however small it is. */
    private static boolean hasContrast(final float[] values) {
        double sum = 0, squares = 0, brightest = 0;
        for (final float v : values) {
            sum += v;
            squares += v * v;
            brightest = Math.max(brightest, v);
        }
        final double mean = sum / values.length;
        return squares / values.length - mean * mean > LEAST_CONTRAST * LEAST_CONTRAST || brightest - mean > POINT;
    }

    /** A fifth of the pieces have another contrast curve. */
    private static float[] curved(final float[] levels, final RandomGenerator random) {
        if (random.nextDouble() >= 0.2) return levels;
        final double gamma = Draw.logUniform(0.6, 1.7, random);
        for (int i = 0; i < levels.length; i++) levels[i] = (float) Math.pow(levels[i], gamma);
        return levels;
    }

    /**
     * How light fills the camera's range: dark images, as blurred beads and stars are, are often exposed longer; half of all
     * have less light or less contrast than would fit.
     */
    private static float[] exposed(final float[] levels, final RandomGenerator random) {
        float brightest = 0;
        for (final float v : levels) brightest = Math.max(brightest, v);
        final boolean longer = brightest > 0 && brightest < DARK && random.nextDouble() < 0.7;
        float gain = longer ? (float) Math.min(LONGEST, Draw.uniform(DARK, 1, random) / brightest) : 1;
        float ground = 0;
        if (random.nextBoolean()) {
            final double range = Draw.logUniform(0.3, 1, random);
            gain *= (float) range;
            if (random.nextBoolean()) ground = (float) ((1 - range) * random.nextDouble());
        }
        for (int i = 0; i < levels.length; i++) levels[i] = ground + gain * levels[i];
        return levels;
    }

    /**
     * The image formation of {@link sc.fiji.blindsr.kernel.Degradation} on the centred grid, a true convolution, where the
     * kernel lies within the image; a boundary would tell of itself, not of the blur.
     *
     * @param high a square of s·(size − 1) + K pixels
     */
    static float[] blurredAndSampled(final float[] high, final BlurKernel kernel, final int scale, final int size) {
        final int k = kernel.width(), side = scale * (size - 1) + k;
        final float[] weights = kernel.turned().floats(), low = new float[size * size];
        final float[][] phases = new float[scale][size + k / scale];
        for (int y = 0; y < side; y++) {
            // Each s-th pixel of the row in a row of its own, so that the sums below run over neighbours.
            for (int x = 0; x < side; x++) phases[x % scale][x / scale] = high[y * side + x];
            for (int j = y % scale; j < k; j += scale) {
                final int row = (y - j) / scale;
                if (y < j || row >= size) continue;
                for (int i = 0; i < k; i++)
                    accumulate(low, row * size, size, weights[j * k + i], phases[i % scale], i / scale);
            }
        }
        return low;
    }

    private static void accumulate(
            final float[] sums,
            final int start,
            final int number,
            final float weight,
            final float[] values,
            final int first) {
        for (int x = 0; x < number; x++) sums[start + x] += weight * values[first + x];
    }
}
