package sc.fiji.blindsr.kernel;

import sc.fiji.blindsr.pixel.CubicSpline;
import sc.fiji.blindsr.progress.Progress;

/**
 * A kernel's profile through its brightest point, of the cubic spline through its weights: its full width at half maximum is
 * what a ruler on a plot shows. It says nothing of tails and rings, which count in the width of the Gaussian with the
 * kernel's covariance, {@link KernelFigures}.
 */
public final class KernelProfile {

    /** Points for each pixel. */
    private static final int FINE = 8;

    private final float[] weights;
    private final int width;
    private final int height;
    private final int peak;

    /** The profile of a kernel in any direction. */
    public KernelProfile(final BlurKernel kernel) {
        // A dark rim, so that every profile has two ends.
        final BlurKernel framed = kernel.framed(kernel.width() + 4, kernel.height() + 4);
        width = framed.width() * FINE;
        height = framed.height() * FINE;
        weights = CubicSpline.enlarge(
                framed.values(), framed.width(), framed.height(), width, height, FINE, (FINE - 1) / 2.0, Progress.NONE);
        int brightest = 0;
        for (int i = 0; i < weights.length; i++) if (weights[i] > weights[brightest]) brightest = i;
        peak = brightest;
    }

    /**
     * The full width at half maximum in a direction: the distance between the two points nearest to the brightest one at
     * which the profile falls to half of its value.
     *
     * @param angle degrees counter-clockwise from the x axis, as ImageJ measures them
     * @return in units of the kernel's pixels
     */
    public double fwhm(final double angle) {
        final double dx = Math.cos(Math.toRadians(angle)), dy = -Math.sin(Math.toRadians(angle));
        return (toHalf(dx, dy) + toHalf(-dx, -dy)) / FINE;
    }

    /** Distance from the brightest point to half of its value, fine points. */
    private double toHalf(final double dx, final double dy) {
        final double half = weights[peak] / 2.0;
        double before = weights[peak];
        for (int step = 1; ; step++) {
            final double v = at(peak % width + step * dx, peak / width + step * dy);
            if (v <= half) return step - 1 + (before - half) / (before - v);
            before = v;
        }
    }

    /** Bilinear between the fine points; 0 outside. */
    private double at(final double x, final double y) {
        final int i = (int) Math.floor(x), j = (int) Math.floor(y);
        if (i < 0 || j < 0 || i + 1 >= width || j + 1 >= height) return 0;
        final double u = x - i, v = y - j;
        final int k = j * width + i;
        return (1 - v) * ((1 - u) * weights[k] + u * weights[k + 1])
                + v * ((1 - u) * weights[k + width] + u * weights[k + width + 1]);
    }
}
