package sc.fiji.blindsr.kernel;

/**
 * The matrix logarithm of a blur kernel's covariance. Any three numbers are a kernel's: there is no angle that jumps and no
 * variance that is negative, which makes it the thing to estimate. Its covariance is in low-resolution pixels², with x =
 * column and y = row, downwards.
 *
 * @param xx logarithm's entry for columns
 * @param yy the one for rows
 * @param xy the one off the diagonal
 */
public record LogCovariance(double xx, double yy, double xy) {

    /** Eigenvalues that differ by less than this, relative to their mean, are taken as equal. */
    private static final double ROUND = 1e-9;

    /** The one of a Gaussian, for scale factor s. */
    public static LogCovariance ofGaussian(final AnisotropicGaussian gaussian, final int scale) {
        final double area = scale * scale;
        final double l1 = gaussian.lambda1() / area, l2 = gaussian.lambda2() / area;
        final double cos = Math.cos(gaussian.theta()), sin = Math.sin(gaussian.theta());
        return ofCovariance(l1 * cos * cos + l2 * sin * sin, l1 * sin * sin + l2 * cos * cos, (l1 - l2) * cos * sin);
    }

    /**
     * The one of any kernel, from its second central moments.
     *
     * @param scale the scale factor s
     * @throws IllegalArgumentException if the kernel has no width in some direction
     */
    public static LogCovariance ofKernel(final BlurKernel kernel, final int scale) {
        return ofFigures(KernelFigures.of(kernel), scale);
    }

    /**
     * The one of the kernel that has these widths, high-resolution pixels.
     *
     * @param scale the scale factor s
     * @throws IllegalArgumentException if a width is 0
     */
    public static LogCovariance ofFigures(final KernelFigures figures, final int scale) {
        return ofGaussian(
                AnisotropicGaussian.ofWidths(figures.fwhmMajor(), figures.fwhmMinor(), figures.angle(), 1), scale);
    }

    /**
     * The logarithm of [[cxx, cxy], [cxy, cyy]].
     *
     * @throws IllegalArgumentException if that is not positive definite
     */
    public static LogCovariance ofCovariance(final double cxx, final double cyy, final double cxy) {
        final double mean = (cxx + cyy) / 2, half = Math.hypot((cxx - cyy) / 2, cxy);
        if (!(mean - half > 0))
            throw new IllegalArgumentException(
                    "[[" + cxx + ", " + cxy + "], [" + cxy + ", " + cyy + "]] is not positive definite.");
        // log C = log √det · I + slope · (C − mean · I), exact at both eigenvalues mean ± half
        final double level = Math.log((mean - half) * (mean + half)) / 2;
        final double slope = half > ROUND * mean ? Math.log1p(2 * half / (mean - half)) / (2 * half) : 1 / mean;
        final double difference = slope * (cxx - cyy) / 2;
        return new LogCovariance(level + difference, level - difference, slope * cxy);
    }

    /** The covariance itself in low-resolution pixels²: its entries xx, yy, xy. */
    public double[] covariance() {
        final double half = half(), level = Math.exp((xx + yy) / 2);
        final double slope = half > ROUND ? Math.sinh(half) / half : 1;
        final double difference = slope * (xx - yy) / 2, equal = Math.cosh(half);
        return new double[] {level * (equal + difference), level * (equal - difference), level * slope * xy};
    }

    /** The Gaussian of this covariance, its longer axis first, for scale factor s. */
    public AnisotropicGaussian gaussian(final int scale) {
        final double mean = (xx + yy) / 2, half = half(), area = scale * scale;
        return new AnisotropicGaussian(
                area * Math.exp(mean + half), area * Math.exp(mean - half), Math.atan2(2 * xy, xx - yy) / 2);
    }

    /** That of the kernel whose widths in all directions are exp(−by) times as large. */
    public LogCovariance narrowed(final double by) {
        return new LogCovariance(xx - 2 * by, yy - 2 * by, xy);
    }

    /** Half the difference of the logarithm's eigenvalues. */
    private double half() {
        return Math.hypot((xx - yy) / 2, xy);
    }
}
