package sc.fiji.blindsr.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import sc.fiji.blindsr.pixel.CellGrid;

/**
 * Regression of one number over the field by a Gaussian process (Rasmussen and Williams, "Gaussian Processes for Machine
 * Learning", 2006, chapters 2 and 5). What is seen at place i is
 *
 * <pre>
 * mᵢ = c + f(xᵢ) + gᵢ + eᵢ,   f ~ GP(0, a² exp(−d²/2ℓ²)),   g ~ GP(0, s² exp(−d/cell)),   eᵢ ~ N(0, κ/pᵢ)
 * </pre>
 *
 * with a constant c, the field f, and two errors: g, by which neighbours err together since they show the same things, and
 * e. The constant is as good as unknown. Strength a and length ℓ of the field, s and κ are those of a grid under which the
 * data are most probable (their marginal likelihood). Without f the blur is the same everywhere; the mean of the marginal
 * likelihoods over the grid with f, over that without, is the evidence for a field.
 */
final class GaussianProcess {

    /** Variance of the constant. */
    private static final double CONSTANT = 4;
    /** Of the field: a; and ℓ in units of the image's longer side. */
    private static final double[] STRENGTHS = {0.1, 0.2, 0.4, 0.8}, LENGTHS = {0.35, 0.6, 1, 1.6};
    /** Of the errors: s and κ. The precisions allow for what a whole image errs by, so that κ is below 1. */
    private static final double[] TOGETHER = {0, 0.05, 0.1, 0.2}, ALONE = {0.05, 0.1, 0.2, 0.4};

    private final CellGrid grid;
    private final List<CellReading> readings;
    private final RealVector values;
    private final double[] precisions;

    /** Values of the hyperparameters, and the logarithm of the data's probability with them. */
    private record Candidate(double strength, double length, double together, double alone, double evidence) {}

    /**
     * What came out.
     *
     * @param values at the middle of each cell
     * @param variances their variances
     * @param evidence natural logarithm of the data's probability with a field over that without
     */
    record Fit(double[] values, double[] variances, double evidence) {}

    /** @param values what was seen of the number at each place */
    GaussianProcess(
            final CellGrid grid, final List<CellReading> readings, final double[] values, final double[] precisions) {
        this.grid = grid;
        this.readings = readings;
        this.values = new ArrayRealVector(values);
        this.precisions = precisions;
    }

    Fit fit() {
        final List<Candidate> uniform = new ArrayList<>(), varying = new ArrayList<>();
        for (final double together : TOGETHER)
            for (final double alone : ALONE) {
                uniform.add(new Candidate(0, 1, together, alone, 0));
                for (final double strength : STRENGTHS)
                    for (final double length : LENGTHS)
                        varying.add(new Candidate(strength, length, together, alone, 0));
            }
        final List<Candidate> same = judged(uniform), different = judged(varying);
        final double[][] field = predicted(best(different));
        return new Fit(field[0], field[1], logMean(different) - logMean(same));
    }

    private List<Candidate> judged(final List<Candidate> candidates) {
        return candidates.stream()
                .parallel()
                .map(c -> {
                    final CholeskyDecomposition covariance = covariance(c);
                    final double squares =
                            values.dotProduct(covariance.getSolver().solve(values));
                    return new Candidate(
                            c.strength, c.length, c.together, c.alone, -(squares + logDeterminant(covariance)) / 2);
                })
                .toList();
    }

    private static Candidate best(final List<Candidate> candidates) {
        return candidates.stream()
                .max(Comparator.comparingDouble(Candidate::evidence))
                .orElseThrow();
    }

    private static double logMean(final List<Candidate> candidates) {
        final double most = best(candidates).evidence;
        return most
                + Math.log(candidates.stream()
                        .mapToDouble(c -> Math.exp(c.evidence - most))
                        .average()
                        .orElseThrow());
    }

    private static double logDeterminant(final CholeskyDecomposition matrix) {
        final RealMatrix factor = matrix.getL();
        return IntStream.range(0, factor.getRowDimension())
                .mapToDouble(i -> 2 * Math.log(factor.getEntry(i, i)))
                .sum();
    }

    private CholeskyDecomposition covariance(final Candidate c) {
        final int n = values.getDimension();
        final double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) {
                final double distance = Math.hypot(
                        readings.get(i).x() - readings.get(j).x(),
                        readings.get(i).y() - readings.get(j).y());
                covariance[i][j] = covariance[j][i] = covariance(c, distance)
                        + c.together * c.together * Math.exp(-distance / grid.side())
                        + (i == j ? c.alone / precisions[i] : 0);
            }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false));
    }

    /** Of constant and field at places so far apart. */
    private double covariance(final Candidate c, final double distance) {
        final double lengths = distance / (c.length * grid.longer());
        return CONSTANT + c.strength * c.strength * Math.exp(-lengths * lengths / 2);
    }

    /** Means and variances at the middles of the cells. */
    private double[][] predicted(final Candidate c) {
        final DecompositionSolver solver = covariance(c).getSolver();
        final RealVector solved = solver.solve(values);
        final double[][] predicted = new double[2][grid.count()];
        for (int cell = 0; cell < grid.count(); cell++) {
            final double x = grid.x(cell), y = grid.y(cell);
            final RealVector shared = new ArrayRealVector(readings.stream()
                    .mapToDouble(r -> covariance(c, Math.hypot(r.x() - x, r.y() - y)))
                    .toArray());
            predicted[0][cell] = shared.dotProduct(solved);
            predicted[1][cell] = covariance(c, 0) - shared.dotProduct(solver.solve(shared));
        }
        return predicted;
    }
}
