package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Random numbers of the distributions that scenes are made of. */
final class Draw {

    private Draw() {}

    static double uniform(final double least, final double most, final RandomGenerator random) {
        return least + (most - least) * random.nextDouble();
    }

    /** A number whose logarithm is uniform. */
    static double logUniform(final double least, final double most, final RandomGenerator random) {
        return least * Math.pow(most / least, random.nextDouble());
    }

    /** A number of density x^−exponent: sizes of leaves, brightnesses of stars. */
    static double powerLaw(final double least, final double most, final double exponent, final RandomGenerator random) {
        final double e = 1 - exponent, low = Math.pow(least, e), high = Math.pow(most, e);
        return Math.pow(low + random.nextDouble() * (high - low), 1 / e);
    }
}
