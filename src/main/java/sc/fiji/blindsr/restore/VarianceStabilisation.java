package sc.fiji.blindsr.restore;

import java.util.Optional;

/**
 * Makes noise whose variance is a + b·level the same everywhere, for methods that know one noise for all: the generalised
 * Anscombe transform (Mäkitalo and Foi, "Optimal inversion of the generalized Anscombe transformation for Poisson-Gaussian
 * noise", IEEE TIP 2013) with its algebraic inverse, scaled so that the levels 0 and 1 stay where they are:
 *
 * <pre>
 * f(x) = (2/b) √(b·x + ⅜ b² + a)
 * </pre>
 *
 * @param a variance of the noise at level 0
 * @param b variance per level, more than 0
 */
record VarianceStabilisation(double a, double b) {

    /** Smallest standard deviation of the variances, over their mean, for which there is anything to be stabilised. */
    private static final double SMALLEST_SPREAD = 0.1;
    /** Variances this close to the smallest one may be more than the line through the others. */
    private static final double FLOOR = 1.05;

    /**
     * The transform for an image. Since the weights know the line exactly and the levels with noise, it is the levels that
     * are fitted to the variances.
     *
     * @param levels the image
     * @param weights what its values are worth, as for {@link Restoration#restore}
     * @param sigma standard deviation of the noise where the weight is 1
     * @return empty if the noise is the same everywhere, or does not grow with the light
     */
    static Optional<VarianceStabilisation> of(final float[] levels, final float[] weights, final double sigma) {
        double least = Double.POSITIVE_INFINITY;
        for (final float weight : weights) if (weight != 0) least = Math.min(least, sigma * sigma / Math.abs(weight));
        double n = 0, x = 0, v = 0, vv = 0, xv = 0;
        for (int i = 0; i < levels.length; i++) {
            final double variance = sigma * sigma / Math.abs(weights[i]);
            if (weights[i] <= 0 || variance < FLOOR * least) continue;
            n++;
            x += levels[i];
            v += variance;
            vv += variance * variance;
            xv += levels[i] * variance;
        }
        final double spread = vv / n - v / n * v / n;
        if (!(spread > Math.pow(SMALLEST_SPREAD * v / n, 2))) return Optional.empty();
        final double perVariance = (xv / n - x / n * v / n) / spread;
        return perVariance > 0
                ? Optional.of(new VarianceStabilisation((v / n) - x / n / perVariance, 1 / perVariance))
                : Optional.empty();
    }

    /** Standard deviation of the noise after the transform. */
    double sigma() {
        return 1 / (raw(1) - raw(0));
    }

    private double raw(final double level) {
        return 2 / b * Math.sqrt(Math.max(0, b * level + 0.375 * b * b + a));
    }

    /** Levels whose noise is the same everywhere. */
    float[] apply(final float[] levels) {
        final float[] stable = new float[levels.length];
        for (int i = 0; i < levels.length; i++) stable[i] = (float) ((raw(levels[i]) - raw(0)) * sigma());
        return stable;
    }

    /** Turns levels back, in place. */
    void invert(final float[] stable) {
        for (int i = 0; i < stable.length; i++) {
            final double root = b / 2 * Math.max(0, stable[i] / sigma() + raw(0));
            stable[i] = (float) ((root * root - 0.375 * b * b - a) / b);
        }
    }
}
