package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * Photon noise: the light of a pixel is counted, and counts have Poisson's distribution.
 *
 * @param photons mean count at full scale
 */
public record ShotNoise(double photons) implements Effect {

    /** Above this mean count, Gauss's distribution is as good as Poisson's. */
    private static final double MANY = 60;

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final float[] levels = frame.levels();
        for (int i = 0; i < levels.length; i++)
            levels[i] = (float) (count(Math.max(0, levels[i]) * photons, random) / photons);
        return frame;
    }

    /** A number of Poisson's distribution: so many exponential waiting times fit into the mean. */
    private static double count(final double mean, final RandomGenerator random) {
        if (mean > MANY) return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        int count = 0;
        for (double time = random.nextExponential(); time < mean; time += random.nextExponential()) count++;
        return count;
    }
}
