package sc.fiji.blindsr.kernel;

/**
 * The matrix logarithm of a blur's covariance (x = column, y = row, downwards): three numbers without bounds, in which no
 * width is negative and no angle jumps.
 *
 * @param xx entry of the columns' axis
 * @param yy entry of the rows' axis
 * @param xy the other entry
 */
public record LogCovariance(double xx, double yy, double xy) {

    /** The covariance of a Gaussian, in pixels of a grid coarser by a factor. */
    public static LogCovariance of(final AnisotropicGaussian gaussian, final double factor) {
        final double l1 = Math.log(gaussian.lambda1() / (factor * factor)),
                l2 = Math.log(gaussian.lambda2() / (factor * factor));
        final double cos = Math.cos(gaussian.theta()), sin = Math.sin(gaussian.theta());
        return new LogCovariance(
                l1 * cos * cos + l2 * sin * sin, l1 * sin * sin + l2 * cos * cos, (l1 - l2) * cos * sin);
    }

    /** The Gaussian with this covariance, on a grid finer by a factor; its first axis is the longer one. */
    public AnisotropicGaussian gaussian(final double factor) {
        final double mean = (xx + yy) / 2, half = Math.hypot((xx - yy) / 2, xy);
        return new AnisotropicGaussian(
                Math.exp(mean + half) * factor * factor,
                Math.exp(mean - half) * factor * factor,
                0.5 * Math.atan2(2 * xy, xx - yy));
    }
}
