package sc.fiji.blindsr.restore;

import java.util.Optional;

/**
 * Makes noise whose variance is a + b·level, but not less than a floor, the same everywhere, for methods that know one noise for
 * all: the generalised Anscombe transform (Mäkitalo and Foi, "Optimal inversion of the generalized Anscombe transformation for
 * Poisson-Gaussian noise", IEEE TIP 2013) with its algebraic inverse, scaled so that the levels 0 and 1 stay where they are. Below
 * the level at which the variance is the floor, the noise is the same, and the transform a straight line:
 *
 * <pre>
 * f(x) = (2/b) √(b·x + ⅜ b² + a)          a + b·x ≥ floor
 * f(x) = f(x₀) + (x − x₀) f′(x₀)           below x₀ = (floor − a)/b
 * </pre>
 *
 * @param a variance of the noise at level 0; negative where light is counted from a level above 0
 * @param b variance per level, more than 0
 * @param floor variance of the darkest levels
 */
record VarianceStabilisation(double a, double b, double floor) {

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
     * @return empty if the noise is the same everywhere or does not grow with the light
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
                ? Optional.of(new VarianceStabilisation((v / n) - x / n / perVariance, 1 / perVariance, least))
                : Optional.empty();
    }

    /** Standard deviation of the noise after the transform. */
    double sigma() {
        return 1 / (raw(1) - raw(0));
    }

    private double raw(final double level) {
        final double knee = knee();
        return level < knee ? anscombe(knee) + (level - knee) / spread(knee) : anscombe(level);
    }

    /** The level below which the noise is the same. */
    private double knee() {
        return (floor - a) / b;
    }

    private double anscombe(final double level) {
        return 2 / b * spread(level);
    }

    private double spread(final double level) {
        return Math.sqrt(b * level + 0.375 * b * b + a);
    }

    /** Levels whose noise is the same everywhere. */
    float[] apply(final float[] levels) {
        final float[] stable = new float[levels.length];
        final double dark = raw(0), sigma = sigma();
        for (int i = 0; i < levels.length; i++) stable[i] = (float) ((raw(levels[i]) - dark) * sigma);
        return stable;
    }

    /** Turns levels back, in place. */
    void invert(final float[] stable) {
        final double knee = knee(), atKnee = anscombe(knee), spread = spread(knee), dark = raw(0), sigma = sigma();
        for (int i = 0; i < stable.length; i++) {
            final double raw = stable[i] / sigma + dark, root = b / 2 * raw;
            stable[i] = (float) (raw < atKnee ? knee + (raw - atKnee) * spread : (root * root - 0.375 * b * b - a) / b);
        }
    }
}
