package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * An offset of each row, as amplifiers that drift between rows leave it.
 *
 * @param sigma standard deviation of the offsets, a share of full scale
 */
public record RowNoise(double sigma) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final float[] levels = frame.levels();
        for (int row = 0; row < levels.length; row += frame.width()) {
            final float offset = (float) (sigma * random.nextGaussian());
            for (int x = 0; x < frame.width(); x++) levels[row + x] += offset;
        }
        return frame;
    }
}
