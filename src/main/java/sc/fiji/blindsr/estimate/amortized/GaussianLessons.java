package sc.fiji.blindsr.estimate.amortized;

import java.util.List;
import java.util.SplittableRandom;
import sc.fiji.blindsr.scene.BlurSimulator;
import sc.fiji.blindsr.scene.Sample;

/**
 * The paper's Gaussians, to be read as log-covariances.
 *
 * @param simulator where images come from
 */
record GaussianLessons(BlurSimulator simulator) implements ReaderLessons {

    @Override
    public ReaderHead head() {
        return new CovarianceHead();
    }

    @Override
    public List<Integer> scales() {
        return List.of(1, 2, 2, 3, 4);
    }

    @Override
    public Lesson draw(final int scale, final int size, final SplittableRandom random) {
        final Sample sample = simulator.drawForTraining(scale, size, random);
        final double[] truth = sample.logCovariance();
        return new Lesson(sample.low(), new float[] {(float) truth[0], (float) truth[1], (float) truth[2]});
    }
}
