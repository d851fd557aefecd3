package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.pixel.CubicConvolution;

/**
 * Enlarges samples to twice the size, as people do before they store an image: it gains pixels, not detail. Its blur is twice
 * as wide in pixels.
 */
final class Enlargement {

    private static final int FACTOR = 2;

    /** Weights of the four samples around a point a quarter and three quarters between the middle two. */
    private static final double[][] LINEAR = {{0, 0.75, 0.25, 0}, {0, 0.25, 0.75, 0}},
            CUBIC = {CubicConvolution.weights(0.25), CubicConvolution.weights(0.75)};

    /** Variance that linear interpolation adds, enlarged pixels²: the mean over both places. */
    private static final double LINEAR_VARIANCE = 0.75;

    private Enlargement() {}

    /** The size of an image from which one of so many pixels can be made. */
    static int sizeBefore(final int size) {
        return (size + 1) / FACTOR + 3;
    }

    /** The enlarged sample, by linear or by {@linkplain CubicConvolution cubic} interpolation. */
    static Sample of(final Sample sample, final int size, final RandomGenerator random) {
        final boolean linear = random.nextBoolean();
        final double[][] weights = linear ? LINEAR : CUBIC;
        final int before = sample.size();
        final float[] rows = new float[before * size], enlarged = new float[size * size];
        for (int y = 0; y < before; y++)
            for (int x = 0; x < size; x++)
                for (int i = 0; i < 4; i++)
                    rows[y * size + x] += weights[x % FACTOR][i] * sample.low()[y * before + x / FACTOR + i];
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                for (int i = 0; i < 4; i++)
                    enlarged[y * size + x] += weights[y % FACTOR][i] * rows[(y / FACTOR + i) * size + x];
        final double[] covariance = sample.blur().covariance();
        final double added = linear ? LINEAR_VARIANCE : 0;
        return new Sample(
                enlarged,
                size,
                sample.scale(),
                LogCovariance.ofCovariance(
                        FACTOR * FACTOR * covariance[0] + added,
                        FACTOR * FACTOR * covariance[1] + added,
                        FACTOR * FACTOR * covariance[2]));
    }
}
