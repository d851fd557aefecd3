package sc.fiji.blindsr.camera;

import java.io.Serializable;

/**
 * How a camera's noise grows with the light: variance = a + b·level (Foi, Trimeche, Katkovnik and Egiazarian, "Practical
 * Poissonian-Gaussian noise modeling and fitting for single-image raw-data", IEEE TIP 2008). a is what is there without
 * light, b the camera's gain.
 *
 * @param a variance at level 0
 * @param b variance per level, 0 or more; 0 = the same noise everywhere
 */
public record NoiseModel(double a, double b) implements Serializable {

    /** The same noise everywhere. */
    public static NoiseModel constant(final double sigma) {
        return new NoiseModel(sigma * sigma, 0);
    }

    /** Variance of the noise at a level; below level 0 as there. */
    public double variance(final double level) {
        return Math.max(0, a + b * Math.max(0, level));
    }

    /** Standard deviation of the noise at a level. */
    public double sigma(final double level) {
        return Math.sqrt(variance(level));
    }
}
