package sc.fiji.blindsr.camera;

import java.io.Serializable;

/**
 * How a camera's noise grows with the light: variance = a + b·level (Foi, Trimeche, Katkovnik and Egiazarian, "Practical
 * Poissonian-Gaussian noise modeling and fitting for single-image raw-data", IEEE TIP 2008). a is what is there without
 * light, b the camera's gain.
 *
 * @param a variance at level 0; negative where light is counted from a level above 0, a pedestal
 * @param b variance per level, 0 or more; 0 = the same noise everywhere
 * @param least variance at the least: that at the darkest level that was seen
 */
public record NoiseModel(double a, double b, double least) implements Serializable {

    /** Noise that may be nothing where there is no light. */
    public NoiseModel(final double a, final double b) {
        this(a, b, 0);
    }

    /** The same noise everywhere. */
    public static NoiseModel constant(final double sigma) {
        return new NoiseModel(sigma * sigma, 0);
    }

    /** The same, but nowhere less than a variance. */
    NoiseModel atLeast(final double variance) {
        return new NoiseModel(a, b, Math.max(least, variance));
    }

    /** The same with so many times the variance. */
    NoiseModel times(final double factor) {
        return new NoiseModel(factor * a, factor * b, factor * least);
    }

    /** Variance of the noise at a level; below level 0 as there. */
    public double variance(final double level) {
        return Math.max(least, a + b * Math.max(0, level));
    }

    /** Standard deviation of the noise at a level. */
    public double sigma(final double level) {
        return Math.sqrt(variance(level));
    }
}
