package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * White Gaussian noise, as strong in the dark as in the light.
 *
 * @param sigma standard deviation, a share of full scale
 */
public record ReadNoise(double sigma) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final float[] levels = frame.levels();
        for (int i = 0; i < levels.length; i++) levels[i] += (float) (sigma * random.nextGaussian());
        return frame;
    }
}
