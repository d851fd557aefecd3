package sc.fiji.blindsr.kernel;

/**
 * The covariance of the Gaussian whose tails an array cuts off. K×K arrays do: on 11×11 pixels the widest blur of the paper for
 * ×2 seems 5 % narrower than it is. Solved by repeated correction, Σ ← Σ + M − moments(Σ), which stops where tails hardly
 * matter. A kernel that is no Gaussian keeps its moments.
 */
final class CutOffMoments {

    private static final int STEPS = 12;

    /** Moments as right as this, relative to their mean, are right. */
    private static final double TOLERANCE = 1e-4;

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
        double[] covariance = moments.clone();
        for (int step = 0; step < STEPS; step++) {
            if (!(covariance[0] * covariance[2] - covariance[1] * covariance[1] > 1e-6 * mean * mean)) return moments;
            final double[] present = moments(kernel.width(), kernel.height(), x, y, covariance);
            double error = 0;
            for (int i = 0; i < 3; i++) {
                error = Math.max(error, Math.abs(moments[i] - present[i]));
                covariance[i] += moments[i] - present[i];
            }
            if (error < TOLERANCE * mean) break;
        }
        return isLike(kernel, x, y, covariance) ? covariance : moments;
    }

    private static boolean isLike(final BlurKernel kernel, final double x, final double y, final double... covariance) {
        final double determinant = covariance[0] * covariance[2] - covariance[1] * covariance[1];
        if (!(determinant > 0)) return false;
        double products = 0, squares = 0, of = 0;
        for (int row = 0; row < kernel.height(); row++)
            for (int column = 0; column < kernel.width(); column++) {
                final double v = value(column - x, row - y, determinant, covariance), k = kernel.get(column, row);
                products += v * k;
                squares += v * v;
                of += k * k;
            }
        return of - products * products / squares < LIKE * of;
    }

    private static double value(
            final double dx, final double dy, final double determinant, final double... covariance) {
        return Math.exp(
                -0.5 * (covariance[2] * dx * dx - 2 * covariance[1] * dx * dy + covariance[0] * dy * dy) / determinant);
    }

    /** The second moments, around their own middle, that a Gaussian has on the array. */
    private static double[] moments(
            final int width, final int height, final double x, final double y, final double... covariance) {
        final double determinant = covariance[0] * covariance[2] - covariance[1] * covariance[1];
        double sum = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) {
                final double dx = column - x, dy = row - y;
                final double v = value(dx, dy, determinant, covariance);
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
