package sc.fiji.blindsr.kernel.beads;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import sc.fiji.blindsr.kernel.AdaptiveMoments;
import sc.fiji.blindsr.kernel.AdaptiveMoments.Sample;

/**
 * The Gaussian that fits a spot by least squares at its pixels' centres. Where pixels are as large as the spot, sums over them are no
 * integrals, and moments depend on where it lies between them; this does not.
 */
final class GaussianFit {

    private static final int EVALUATIONS = 200;
    /** Between these variances, pixels², a spot has a width that can be seen. */
    private static final double LEAST = 0.03, MOST = 400;
    /** Farther than this from where it was thought to be, pixels, is another spot. */
    private static final double FARTHEST = 2;

    private GaussianFit() {}

    /**
     * @param samples pixels of a spot
     * @param start where and how wide it is, about
     * @return empty if there is no width to be found
     */
    static Optional<AdaptiveMoments> of(final List<Sample> samples, final AdaptiveMoments start) {
        // Any lower triangular factor makes a covariance.
        final double a = Math.sqrt(start.xx()), b = start.xy() / a, c = Math.sqrt(start.yy() - b * b);
        try {
            final RealVector found = new LevenbergMarquardtOptimizer()
                    .optimize(new LeastSquaresBuilder()
                            .start(new double[] {start.flux(), start.x(), start.y(), a, b, c})
                            .target(samples.stream().mapToDouble(Sample::level).toArray())
                            .model(parameters -> model(samples, parameters.toArray()))
                            .maxEvaluations(EVALUATIONS)
                            .maxIterations(EVALUATIONS)
                            .build())
                    .getPoint();
            return Optional.of(moments(found.toArray())).filter(moments -> isSpot(moments, start));
        } catch (final MathIllegalStateException doesNotConverge) {
            return Optional.empty();
        }
    }

    private static AdaptiveMoments moments(final double[] p) {
        return new AdaptiveMoments(p[1], p[2], p[0], p[3] * p[3], p[3] * p[4], p[4] * p[4] + p[5] * p[5]);
    }

    private static boolean isSpot(final AdaptiveMoments found, final AdaptiveMoments start) {
        return found.flux() > 0
                && found.eigenvalues()[1] > LEAST
                && found.eigenvalues()[0] < MOST
                && Math.hypot(found.x() - start.x(), found.y() - start.y()) < FARTHEST;
    }

    /** Levels at the samples, F / (2π a c) exp(−(u² + v²) / 2) with u = dx / a and v = (dy − b u) / c; and their derivatives. */
    private static Pair<RealVector, RealMatrix> model(final List<Sample> samples, final double[] p) {
        final double a = p[3], b = p[4], c = p[5];
        final double[] levels = new double[samples.size()];
        final double[][] slopes = new double[levels.length][];
        for (int i = 0; i < levels.length; i++) {
            final double u = (samples.get(i).x() - p[1]) / a,
                    v = (samples.get(i).y() - p[2] - b * u) / c;
            final double shape = Math.exp(-(u * u + v * v) / 2) / (2 * Math.PI * Math.abs(a * c)), level = p[0] * shape;
            levels[i] = level;
            slopes[i] = new double[] {
                shape,
                level * (u - v * b / c) / a,
                level * v / c,
                level * (u * u - u * v * b / c - 1) / a,
                level * u * v / c,
                level * (v * v - 1) / c
            };
        }
        return new Pair<>(new ArrayRealVector(levels, false), new Array2DRowRealMatrix(slopes, false));
    }
}
