package sc.fiji.blindsr.estimate;

import sc.fiji.blindsr.pixel.Mirror;

/**
 * Makes planes s times smaller by cubic interpolation (Keys, "Cubic convolution interpolation for digital image
 * processing", IEEE TASSP 1981, a = −1/2), stretched s times against aliasing: MATLAB's
 * imresize, which KernelGAN's code follows. Pixel n of the result lies in the middle of its s×s block; at the rim the
 * plane is mirrored.
 */
final class BicubicReduction {

    /** How far the interpolation reaches, in pixels of the result. */
    private static final int REACH = 2;

    private final int scale;
    private final double[] weights;

    /** @param scale how many times smaller, along each axis */
    BicubicReduction(final int scale) {
        this.scale = scale;
        // The middle of a block is a pixel if s is odd, and the edge between two if s is even.
        weights = new double[2 * REACH * scale - scale % 2];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = cubic((i - (weights.length - 1) / 2.0) / scale);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
    }

    /**
     * The smaller plane.
     *
     * @param plane width × height values, row by row; both multiples of s
     * @return (width/s) × (height/s) values
     */
    float[] of(final float[] plane, final int width, final int height) {
        final int narrow = width / scale, low = height / scale;
        final double[] rows = new double[narrow * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < narrow; x++)
                for (int i = 0; i < weights.length; i++)
                    rows[y * narrow + x] += weights[i] * plane[y * width + Mirror.aboutEdges(first(x) + i, width)];
        final float[] smaller = new float[narrow * low];
        for (int y = 0; y < low; y++)
            for (int x = 0; x < narrow; x++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++)
                    sum += weights[i] * rows[Mirror.aboutEdges(first(y) + i, height) * narrow + x];
                smaller[y * narrow + x] = (float) sum;
            }
        return smaller;
    }

    /** The first pixel that contributes to pixel n of the result. */
    private int first(final int n) {
        return n * scale + (scale - weights.length) / 2;
    }

    private static double cubic(final double x) {
        final double d = Math.abs(x);
        if (d >= 2) return 0;
        return d <= 1 ? (1.5 * d - 2.5) * d * d + 1 : ((2.5 - 0.5 * d) * d - 4) * d + 2;
    }
}
