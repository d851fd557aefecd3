package sc.fiji.blindsr.estimate.amortized;

import java.util.List;
import java.util.SplittableRandom;
import sc.fiji.blindsr.scene.BlurSimulator;
import sc.fiji.blindsr.scene.Sample;

/**
 * The paper's Gaussians, to be read as log-covariances.
 *
 * @param simulator where images come from
 * @param scales the scale factors, each as often as it is to come
 */
record GaussianLessons(BlurSimulator simulator, List<Integer> scales) implements ReaderLessons {

    /** Lessons of all scale factors, most of them of the most frequent one. */
    GaussianLessons(final BlurSimulator simulator) {
        this(simulator, List.of(1, 2, 2, 3, 4));
    }

    @Override
    public ReaderHead head() {
        return new CovarianceHead();
    }

    @Override
    public Lesson draw(final int scale, final int size, final SplittableRandom random) {
        final Sample sample = simulator.drawForTraining(scale, size, random);
        final double[] truth = sample.logCovariance();
        return new Lesson(sample.low(), new float[] {(float) truth[0], (float) truth[1], (float) truth[2]});
    }
}
