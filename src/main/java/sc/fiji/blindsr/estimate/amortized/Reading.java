package sc.fiji.blindsr.estimate.amortized;

import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.LogCovariance;

/**
 * What was read off an image: a normal distribution of the blur's log-covariance (low-resolution pixels²), whose entries are
 * independent.
 *
 * @param mean the most probable log-covariance
 * @param precisionXx inverse variance of its entry xx
 * @param precisionYy of yy
 * @param precisionXy of xy
 */
public record Reading(LogCovariance mean, double precisionXx, double precisionYy, double precisionXy) {

    /** The reading of what experts say of the entries xx, yy, xy. */
    static Reading of(final ExpertProduct experts) {
        final double[] m = experts.mean(), p = experts.precision();
        return new Reading(new LogCovariance(m[0], m[1], m[2]), p[0], p[1], p[2]);
    }

    /**
     * The standard deviations of widths and angle.
     *
     * @param scale the scale factor: the widths are in high-resolution pixels
     */
    public KernelSpread spread(final int scale) {
        return KernelSpread.of(mean, 1 / precisionXx, 1 / precisionYy, 1 / precisionXy, scale);
    }

    private static double width(final double logVariance) {
        return KernelFigures.FWHM_PER_SIGMA * Math.exp(logVariance / 2);
    }

    /** How far another log-covariance is from what was read: Σ precision·(entry − mean)². */
    double distance(final LogCovariance other) {
        return precisionXx * Math.pow(other.xx() - mean.xx(), 2)
                + precisionYy * Math.pow(other.yy() - mean.yy(), 2)
                + precisionXy * Math.pow(other.xy() - mean.xy(), 2);
    }

    /** The standard deviation of the widths over the widths themselves, the geometric mean of the two axes. */
    double relativeSpread() {
        final KernelSpread spread = spread(1);
        // the product of both widths does not depend on the angle
        final double area = Math.pow(width((mean.xx() + mean.yy()) / 2), 2);
        return Math.sqrt(spread.fwhmMajor() * spread.fwhmMinor() / area);
    }

    /** The same with another mean. */
    Reading with(final LogCovariance other) {
        return new Reading(other, precisionXx, precisionYy, precisionXy);
    }

    /** The same with widths exp(−by) times as large. */
    Reading narrowed(final double by) {
        return with(mean.narrowed(by));
    }

    /** The same with another precision: so many times the standard deviations. */
    public Reading widened(final double factor) {
        final double squared = factor * factor;
        return new Reading(mean, precisionXx / squared, precisionYy / squared, precisionXy / squared);
    }
}
