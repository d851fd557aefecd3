package sc.fiji.blindsr.kernel;

import java.util.Locale;

/**
 * The figures that describe a blur kernel, in high-resolution pixels of its own array (x = column, y = row, downwards).
 *
 * @param sum sum of the weights
 * @param centreX centre of mass, column
 * @param centreY centre of mass, row
 * @param fwhmMajor full width at half maximum of the Gaussian with the kernel's second moments, along its longer axis; of a
 *          Gaussian whose tails the array cuts off, that of the whole Gaussian; of a kernel whose negative lobes leave it no
 *          second moments, that of its core
 * @param fwhmMinor the same along its shorter axis
 * @param angle direction of the longer axis in degrees, 0 ≤ angle &lt; 180, as ImageJ measures angles: counter-clockwise
 *          from the x axis as the image is seen; 0 for a round kernel, whose axes differ by less than a thousandth
 */
public record KernelFigures(
        double sum, double centreX, double centreY, double fwhmMajor, double fwhmMinor, double angle) {

    /** FWHM of a Gaussian over its standard deviation: 2√(2 ln 2). */
    public static final double FWHM_PER_SIGMA = 2 * Math.sqrt(2 * Math.log(2));

    /** Half the relative difference of the variances of a kernel that is round: in its array, it lies half a pixel beside the middle. */
    private static final double ROUND = 1e-3;
    /** A variance that is negative by this part of the mean is no rounding: negative lobes outweigh the middle. */
    private static final double NEGATIVE = 1e-2;

    /** Measures a kernel by its moments, in pixels. */
    public static KernelFigures of(final BlurKernel kernel) {
        return of(kernel, 1, 1);
    }

    /** Measures a kernel by its moments in units of length: pixels are {@code pixelWidth} wide and {@code pixelHeight} high. */
    public static KernelFigures of(final BlurKernel kernel, final double pixelWidth, final double pixelHeight) {
        final CentreOfMass centre = CentreOfMass.of(kernel);
        final double sum = centre.sum(), cx = centre.x(), cy = centre.y();
        double xx = 0, xy = 0, yy = 0;
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) {
                final double v = kernel.get(x, y) / sum;
                final double dx = x - cx, dy = y - cy;
                xx += v * dx * dx;
                xy += v * dx * dy;
                yy += v * dy * dy;
            }
        final double[] whole = isNegative(xx, xy, yy)
                ? AdaptiveMoments.ofCore(kernel)
                        .map(core -> new double[] {core.xx(), core.xy(), core.yy()})
                        .orElse(new double[] {xx, xy, yy})
                : CutOffMoments.undone(kernel, cx, cy, xx, xy, yy);
        return of(
                centre,
                pixelWidth,
                pixelHeight,
                whole[0] * pixelWidth * pixelWidth,
                whole[1] * pixelWidth * pixelHeight,
                whole[2] * pixelHeight * pixelHeight);
    }

    private static boolean isNegative(final double xx, final double xy, final double yy) {
        final double mean = (xx + yy) / 2;
        return mean - Math.hypot((xx - yy) / 2, xy) < -NEGATIVE * Math.abs(mean);
    }

    /**
     * Measures the core of a kernel by the Gaussian that fits it, in pixels. Where tails or far rings hold much of the light, as
     * those of a microscope, it is much narrower than all of the kernel; and it is what a blurred image shows. Of a Gaussian it is
     * the same.
     */
    public static KernelFigures ofCore(final BlurKernel kernel) {
        final CentreOfMass centre = CentreOfMass.of(kernel);
        return AdaptiveMoments.ofCore(kernel)
                .map(moments -> of(centre, 1, 1, moments.xx(), moments.xy(), moments.yy()))
                .orElseGet(() -> of(kernel));
    }

    private static KernelFigures of(
            final CentreOfMass centre,
            final double pixelWidth,
            final double pixelHeight,
            final double xx,
            final double xy,
            final double yy) {
        // Eigenvalues and direction of the covariance [[xx, xy], [xy, yy]]
        final double mean = (xx + yy) / 2, half = Math.hypot((xx - yy) / 2, xy);
        final double radians = half > ROUND * mean ? 0.5 * Math.atan2(2 * xy, xx - yy) : 0;
        final double degrees = -Math.toDegrees(radians); // rows run downwards, angles upwards
        return new KernelFigures(
                centre.sum(),
                centre.x() * pixelWidth,
                centre.y() * pixelHeight,
                width(mean + half),
                width(mean - half),
                (degrees + 360) % 180);
    }

    /** The full width at half maximum of a Gaussian with this variance. */
    public static double width(final double variance) {
        return FWHM_PER_SIGMA * Math.sqrt(Math.max(0, variance));
    }

    /** The widths alone, for progress lines: "FWHM 2.1 × 1.5 HR pixels". */
    public String widths() {
        return String.format(Locale.ROOT, "FWHM %.1f × %.1f HR pixels", fwhmMajor, fwhmMinor);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "sum %.4f, centre (%.2f, %.2f), FWHM %.2f × %.2f HR pixels at %.1f°",
                sum,
                centreX,
                centreY,
                fwhmMajor,
                fwhmMinor,
                angle);
    }
}
