package sc.fiji.blindsr.estimate;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.pixel.NeighbourMeans;

/**
 * The gradient signal-to-noise ratio of an image: the root mean square of the differences between neighbours in its
 * luminance, over that of noise alone. Edges show the blur; where neighbours differ by noise only, nothing does.
 */
public final class GradientSnr {

    /** Smallest ratio from which a kernel can be estimated; below it there is little but noise. */
    public static final double SMALLEST_USEFUL = 1.5;

    private GradientSnr() {}

    /**
     * The ratio for an image; about 1 for noise alone.
     *
     * @param image X×Y×C, C = 1 or 3, grey levels in about [0,1]
     * @param noise standard deviation of the noise of its channels, grey levels in [0,1]; at least that of {@link
     *     EightBitRounding} is assumed
     */
    public static <T extends RealType<T>> double of(final RandomAccessibleInterval<T> image, final double noise) {
        return ratio(
                Channels.luminanceOf(image), (int) image.dimension(0), noiseOfLuminance(noise, image.dimension(2)));
    }

    /**
     * The same for the means of 2×2 pixels each: there the noise of single pixels is half as large, structure hardly smaller. About
     * 1 for noise alone, as long as each pixel has its own.
     */
    public static <T extends RealType<T>> double ofMeans(final RandomAccessibleInterval<T> image, final double noise) {
        final int width = (int) image.dimension(0), height = (int) image.dimension(1);
        return ratio(
                NeighbourMeans.halved(Channels.luminanceOf(image), width, height),
                width / 2,
                noiseOfLuminance(noise, image.dimension(2)) / 2);
    }

    private static double ratio(final float[] y, final int width, final double noise) {
        return difference(y, width) / Math.sqrt(2) / noise;
    }

    /**
     * Root mean square of the differences between neighbours.
     *
     * @param y luminance, row by row
     */
    static double difference(final float[] y, final int width) {
        final int height = y.length / width;
        double sum = 0;
        for (int v = 0; v + 1 < height; v++)
            for (int i = v * width; i + 1 < (v + 1) * width; i++)
                sum += Math.pow(y[i + 1] - y[i], 2) + Math.pow(y[i + width] - y[i], 2);
        return Math.sqrt(sum / 2 / ((width - 1) * (height - 1)));
    }

    /** Standard deviation of the luminance's noise, at least that of rounding to 8 bits. */
    public static double noiseOfLuminance(final double noise, final long channels) {
        return Math.max(EightBitRounding.STANDARD_DEVIATION, noise * Channels.noiseOfLuminance(channels));
    }
}
