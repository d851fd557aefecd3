package sc.fiji.blindsr.camera;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.scene.Scenes;

/**
 * Low-resolution images of which the blur is known: parts of sharp pictures, synthetic ones and photographs, blurred by a
 * random kernel, sampled on the Centred grid, and recorded by a random {@link Camera}.
 */
public final class BlurSimulator {

    /** Width and height of synthetic pictures. */
    private static final int SCENE = 512;
    /** Photographs are used at these reductions too, as long as so many pixels remain along each axis. */
    private static final int REDUCTIONS = 3, SMALLEST = 300;

    private static final double PHOTOGRAPHS = 0.6;
    /** The least standard deviation of a part, grey levels of 255. */
    private static final double STRUCTURE = 7;

    private static final int TRIES = 4;

    /**
     * A simulated image.
     *
     * @param low grey levels in [0,1], size×size, row by row
     * @param size width and height, low-resolution pixels
     * @param scale the scale factor
     * @param truth the blur's log-covariance, low-resolution pixels²
     */
    public record Sample(float[] low, int size, int scale, LogCovariance truth) {}

    private record Picture(int width, int height, byte[] levels) {}

    private final List<Picture> photographs = new ArrayList<>();
    private final List<Picture> scenes;

    /**
     * Loads photographs and draws scenes.
     *
     * @param files the photographs; none is well, too
     * @param count number of synthetic pictures
     * @param seed seed of the synthetic pictures
     * @throws IOException if a photograph cannot be read
     */
    public BlurSimulator(final List<Path> files, final int count, final long seed) throws IOException {
        for (final Path file : files) {
            final BufferedImage photograph = ImageIO.read(file.toFile());
            for (int r = 1; r <= REDUCTIONS; r++)
                if (Math.min(photograph.getWidth(), photograph.getHeight()) / r >= SMALLEST)
                    photographs.add(reduced(photograph, r));
        }
        scenes = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> scene(random(seed, i)))
                .toList();
    }

    /**
     * Random numbers for one of many pieces of work. Java's Random gives much the same first numbers for neighbouring seeds;
     * SplittableRandom does not.
     */
    public static Random random(final long seed, final int number) {
        return new Random(new SplittableRandom(seed * 1_000_003 + number).nextLong());
    }

    private static Picture scene(final Random random) {
        final float[] drawn = Scenes.draw(SCENE, random);
        final byte[] levels = new byte[drawn.length];
        for (int i = 0; i < levels.length; i++) levels[i] = (byte) Math.round(255 * drawn[i]);
        return new Picture(SCENE, SCENE, levels);
    }

    private static Picture reduced(final BufferedImage photograph, final int factor) {
        final int width = photograph.getWidth() / factor, height = photograph.getHeight() / factor;
        final byte[] levels = new byte[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int dy = 0; dy < factor; dy++)
                    for (int dx = 0; dx < factor; dx++) {
                        final int rgb = photograph.getRGB(x * factor + dx, y * factor + dy);
                        sum += 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
                    }
                levels[y * width + x] = (byte) Math.round(sum / factor / factor);
            }
        return new Picture(width, height, levels);
    }

    /**
     * Makes an image.
     *
     * @param scale the scale factor s
     * @param size width and height, low-resolution pixels
     */
    public Sample draw(final int scale, final int size, final Random random) {
        final AnisotropicGaussian gaussian = AnisotropicGaussian.random(scale, random);
        final BlurKernel kernel = gaussian.kernel(scale);
        final int side = scale * (size - 1) + kernel.width();
        final float[] sharp = part(side, random);
        final double contrast = random.nextDouble() < 0.5 ? Math.pow(0.3, random.nextDouble()) : 1;
        final float[] light = blurred(sharp, side, kernel, scale, size);
        for (int i = 0; i < light.length; i++) light[i] *= contrast / 255;
        final float[] low = Camera.random(random).record(light, size, size, random);
        return new Sample(low, size, scale, LogCovariance.of(gaussian, scale));
    }

    /** A random part of a random picture, turned or mirrored at random: side×side grey levels of 255. */
    private float[] part(final int side, final Random random) {
        Picture picture;
        do {
            final List<Picture> from = scenes.isEmpty() || !photographs.isEmpty() && random.nextDouble() < PHOTOGRAPHS
                    ? photographs
                    : scenes;
            picture = from.get(random.nextInt(from.size()));
        } while (Math.min(picture.width, picture.height) < side);
        final float[] part = new float[side * side];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            final int x = random.nextInt(picture.width - side + 1), y = random.nextInt(picture.height - side + 1);
            final int turn = random.nextInt(8);
            double sum = 0, squares = 0;
            for (int row = 0; row < side; row++)
                for (int column = 0; column < side; column++) {
                    final int u = (turn & 1) == 0 ? column : side - 1 - column,
                            v = (turn & 2) == 0 ? row : side - 1 - row;
                    final int level = picture.levels[
                                    (y + ((turn & 4) == 0 ? v : u)) * picture.width + x + ((turn & 4) == 0 ? u : v)]
                            & 0xff;
                    part[row * side + column] = level;
                    sum += level;
                    squares += (double) level * level;
                }
            final double mean = sum / part.length;
            if (squares / part.length - mean * mean > STRUCTURE * STRUCTURE) break;
        }
        return part;
    }

    /** The convolution with the kernel at every s-th pixel, where the kernel lies wholly inside. */
    private static float[] blurred(
            final float[] sharp, final int side, final BlurKernel kernel, final int scale, final int size) {
        final int k = kernel.width();
        final double[] values = kernel.values();
        final float[] weights = new float[values.length];
        for (int i = 0; i < weights.length; i++) weights[i] = (float) values[values.length - 1 - i];
        final float[] low = new float[size * size];
        final float[] phase = new float[size];
        for (int y = 0; y < size; y++) {
            for (int a = 0; a < k; a++) {
                final int row = (scale * y + a) * side;
                for (int b = 0; b < k; b++) {
                    final float weight = weights[a * k + b];
                    for (int x = 0; x < size; x++) phase[x] = sharp[row + b + scale * x];
                    for (int x = 0; x < size; x++) low[y * size + x] += weight * phase[x];
                }
            }
        }
        return low;
    }
}
