package sc.fiji.blindsr.posterior;

import java.util.Arrays;

/**
 * The precision of each low-resolution pixel: 1 over the variance of its noise, 0 where nothing is known. In the layout of
 * {@link Polyphase#low}, with 0 outside the image.
 */
public final class DataPrecision {

    private final float[] values;
    /** Where only a lower bound is known; null if nowhere. */
    private final boolean[] bounds;
    /** Standard deviations of the noise; 0 where nothing is known, since there nothing is to be perturbed. */
    private final float[] sigmas;

    private DataPrecision(final float[] values, final float[] sigmas, final boolean[] bounds) {
        this.values = values;
        this.bounds = bounds;
        this.sigmas = sigmas;
    }

    /**
     * The precisions of noise that differs from pixel to pixel.
     *
     * @param sigma standard deviation of the noise where the weight is 1
     * @param weights w·h values row by row, the precision at a pixel over 1/σ²; 0 = nothing is known. Negative
     *     ones stand for their absolute value, but the pixel is only a {@linkplain #given lower bound}
     */
    public static DataPrecision of(final Polyphase patch, final double sigma, final float[] weights) {
        final float[] values = new float[weights.length], sigmas = new float[weights.length];
        boolean bounded = false;
        for (int i = 0; i < weights.length; i++) {
            final float weight = Math.abs(weights[i]);
            values[i] = (float) (weight / (sigma * sigma));
            sigmas[i] = weight > 0 ? (float) (sigma / Math.sqrt(weight)) : 0;
            bounded |= weights[i] < 0;
        }
        return new DataPrecision(patch.low(values), patch.low(sigmas), bounded ? bounds(patch, weights) : null);
    }

    private static boolean[] bounds(final Polyphase patch, final float[] weights) {
        final boolean[] bounds = new boolean[patch.lowLength()];
        for (int n = 0, i = 0; n < patch.lowHeight(); n++)
            for (int m = 0; m < patch.lowWidth(); m++, i++) bounds[patch.lowStart(n) + m] = weights[i] < 0;
        return bounds;
    }

    /**
     * The precisions when an image is believed: a lower bound that it exceeds says nothing.
     *
     * @param image the image that is believed, in the layout of {@link Polyphase}
     * @param y the data
     */
    public DataPrecision given(final SamplingOperator blur, final float[] image, final float[] y) {
        if (bounds == null) return this;
        final float[] predicted = new float[y.length], left = values.clone(), perturbed = sigmas.clone();
        blur.apply(image, predicted);
        for (int i = 0; i < y.length; i++)
            if (bounds[i] && predicted[i] > y[i]) {
                left[i] = 0;
                perturbed[i] = 0;
            }
        return new DataPrecision(left, perturbed, bounds);
    }

    /**
     * Mean square of the residual over the standard deviation of the noise, where something is known of the pixel.
     *
     * @param image the image that is believed, in the layout of {@link Polyphase}
     * @param y the data
     * @return 0 if nothing is known of any pixel
     */
    public double meanSquare(final SamplingOperator blur, final float[] image, final float[] y) {
        final float[] predicted = new float[y.length];
        blur.apply(image, predicted);
        double sum = 0;
        int n = 0;
        for (int i = 0; i < y.length; i++)
            if (values[i] > 0 && (bounds == null || !bounds[i])) {
                sum += values[i] * (y[i] - predicted[i]) * (y[i] - predicted[i]);
                n++;
            }
        return n == 0 ? 0 : sum / n;
    }

    /** Noise of the same standard deviation σ everywhere. */
    public static DataPrecision constant(final Polyphase patch, final double sigma) {
        final float[] weights = new float[patch.lowWidth() * patch.lowHeight()];
        Arrays.fill(weights, 1);
        return of(patch, sigma, weights);
    }

    /** The precisions in the layout of {@link Polyphase#low}, not to be changed. */
    float[] values() {
        return values;
    }

    /** result = P y. */
    void multiply(final float[] y, final float[] result) {
        for (int i = 0; i < values.length; i++) result[i] = values[i] * y[i];
    }

    /** Adds P^−½ε to a row of an image. */
    void addNoise(final float[] signs, final float[] low, final int start) {
        for (int m = 0; m < signs.length; m++) low[start + m] += sigmas[start + m] * signs[m];
    }
}
