package sc.fiji.blindsr.camera;

import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * What the pixels of a blurred image have to do with each other: the covariance of images whose power falls as 1/f², as that
 * of natural ones does, seen through a blur, sampled and with white noise. It is the same everywhere, so that its inverse, and the
 * root of that, are filters.
 */
final class BlurredCovariance {

    /** How far the filters reach, pixels: beyond, their taps are below a hundredth of the highest. */
    static final int RADIUS = 12;

    /** Number of frequencies along an axis; as many cycles as pixels are one. */
    private static final int FREQUENCIES = 64;
    /** Frequency below which the power no longer rises, cycles for each pixel. */
    private static final double LOWEST = 1.0 / FREQUENCIES;

    private final double[] cosines = new double[FREQUENCIES];
    /** The variance at each frequency, rows first. */
    private final double[] spectrum;

    /**
     * The covariance of some images.
     *
     * @param kernel the blur on the fine grid
     * @param scale the scale factor
     * @param squaredDifference mean square of the differences of neighbours, without noise
     * @param noise variance of the noise
     */
    BlurredCovariance(final BlurKernel kernel, final int scale, final double squaredDifference, final double noise) {
        for (int i = 0; i < FREQUENCIES; i++) cosines[i] = Math.cos(2 * Math.PI * i / FREQUENCIES);
        spectrum = power(kernel, scale);
        final double factor = factor(spectrum, cosines, squaredDifference);
        for (int i = 0; i < spectrum.length; i++) spectrum[i] = factor * spectrum[i] + noise;
    }

    /** Power without noise, up to a factor. Sampling folds the frequencies of the fine grid. */
    private static double[] power(final BlurKernel kernel, final int scale) {
        final int fine = scale * FREQUENCIES;
        final double[] transfer = transfer(kernel, fine), folded = new double[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < fine; v++)
            for (int u = 0; u < fine; u++) {
                final double f = frequency(u, fine), g = frequency(v, fine);
                folded[v % FREQUENCIES * FREQUENCIES + u % FREQUENCIES] +=
                        transfer[v * fine + u] / (f * f + g * g + LOWEST * LOWEST);
            }
        return folded;
    }

    /** In cycles for each low-resolution pixel. */
    private static double frequency(final int index, final int fine) {
        return (index < fine / 2 ? index : index - fine) / (double) FREQUENCIES;
    }

    /** The squared absolute values of a kernel's Fourier transform, rows first. */
    private static double[] transfer(final BlurKernel kernel, final int n) {
        final double[] cos = new double[n], sin = new double[n];
        for (int i = 0; i < n; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = Math.sin(2 * Math.PI * i / n);
        }
        final double[] real = new double[kernel.height() * n], imaginary = new double[kernel.height() * n];
        for (int y = 0; y < kernel.height(); y++)
            for (int u = 0; u < n; u++)
                for (int x = 0; x < kernel.width(); x++) {
                    real[y * n + u] += kernel.get(x, y) * cos[u * x % n];
                    imaginary[y * n + u] -= kernel.get(x, y) * sin[u * x % n];
                }
        final double[] transfer = new double[n * n];
        for (int v = 0; v < n; v++)
            for (int u = 0; u < n; u++) {
                double re = 0, im = 0;
                for (int y = 0; y < kernel.height(); y++) {
                    final double c = cos[v * y % n], s = sin[v * y % n];
                    re += real[y * n + u] * c + imaginary[y * n + u] * s;
                    im += imaginary[y * n + u] * c - real[y * n + u] * s;
                }
                transfer[v * n + u] = re * re + im * im;
            }
        return transfer;
    }

    /** The factor of the power with which neighbours differ by so much. */
    private static double factor(final double[] power, final double[] cosines, final double squaredDifference) {
        double sum = 0;
        for (int v = 0; v < FREQUENCIES; v++)
            for (int u = 0; u < FREQUENCIES; u++) sum += power[v * FREQUENCIES + u] * (2 - cosines[u] - cosines[v]);
        return squaredDifference / (sum / power.length);
    }

    /**
     * The taps of a power of the covariance, (2r + 1)×(2r + 1) for the {@linkplain #RADIUS radius} r; their sum is 0, so that no
     * mean need be known.
     *
     * @param exponent −1 for the inverse, −½ for its root
     */
    float[] filter(final double exponent) {
        final double[] gains = new double[spectrum.length];
        for (int i = 0; i < gains.length; i++) gains[i] = Math.pow(spectrum[i], exponent) / gains.length;
        final int side = 2 * RADIUS + 1;
        final float[] taps = new float[side * side];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            final int x = i % side - RADIUS, y = i / side - RADIUS;
            double tap = 0;
            for (int v = 0; v < FREQUENCIES; v++)
                for (int u = 0; u < FREQUENCIES; u++) tap += gains[v * FREQUENCIES + u] * cosine(u * x + v * y);
            taps[i] = (float) tap;
            sum += tap;
        }
        for (int i = 0; i < taps.length; i++) taps[i] -= (float) (sum / taps.length);
        return taps;
    }

    private double cosine(final int phase) {
        return cosines[Math.floorMod(phase, FREQUENCIES)];
    }
}
