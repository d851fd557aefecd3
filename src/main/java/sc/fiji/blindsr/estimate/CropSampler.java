package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.Random;
import sc.fiji.blindsr.network.Crops;

/**
 * Draws the crops for generator and discriminator of KernelGAN, more often where the image has strong edges
 * ({@link CropMap}). For the generator, the edges of the reduced image count, since that is what it makes.
 */
final class CropSampler {

    private final int width;
    private final int height;
    private final int scale;
    private final Random random;
    private final int generatorSize;
    private final int discriminatorSize;
    private final double[] forGenerator;
    private final double[] forDiscriminator;

    /**
     * @param luminance width × height grey levels, row by row; both multiples of s
     * @param scale the scale factor s; crops begin at its multiples
     * @param generatorSize size of the generator's crops
     * @param discriminatorSize size of the discriminator's crops
     */
    CropSampler(
            final float[] luminance,
            final int width,
            final int height,
            final int scale,
            final int generatorSize,
            final int discriminatorSize,
            final Random random) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.random = random;
        this.generatorSize = generatorSize;
        this.discriminatorSize = discriminatorSize;
        final double[] smaller =
                CropMap.edges(new BicubicReduction(scale).of(luminance, width, height), width / scale, height / scale);
        final double[] repeated = new double[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) repeated[y * width + x] = smaller[y / scale * (width / scale) + x / scale];
        forGenerator = cumulative(CropMap.probabilities(repeated, width, height, generatorSize));
        forDiscriminator = cumulative(
                CropMap.probabilities(CropMap.edges(luminance, width, height), width, height, discriminatorSize));
    }

    private static double[] cumulative(final double[] probabilities) {
        Arrays.parallelPrefix(probabilities, Double::sum);
        return probabilities;
    }

    /** Crops for the generator. */
    Crops forGenerator(final int count) {
        return draw(count, forGenerator, generatorSize);
    }

    /** Crops for the discriminator. */
    Crops forDiscriminator(final int count) {
        return draw(count, forDiscriminator, discriminatorSize);
    }

    private Crops draw(final int count, final double[] cumulative, final int size) {
        final int[] lefts = new int[count], tops = new int[count];
        for (int i = 0; i < count; i++) {
            final int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
            // Between two sums: the pixel of the second; exactly at a sum: the next pixel.
            final int centre = Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
            lefts[i] = start(centre % width, size, width);
            tops[i] = start(centre / width, size, height);
        }
        return new Crops(size, lefts, tops);
    }

    private int start(final int centre, final int size, final int length) {
        final int start = Math.max(0, Math.min(length - size, centre - size / 2));
        return start - start % scale;
    }
}
