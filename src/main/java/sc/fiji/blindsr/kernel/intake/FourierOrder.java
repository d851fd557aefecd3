package sc.fiji.blindsr.kernel.intake;

import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * Undoes the order in which Fourier transforms give point-spread functions: the centre at pixel (0, 0), and the light split
 * into the four corners.
 */
final class FourierOrder {

    /** Smaller arrays have no corners apart from their middle. */
    private static final int SMALLEST = 6;
    /** Part of a side within which the centre lies around pixel 0. */
    private static final double NEAR = 1.0 / 8;
    /** Part of the light that each end of a side has at least: less is a spot beside the middle, not one split in two. */
    private static final double SPLIT = 0.1;

    private FourierOrder() {}

    static BroughtKernel undone(final BroughtKernel brought) {
        final BlurKernel k = brought.kernel();
        if (!isSplit(profile(k, true)) || !isSplit(profile(k, false))) return brought;
        final double[] rolled = new double[k.width() * k.height()];
        for (int y = 0; y < k.height(); y++)
            for (int x = 0; x < k.width(); x++)
                rolled[(y + k.height() / 2) % k.height() * k.width() + (x + k.width() / 2) % k.width()] = k.get(x, y);
        return brought.after(
                "its light lay in the four corners (the order of Fourier transforms) and was moved to the middle",
                new BlurKernel(k.width(), k.height(), rolled));
    }

    /** The sums over columns or rows, above the least of them. */
    private static double[] profile(final BlurKernel k, final boolean alongX) {
        final double[] sums = new double[alongX ? k.width() : k.height()];
        for (int y = 0; y < k.height(); y++) for (int x = 0; x < k.width(); x++) sums[alongX ? x : y] += k.get(x, y);
        double least = Double.MAX_VALUE;
        for (final double v : sums) least = Math.min(least, v);
        for (int i = 0; i < sums.length; i++) sums[i] -= least;
        return sums;
    }

    /** Whether a profile, taken as periodic, has its centre (the phase of its first harmonic) at 0, and light on both sides. */
    private static boolean isSplit(final double[] profile) {
        final int n = profile.length;
        if (n < SMALLEST) return false;
        double real = 0, imaginary = 0, sum = 0, first = 0, last = 0;
        for (int i = 0; i < n; i++) {
            real += profile[i] * Math.cos(2 * Math.PI * i / n);
            imaginary += profile[i] * Math.sin(2 * Math.PI * i / n);
            sum += profile[i];
            if (i < n / 4) first += profile[i];
            if (i >= n - n / 4) last += profile[i];
        }
        return Math.abs(Math.atan2(imaginary, real)) / (2 * Math.PI) < NEAR && Math.min(first, last) > SPLIT * sum;
    }
}
