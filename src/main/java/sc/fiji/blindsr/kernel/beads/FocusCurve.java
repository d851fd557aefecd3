package sc.fiji.blindsr.kernel.beads;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * How the width of a bead grows from its focus: its square by a parabola in the number of the plane, as that of a Gaussian beam does.
 * One faint image tells little of its width, twenty tell the focus.
 *
 * @param focus plane of the vertex
 * @param narrowest square of the width there, pixels²
 * @param curvature of the parabola, pixels² for a plane²
 */
record FocusCurve(double focus, double narrowest, double curvature) {

    /** Fewer planes have any parabola. */
    private static final int FEWEST = 5;
    /** Farther from the focus, in widths of the sharper ones, no parabola is right. */
    private static final double FARTHEST = 1.8;
    /** How much smaller χ² is than with the same width in all planes, at the least. */
    private static final double CLEAR = 30;

    /** Relative error of a width of the brightest. */
    private static final double LEAST_ERROR = 0.02;

    /**
     * One image of a bead.
     *
     * @param plane number of its plane
     * @param width pixels
     * @param error one standard deviation of it
     */
    record Point(int plane, double width, double error) {}

    /** @return empty if the images do not clearly say where the focus is */
    static Optional<FocusCurve> of(final List<Point> images) {
        final double sharp = images.stream()
                .mapToDouble(Point::width)
                .sorted()
                .skip(images.size() / 5)
                .findFirst()
                .orElse(0);
        final List<Point> points =
                images.stream().filter(p -> p.width < FARTHEST * sharp).toList();
        if (points.stream().mapToInt(Point::plane).distinct().count() < FEWEST) return Optional.empty();
        final double middle = points.stream().mapToInt(Point::plane).average().orElseThrow();
        final double[] line = fit(points, middle, 1), parabola = fit(points, middle, 3);
        if (!(chiSquare(points, middle, line) - chiSquare(points, middle, parabola) > CLEAR) || !(parabola[2] > 0))
            return Optional.empty();
        final double vertex = -parabola[1] / (2 * parabola[2]), narrowest = parabola[0] - parabola[2] * vertex * vertex;
        return narrowest > 0 ? Optional.of(new FocusCurve(middle + vertex, narrowest, parabola[2])) : Optional.empty();
    }

    /** How many times as wide as in focus a bead is in a plane. */
    double widening(final int plane) {
        return Math.sqrt(1 + curvature * Math.pow(plane - focus, 2) / narrowest);
    }

    /** The polynomial with so many coefficients that fits the squares of the widths best. */
    private static double[] fit(final List<Point> points, final double middle, final int coefficients) {
        final double[][] matrix = new double[coefficients][coefficients];
        final double[] right = new double[coefficients];
        for (final Point point : points)
            for (int i = 0; i < coefficients; i++) {
                right[i] += Math.pow(point.plane - middle, i) * point.width * point.width / variance(point);
                for (int j = 0; j < coefficients; j++)
                    matrix[i][j] += Math.pow(point.plane - middle, i + j) / variance(point);
            }
        try {
            return new LUDecomposition(new Array2DRowRealMatrix(matrix, false))
                    .getSolver()
                    .solve(new ArrayRealVector(right, false))
                    .toArray();
        } catch (final SingularMatrixException tooFewPlanes) {
            return new double[coefficients];
        }
    }

    private static double chiSquare(final List<Point> points, final double middle, final double... polynomial) {
        double sum = 0;
        for (final Point point : points) {
            double fitted = 0;
            for (int i = 0; i < polynomial.length; i++) fitted += polynomial[i] * Math.pow(point.plane - middle, i);
            sum += Math.pow(point.width * point.width - fitted, 2) / variance(point);
        }
        return sum;
    }

    /** Of the square of a width; the place within a pixel matters too. */
    private static double variance(final Point point) {
        final double relative = Math.hypot(point.error / point.width, LEAST_ERROR);
        return Math.pow(2 * relative * point.width * point.width, 2);
    }
}
