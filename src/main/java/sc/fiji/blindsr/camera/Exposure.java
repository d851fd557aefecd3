package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * Gain and offset: the level is offset + gain · light. With a gain above 1 the brightest parts saturate as soon as they are
 * {@linkplain Digitisation digitised}.
 *
 * @param gain level of full light above the offset
 * @param offset level without light
 */
public record Exposure(double gain, double offset) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final float[] levels = frame.levels();
        for (int i = 0; i < levels.length; i++) levels[i] = (float) (offset + gain * levels[i]);
        return frame;
    }
}
