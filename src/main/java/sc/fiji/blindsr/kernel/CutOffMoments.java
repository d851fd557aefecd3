package sc.fiji.blindsr.kernel;

import java.awt.Rectangle;

/**
 * The covariance of the Gaussian whose tails an array cuts off. K×K arrays do: on 11×11 pixels the widest blur of the paper for
 * ×2 seems 5 % narrower than it is. Solved by repeated correction, Σ ← Σ + M − moments(Σ), which stops where tails hardly
 * matter. A kernel that is no Gaussian keeps its moments.
 */
final class CutOffMoments {

    private static final int STEPS = 12;

    /** Moments as right as this, relative to their mean, are right. */
    private static final double TOLERANCE = 1e-4;

    /** Rows and columns at the rim without a value above this part of the largest belong to the cut. */
    private static final double RIM = 1e-3;

    /** A kernel whose squared difference from the Gaussian is more than this part of its square is none. */
    private static final double LIKE = 0.01;

    private CutOffMoments() {}

    /**
     * @param x column of the centre of mass
     * @param y its row
     * @param moments xx, xy, yy of the kernel around it, pixels²
     * @return xx, xy, yy of the Gaussian
     */
    static double[] undone(final BlurKernel kernel, final double x, final double y, final double... moments) {
        final double mean = (moments[0] + moments[2]) / 2;
        final double[] covariance = moments.clone();
        final Rectangle held = held(kernel);
        final double[] wanted = moments(held, x, y, kernel::get);
        for (int step = 0; step < STEPS; step++) {
            final double determinant = determinant(covariance);
            if (!(determinant > 1e-6 * mean * mean)) return moments;
            final double[] present =
                    moments(held, x, y, (column, row) -> value(column - x, row - y, determinant, covariance));
            double error = 0;
            for (int i = 0; i < 3; i++) {
                error = Math.max(error, Math.abs(wanted[i] - present[i]));
                covariance[i] += wanted[i] - present[i];
            }
            if (error < TOLERANCE * mean) break;
        }
        return isLike(kernel, held, x, y, covariance) ? covariance : moments;
    }

    /** The part of the array that holds a kernel: centring may have moved empty rows in at a side. */
    private static Rectangle held(final BlurKernel kernel) {
        double largest = 0;
        for (final double v : kernel.values()) largest = Math.max(largest, v);
        final Rectangle held = new Rectangle(-1, -1);
        for (int row = 0; row < kernel.height(); row++)
            for (int column = 0; column < kernel.width(); column++)
                if (kernel.get(column, row) > RIM * largest) held.add(new Rectangle(column, row, 1, 1));
        return held;
    }

    private static boolean isLike(
            final BlurKernel kernel, final Rectangle held, final double x, final double y, final double... covariance) {
        final double determinant = determinant(covariance);
        if (!(determinant > 0)) return false;
        double products = 0, squares = 0, of = 0;
        for (int row = held.y; row < held.y + held.height; row++)
            for (int column = held.x; column < held.x + held.width; column++) {
                final double v = value(column - x, row - y, determinant, covariance), k = kernel.get(column, row);
                products += v * k;
                squares += v * v;
                of += k * k;
            }
        return of - products * products / squares < LIKE * of;
    }

    private static double determinant(final double... covariance) {
        return covariance[0] * covariance[2] - covariance[1] * covariance[1];
    }

    private static double value(
            final double dx, final double dy, final double determinant, final double... covariance) {
        return Math.exp(
                -0.5 * (covariance[2] * dx * dx - 2 * covariance[1] * dx * dy + covariance[0] * dy * dy) / determinant);
    }

    private interface Weights {
        double at(int column, int row);
    }

    /** The second moments, around their own middle, of a part of an array; x and y are near it. */
    private static double[] moments(final Rectangle held, final double x, final double y, final Weights weights) {
        double sum = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
        for (int row = held.y; row < held.y + held.height; row++)
            for (int column = held.x; column < held.x + held.width; column++) {
                final double dx = column - x, dy = row - y, v = weights.at(column, row);
                sum += v;
                sx += v * dx;
                sy += v * dy;
                sxx += v * dx * dx;
                sxy += v * dx * dy;
                syy += v * dy * dy;
            }
        final double mx = sx / sum, my = sy / sum;
        return new double[] {sxx / sum - mx * mx, sxy / sum - mx * my, syy / sum - my * my};
    }
}
