package sc.fiji.blindsr.estimate.amortized;

import sc.fiji.blindsr.estimate.Channels;

/**
 * What the network sees of an image, two planes. First, each grey level less the mean around it, over the standard deviation
 * around it. So neither brightness nor contrast matters, anywhere in the image, and a part of it looks the same however large
 * the rest is. The window is wider than the blurs, so that the shape of blurred edges stays. Second, how far that standard
 * deviation stands above the image's noise: what looks alike is a faint texture in one image and noise in another.
 */
public final class ReaderInput {

    /** The window reaches so many pixels to each side. */
    private static final int RADIUS = 7;

    /** Variance that is added: of an image without any structure nothing is made. */
    private static final double FLAT = 1e-8;

    /** Number of planes. */
    static final int PLANES = 2;

    /** Structure of e⁵ times the noise, and more, is free of it; the second plane ends here, at 2.5. */
    private static final double LARGEST_LOG_RATIO = 5;

    private static final double LOG_RATIO_UNIT = 2;

    private ReaderInput() {}

    /** The network's input for an image of which all is known. */
    public static float[] of(final float[] plane, final int width, final int height) {
        return of(plane, Channels.allKnown(plane.length), width, height);
    }

    /**
     * The network's input.
     *
     * @param plane grey levels in about [0,1], row by row
     * @param known whether something is known of each pixel: what was filled in has no noise
     * @return the two planes, one after the other, in the same order
     */
    static float[] of(final float[] plane, final boolean[] known, final int width, final int height) {
        double total = 0;
        for (final float v : plane) total += v;
        final double level = total / plane.length; // less is lost where sums are small
        final double[] sums = new double[(width + 1) * (height + 1)], squares = new double[sums.length];
        for (int y = 0; y < height; y++) {
            double sum = 0, square = 0;
            for (int x = 0; x < width; x++) {
                final double v = plane[y * width + x] - level;
                sum += v;
                square += v * v;
                final int to = (y + 1) * (width + 1) + x + 1;
                sums[to] = sums[to - width - 1] + sum;
                squares[to] = squares[to - width - 1] + square;
            }
        }
        final double noise = NoiseLevel.of(plane, known, width);
        final float[] input = new float[PLANES * plane.length];
        for (int y = 0; y < height; y++) {
            final int top = Math.max(0, y - RADIUS), bottom = Math.min(height, y + RADIUS + 1);
            for (int x = 0; x < width; x++) {
                final int left = Math.max(0, x - RADIUS), right = Math.min(width, x + RADIUS + 1);
                final double n = (double) (bottom - top) * (right - left);
                final double mean = box(sums, width + 1, left, top, right, bottom) / n;
                final double variance = box(squares, width + 1, left, top, right, bottom) / n - mean * mean;
                final double deviation = Math.sqrt(Math.max(0, variance) + FLAT);
                final int i = y * width + x;
                input[i] = (float) ((plane[i] - level - mean) / deviation);
                input[plane.length + i] = (float) (logRatio(deviation, noise) / LOG_RATIO_UNIT);
            }
        }
        return input;
    }

    private static double logRatio(final double deviation, final double noise) {
        return noise > 0 ? Math.max(0, Math.min(LARGEST_LOG_RATIO, Math.log(deviation / noise))) : LARGEST_LOG_RATIO;
    }

    private static double box(
            final double[] sums, final int stride, final int left, final int top, final int right, final int bottom) {
        return sums[bottom * stride + right]
                - sums[top * stride + right]
                - sums[bottom * stride + left]
                + sums[top * stride + left];
    }
}
