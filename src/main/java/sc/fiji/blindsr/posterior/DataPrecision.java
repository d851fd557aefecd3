package sc.fiji.blindsr.posterior;

import java.util.random.RandomGenerator;

/**
 * The precision of the low-resolution image: the inverse P of its noise's covariance, 0 for pixels of which nothing is known. In
 * the layout of {@link Polyphase#low}, with 0 outside the image.
 */
public final class DataPrecision {

    /** The largest square of a residual, over the variance of the noise, that is believed to be noise. */
    private static final float OUTLYING = 9;

    private final Polyphase patch;
    /** The diagonal of P, or what is near it. */
    private final float[] values;
    /** Roots of the pixels' weights, 0 where nothing is known. */
    private final float[] roots;
    /** Where only a lower bound is known; null if nowhere. */
    private final boolean[] bounds;
    /** What the noise is where the weight is 1, if neighbours share it; null where each pixel has its own. */
    private final CosineBlocks blocks;

    private DataPrecision(
            final Polyphase patch,
            final float[] values,
            final float[] roots,
            final boolean[] bounds,
            final CosineBlocks blocks) {
        this.patch = patch;
        this.values = values;
        this.roots = roots;
        this.bounds = bounds;
        this.blocks = blocks;
    }

    /**
     * The precision of noise that differs from pixel to pixel.
     *
     * @param sigma standard deviation of the noise where the weight is 1
     * @param weights w·h values row by row, the precision at a pixel over 1/σ²; 0 = nothing is known. Negative
     *     ones stand for their absolute value, but the pixel is only a {@linkplain #given lower bound}
     */
    public static DataPrecision of(final Polyphase patch, final double sigma, final float[] weights) {
        return of(patch, 1 / (sigma * sigma), weights, null);
    }

    /**
     * The precision of noise that pixels share with others of their block.
     *
     * @param weights as {@linkplain #of(Polyphase, double, float[]) there}; P is W^½ P₁ W^½, with P₁ of the blocks
     */
    public static DataPrecision of(final Polyphase patch, final CosineBlocks blocks, final float[] weights) {
        return of(patch, blocks.meanPrecision(), weights, blocks);
    }

    private static DataPrecision of(
            final Polyphase patch, final double precision, final float[] weights, final CosineBlocks blocks) {
        final float[] values = new float[weights.length], roots = new float[weights.length];
        boolean bounded = false;
        for (int i = 0; i < weights.length; i++) {
            final float weight = Math.abs(weights[i]);
            values[i] = (float) (weight * precision);
            roots[i] = (float) Math.sqrt(weight);
            bounded |= weights[i] < 0;
        }
        return new DataPrecision(
                patch, patch.low(values), patch.low(roots), bounded ? bounds(patch, weights) : null, blocks);
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
        final float[] predicted = new float[y.length], left = values.clone(), rootsLeft = roots.clone();
        blur.apply(image, predicted);
        for (int i = 0; i < y.length; i++)
            if (bounds[i] && predicted[i] > y[i]) {
                left[i] = 0;
                rootsLeft[i] = 0;
            }
        return new DataPrecision(patch, left, rootsLeft, bounds, blocks);
    }

    /**
     * Mean square of the residual over the standard deviation of the noise, where something is known of the pixel, and at most
     * {@value #OUTLYING} of each: what no image explains, such as the edge of a panel, tells nothing of the rest.
     *
     * @param image the image that is believed, in the layout of {@link Polyphase}
     * @param y the data
     * @return 0 if nothing is known of any pixel
     */
    public double meanSquare(final SamplingOperator blur, final float[] image, final float[] y) {
        final float[] residual = new float[y.length];
        blur.apply(image, residual);
        int n = 0;
        for (int i = 0; i < y.length; i++) {
            final boolean known = values[i] > 0 && (bounds == null || !bounds[i]);
            residual[i] = known ? y[i] - residual[i] : 0;
            if (known) n++;
        }
        // What is independent from pixel to pixel is clipped there; what is not, where it has been made so.
        final float[] weighted = blocks == null ? new float[y.length] : residual;
        if (blocks == null) multiply(residual, weighted);
        else blocks.whiten(residual);
        double sum = 0;
        for (int i = 0; i < y.length; i++) sum += Math.min(OUTLYING, residual[i] * weighted[i]);
        return n == 0 ? 0 : sum / n;
    }

    /** The diagonal of P in the layout of {@link Polyphase#low}, or what is near it; not to be changed. */
    float[] values() {
        return values;
    }

    /** result = P y. */
    void multiply(final float[] y, final float[] result) {
        if (blocks == null) {
            for (int i = 0; i < values.length; i++) result[i] = values[i] * y[i];
            return;
        }
        for (int i = 0; i < roots.length; i++) result[i] = roots[i] * y[i];
        blocks.multiplyWithPrecision(result);
        for (int i = 0; i < roots.length; i++) result[i] *= roots[i];
    }

    /** Adds P^−½ε, the entries of ε being 1 or −1; nothing where nothing is known, since there nothing is to be perturbed. */
    void addNoise(final RandomGenerator random, final float[] low) {
        final float[] noise = new float[low.length], signs = new float[patch.lowWidth()];
        for (int n = 0; n < patch.lowHeight(); n++) {
            SparseGradients.fillWithSigns(random, signs, signs.length);
            System.arraycopy(signs, 0, noise, patch.lowStart(n), signs.length);
        }
        if (blocks != null) blocks.colour(noise);
        for (int i = 0; i < low.length; i++)
            if (roots[i] > 0) low[i] += noise[i] / (blocks == null ? (float) Math.sqrt(values[i]) : roots[i]);
    }
}
