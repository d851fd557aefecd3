package sc.fiji.blindsr.prior;

import java.io.Serializable;
import java.util.Random;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;

/**
 * Maps a kernel's values k to unbounded numbers, and back (FKP, section 4.1 and the authors' code):
 *
 * <pre>
 * v = max(k, 0)/normalization + noise,   logit(α + (1 − 2α)·v)
 * </pre>
 * <p>
 * The dequantisation noise is never negative, so that a flow learns kernels with its mean as a constant background. That
 * adds K²·normalization/1440 to their sum (0.05 for ×3) and, since most of it lies far out, much to their width. The authors
 * leave it there; our own priors store this mean, and it is subtracted: k = normalization·((sigmoid(logit) − α)/(1 − 2α) − mean).
 *
 * @param normalization the value that becomes 1
 * @param alpha keeps the logit finite at 0 and 1
 * @param noiseMean the noise's mean that is taken away when a kernel is made; 0 for the authors' weights
 */
record LogitTransform(double normalization, double alpha, double noiseMean) implements Serializable {

    /** The authors' α. */
    static final double ALPHA = 1e-6;
    /** Dequantisation noise is uniform in [0, 1)/720. */
    static final double LEVELS = 720;

    /** The transform for the paper's kernels: the maximum of the narrowest one, rounded to 5 decimals, plus 0.01. */
    static LogitTransform forGaussians(final int scale) {
        final double narrowest = AnisotropicGaussian.smallestVariance(scale);
        return forMaximum(maximum(
                new AnisotropicGaussian(narrowest, narrowest, 0).kernel(scale).values()));
    }

    /** The transform for kernels whose largest value is {@code maximum}. */
    static LogitTransform forMaximum(final double maximum) {
        return new LogitTransform(Math.rint(maximum * 1e5) / 1e5 + 0.01, ALPHA, 0.5 / LEVELS);
    }

    /** Dequantisation noise: {@code count} random numbers. */
    static double[] noise(final int count, final Random random) {
        final double[] noise = new double[count];
        for (int i = 0; i < count; i++) noise[i] = random.nextDouble() / LEVELS;
        return noise;
    }

    /**
     * @param kernel values, about 0…normalization
     * @param noise dequantisation noise, one number for each value; none = all 0
     */
    double[] logits(final double[] kernel, final double... noise) {
        final double[] logits = new double[kernel.length];
        for (int i = 0; i < logits.length; i++) {
            final double v = Math.max(kernel[i], 0) / normalization + (noise.length > 0 ? noise[i] : 0);
            final double p = alpha + (1 - 2 * alpha) * v;
            logits[i] = Math.log(p) - Math.log1p(-p);
        }
        return logits;
    }

    /** The kernel's values that logits stand for. */
    double[] kernel(final double[] logits) {
        final double[] kernel = new double[logits.length];
        for (int i = 0; i < kernel.length; i++)
            kernel[i] = normalization * ((sigmoid(logits[i]) - alpha) / (1 - 2 * alpha) - noiseMean);
        return kernel;
    }

    /** Gradient at the logits from the one at the kernel's values. */
    double[] logitGradient(final double[] logits, final double[] kernelGradient) {
        final double[] gradient = new double[logits.length];
        for (int i = 0; i < gradient.length; i++) {
            final double s = sigmoid(logits[i]);
            gradient[i] = kernelGradient[i] * normalization * s * (1 - s) / (1 - 2 * alpha);
        }
        return gradient;
    }

    private static double sigmoid(final double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The largest value. */
    static double maximum(final double[] values) {
        double max = 0;
        for (final double v : values) max = Math.max(max, v);
        return max;
    }
}
