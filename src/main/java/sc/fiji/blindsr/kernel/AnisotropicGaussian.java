package sc.fiji.blindsr.kernel;

import java.util.random.RandomGenerator;

/**
 * An anisotropic Gaussian blur (Liang et al., CVPR 2021, section 4.1). The paper calls its range one of standard
 * deviations; its code uses the same numbers as variances, and so does this class.
 *
 * @param lambda1 first eigenvalue of the covariance, a variance in high-resolution pixels²
 * @param lambda2 second eigenvalue
 * @param theta direction of the first axis in radians: (cos θ, sin θ) in coordinates (x = column, y = row, downwards)
 */
public record AnisotropicGaussian(double lambda1, double lambda2, double theta) {

    /** Checks that both variances are positive. */
    public AnisotropicGaussian {
        if (!(lambda1 > 0) || !(lambda2 > 0))
            throw new IllegalArgumentException(
                    "Gaussian: the variances " + lambda1 + " and " + lambda2 + " were given; both must be positive.");
    }

    /**
     * The largest variance for scale factor 1, pixels², which is ours: microscopes sample finely, and their blurs are wider in
     * pixels.
     */
    private static final double LARGEST_AT_SCALE_1 = 6;

    /** The smallest variance of the paper's kernels for scale factor s: 0.175·s high-resolution pixels². */
    public static double smallestVariance(final int scale) {
        return 0.175 * scale;
    }

    /**
     * The largest variance of the paper's kernels for scale factor s: min(2.5·s, 10) high-resolution pixels²; for scale factor
     * 1, which the paper does not have, 6.
     */
    public static double largestVariance(final int scale) {
        return scale == 1 ? LARGEST_AT_SCALE_1 : Math.min(2.5 * scale, 10);
    }

    /**
     * The Gaussian of these figures, as they are reported of kernels.
     *
     * @param major full width at half maximum along the first axis, low-resolution pixels
     * @param minor the same along the second axis
     * @param angle direction of the first axis in degrees, counter-clockwise from the x axis, as ImageJ measures angles
     * @param scale the scale factor s
     */
    public static AnisotropicGaussian ofWidths(
            final double major, final double minor, final double angle, final int scale) {
        // ImageJ's angles run counter-clockwise, the kernel's rows downwards.
        return new AnisotropicGaussian(variance(major * scale), variance(minor * scale), -Math.toRadians(angle));
    }

    private static double variance(final double width) {
        return Math.pow(width / KernelFigures.FWHM_PER_SIGMA, 2);
    }

    /** A random Gaussian of the paper's distribution: variances uniform over their range, direction over [0, π]. */
    public static AnisotropicGaussian random(final int scale, final RandomGenerator random) {
        final double least = smallestVariance(scale), span = largestVariance(scale) - least;
        return new AnisotropicGaussian(
                least + span * random.nextDouble(), least + span * random.nextDouble(), Math.PI * random.nextDouble());
    }

    /**
     * The blur as the paper's code makes it: sampled on the K×K grid around its middle, moved so that its centre of mass
     * lies at (K − s)/2, divided by its sum.
     *
     * @param scale the scale factor s; K as in {@link BlurKernel#sizeFor}
     */
    public BlurKernel kernel(final int scale) {
        return kernel(scale, BlurKernel.sizeFor(scale));
    }

    /** The same on a grid of another size: for a Gaussian outside the paper's range. */
    public BlurKernel kernel(final int scale, final int size) {
        final double centre = size / 2 + 0.5 * (scale - size % 2);
        return KernelCentre.moved(
                        sampled(size, centre, centre),
                        KernelCentre.target(size, scale),
                        KernelCentre.target(size, scale))
                .normalised();
    }

    /** The paper's kernel size for scale factor s, or the odd one that has room for 3.5 standard deviations on each side. */
    public int sizeWithRoom(final int scale) {
        final double widest = Math.max(lambda1, lambda2);
        if (widest <= largestVariance(scale)) return BlurKernel.sizeFor(scale);
        return Math.max(BlurKernel.sizeFor(scale), scale + 1 + 2 * (int) Math.ceil(3.5 * Math.sqrt(widest)) | 1);
    }

    /** The Gaussian's values on a size×size grid around a point (column, row), divided by their sum. */
    public BlurKernel sampled(final int size, final double centreX, final double centreY) {
        final double cos = Math.cos(theta), sin = Math.sin(theta);
        // Inverse of Q diag(λ1, λ2) Qᵀ
        final double xx = cos * cos / lambda1 + sin * sin / lambda2, yy = sin * sin / lambda1 + cos * cos / lambda2;
        final double xy = cos * sin * (1 / lambda1 - 1 / lambda2);
        final double[] values = new double[size * size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++) {
                final double x = column - centreX, y = row - centreY;
                values[row * size + column] = Math.exp(-0.5 * (xx * x * x + 2 * xy * x * y + yy * y * y));
            }
        return new BlurKernel(size, size, values).normalised();
    }
}
