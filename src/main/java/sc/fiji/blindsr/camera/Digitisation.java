package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * The converter: levels become integers, and what lies outside of its range is clipped.
 *
 * @param bits bit depth; the highest number is 2^bits − 1
 */
public record Digitisation(int bits) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final float[] levels = frame.levels();
        final float highest = (1 << bits) - 1;
        for (int i = 0; i < levels.length; i++)
            levels[i] = (int) (Math.min(1, Math.max(0, levels[i])) * highest + 0.5f) / highest;
        return frame;
    }
}
