package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.posterior.SparseGradients;

/**
 * The steps of Richardson-Lucy, from an image that is the same everywhere, for the sampling model y = A x:
 *
 * <pre>
 * x ← x · Aᵀ(y / A x) / (Aᵀ1 − λ/s² div(∇x / |∇x|))
 * </pre>
 *
 * Division by Aᵀ1, what the detector's pixels see of each pixel of the image, makes the edges exact: light from beyond them is
 * part of x. The term with λ is the total variation's (Dey et al., "Richardson-Lucy algorithm with total variation
 * regularization for 3D confocal microscope deconvolution", Microsc. Res. Tech. 2006). Steps are made longer along their own
 * direction (Biggs and Andrews, "Acceleration of iterative image restoration algorithms", Appl. Opt. 1997), which saves most of
 * them; where that would make the image less likely, it is left out for a step, so that the likelihood never falls. With total
 * variation, which the likelihood knows nothing of, steps are not made longer.
 */
final class LucyIteration {

    /** Smooths the total variation's modulus |∇x| where the image is flat, as a share of the mean. */
    private static final double EDGE = 1e-2;
    /** Where weights have signs, what is seen by less than this share of what is seen best is not seen. */
    private static final float LEAST_SEEN = 1e-2f;
    /** The divisor with total variation is at least this share of that without: what lies beyond would not converge. */
    private static final float LEAST_DIVISOR = 0.5f;

    private final Polyphase patch;
    private final SamplingOperator blur;
    private final float[] data;
    private final float[] weights;
    /** Aᵀ1, over the pixels that are known. */
    private final float[] seen;

    /** Of the total variation; null without. */
    private final SparseGradients gradients;

    private final float smoothness;
    private final double edge;

    private float[] image;
    /** A of the image. */
    private float[] blurred;

    private double logLikelihood;
    /** The changes by the last step and the one before, from the predicted image to the new one. */
    private float[] change, changeBefore;

    private float[] imageBefore;

    /**
     * @param blur the operator A
     * @param values the low-resolution image, none negative
     * @param weights what each is worth, as for {@link Restoration#restore}: those of 0 have no part, and negative ones none
     *     where the image exceeds them
     * @param mean the level everywhere at the beginning, that of the image: all parts of one begin alike
     * @param smoothness weight λ of the total variation, for each low-resolution pixel; 0 for none
     */
    LucyIteration(
            final Polyphase patch,
            final SamplingOperator blur,
            final float[] values,
            final float[] weights,
            final double mean,
            final double smoothness) {
        this.patch = patch;
        this.blur = blur;
        data = patch.low(values);
        this.weights = patch.low(weights);
        final float[] known = new float[weights.length];
        for (int i = 0; i < known.length; i++) known[i] = weights[i] == 0 ? 0 : 1;
        seen = new float[patch.length()];
        blur.applyTransposed(patch.low(known), seen);
        forgetWhatCancels(seen);
        this.smoothness = (float) (smoothness / (patch.scale() * patch.scale()));
        gradients = smoothness > 0 ? new SparseGradients(patch) : null;
        edge = EDGE * mean;
        image = new float[patch.length()];
        for (int v = 0; v < patch.rows(); v++)
            for (int u = 0; u < patch.columns(); u++) image[patch.index(v, u)] = (float) mean;
        blurred = blurred(image);
        logLikelihood = logLikelihood(blurred);
    }

    /**
     * Measured kernels have flanks of noise, and those of a field are sums with signs: far from what is known, negative weights and
     * others cancel, and dividing by what remains would blow up noise. There nothing is seen.
     */
    private static void forgetWhatCancels(final float[] seen) {
        float least = 0, most = 0;
        for (final float v : seen) {
            least = Math.min(least, v);
            most = Math.max(most, v);
        }
        if (least == 0) return;
        for (int i = 0; i < seen.length; i++) if (seen[i] < LEAST_SEEN * most) seen[i] = 0;
    }

    /** The image, in the patch's layout. */
    float[] image() {
        return image;
    }

    /** Logarithm of the data's probability for the image with Poisson noise of variance = level, but for a constant. */
    double logLikelihood() {
        return logLikelihood;
    }

    /** Mean of w (y − A x)² over the pixels that say something: σ² where nothing but noise is left. */
    double meanSquareResidual() {
        double sum = 0;
        long count = 0;
        for (int row = 0; row < patch.lowHeight(); row++)
            for (int i = patch.lowStart(row); i < patch.lowStart(row) + patch.lowWidth(); i++)
                if (says(i, blurred)) {
                    sum += Math.abs(weights[i]) * (data[i] - blurred[i]) * (data[i] - blurred[i]);
                    count++;
                }
        return count == 0 ? 0 : sum / count;
    }

    /** Whether a pixel is known, and not a lower bound that the image exceeds anyway. */
    private boolean says(final int i, final float[] expected) {
        return weights[i] > 0 || weights[i] < 0 && expected[i] < data[i];
    }

    /** Makes one step. */
    void step() {
        float[] predicted = predicted();
        float[] next = next(predicted, predicted == image ? blurred : blurred(predicted));
        float[] nextBlurred = blurred(next);
        double likelihood = logLikelihood(nextBlurred);
        if (!(likelihood >= logLikelihood) && predicted != image) {
            predicted = image;
            changeBefore = null;
            change = null;
            next = next(image, blurred);
            nextBlurred = blurred(next);
            likelihood = logLikelihood(nextBlurred);
        }
        changeBefore = change;
        change = new float[next.length];
        for (int i = 0; i < next.length; i++) change[i] = next[i] - predicted[i];
        imageBefore = image;
        image = next;
        blurred = nextBlurred;
        logLikelihood = likelihood;
    }

    /** Where the image would be if it went on as in the last step; the image itself if that is not known. */
    private float[] predicted() {
        if (changeBefore == null || smoothness > 0) return image;
        double product = 0, square = 0;
        for (int i = 0; i < change.length; i++) {
            product += (double) change[i] * changeBefore[i];
            square += (double) changeBefore[i] * changeBefore[i];
        }
        final float alpha = square > 0 ? (float) Math.max(0, Math.min(0.999, product / square)) : 0;
        if (alpha == 0) return image;
        final float[] predicted = new float[image.length];
        for (int i = 0; i < predicted.length; i++)
            predicted[i] = Math.max(0, image[i] + alpha * (image[i] - imageBefore[i]));
        return predicted;
    }

    private float[] next(final float[] from, final float[] itsBlurred) {
        final float[] ratio = new float[data.length];
        for (int row = 0; row < patch.lowHeight(); row++)
            for (int i = patch.lowStart(row); i < patch.lowStart(row) + patch.lowWidth(); i++)
                if (weights[i] != 0)
                    ratio[i] = !says(i, itsBlurred) ? 1 : itsBlurred[i] > 0 ? data[i] / itsBlurred[i] : 0;
        final float[] next = new float[from.length];
        blur.applyTransposed(ratio, next);
        final float[] divisor = gradients == null ? seen : withTotalVariation(from);
        for (int i = 0; i < next.length; i++)
            next[i] = seen[i] > 0 ? Math.max(0, from[i] * next[i] / divisor[i]) : from[i];
        return next;
    }

    /** Aᵀ1 − λ/s² div(∇x / |∇x|). */
    private float[] withTotalVariation(final float[] x) {
        final float[][] squares = new float[SparseGradients.DIFFERENCES][x.length];
        gradients.addSquares(x, 1, squares);
        gradients.update(x, (t, at, count, f) -> {
            for (int i = 0; i < count; i++)
                t[i] = SparseGradients.isDiagonal(f)
                        ? 0
                        : (float) (1 / Math.sqrt(squares[0][at + i] + squares[1][at + i] + edge * edge));
        });
        final float[] divergence = new float[x.length]; // with the other sign
        gradients.addProduct(x, divergence);
        for (int i = 0; i < x.length; i++)
            divergence[i] = Math.max(LEAST_DIVISOR * seen[i], seen[i] + smoothness * divergence[i]);
        return divergence;
    }

    private float[] blurred(final float[] x) {
        final float[] y = new float[data.length];
        blur.apply(x, y);
        return y;
    }

    private double logLikelihood(final float[] expected) {
        double sum = 0;
        for (int row = 0; row < patch.lowHeight(); row++)
            for (int i = patch.lowStart(row); i < patch.lowStart(row) + patch.lowWidth(); i++)
                if (weights[i] != 0) {
                    // A bound that is exceeded is as likely as one that is just reached.
                    final double e = says(i, expected) ? Math.max(0, expected[i]) : data[i];
                    sum += (data[i] > 0 ? data[i] * Math.log(e) : 0) - e;
                }
        return sum;
    }
}
