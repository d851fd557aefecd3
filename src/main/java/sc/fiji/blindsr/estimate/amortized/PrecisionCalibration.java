package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the precisions of a trained reader true. Training alone makes them too large, since it knows its own images best. On
 * images that no weight has seen, all of a scale factor are divided by one number, with which 68 % of the entries lie within
 * one standard deviation.
 */
final class PrecisionCalibration {

    private static final double COVERAGE = 0.68;
    /** Sizes of images, low-resolution pixels along each axis. */
    private static final int[] SIZES = {56, 68, 92};

    private static final int IMAGES = 150;
    private static final long SEED = 99_991;

    private PrecisionCalibration() {}

    /** Changes the weights' pooling at a scale factor. @return the factor of all standard deviations */
    static double calibrate(final ReaderWeights weights, final ReaderLessons heldOut, final int scale) {
        final BlurReader reader = new BlurReader(weights, scale);
        final List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            final int size = Math.min(SIZES[i % SIZES.length], ReaderTrainer.LARGEST_CROP / scale);
            final ReaderLessons.Lesson lesson =
                    heldOut.draw(scale, size, new SplittableRandom((SEED + scale) * 1_000_003L + i));
            final ExpertProduct read = reader.read(lesson.low(), size, size);
            for (int entry = 0; entry < lesson.truth().length; entry++)
                ratios.add(Math.abs(lesson.truth()[entry] - read.mean()[entry]) * Math.sqrt(read.precision()[entry]));
        }
        Collections.sort(ratios);
        final double factor = ratios.get((int) (COVERAGE * ratios.size()));
        final float[] pooling = weights.pooling(scale);
        pooling[0] -= (float) (2 * Math.log(factor));
        pooling[3] -= (float) (2 * Math.log(factor));
        return factor;
    }
}
