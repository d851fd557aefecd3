package sc.fiji.blindsr.estimate.amortized;

import java.util.stream.IntStream;

/**
 * The power spectra, up to a factor, that blurred and sampled pictures have in the mean: those of pictures, 1/f² (Field, J.
 * Opt. Soc. Am. A 4, 1987), times |H|², folded at the low-resolution image's highest frequency, and smoothed as {@link
 * ImageSpectrum}'s windows do. They are linear in the kernel's autocorrelation.
 */
final class ExpectedSpectra {

    /** Below this frequency a picture's power rises no more: half a cycle in a window. */
    private static final double LOWEST = 0.5;

    private final int size;
    /** For each shift of a kernel against itself, in half of the plane, the spectrum that its product has. */
    private final float[][] ofShifts;

    /**
     * @param scale the scale factor s
     * @param size K, the kernels' width and height
     */
    ExpectedSpectra(final int scale, final int size) {
        this.size = size;
        ofShifts = IntStream.range(0, shifts())
                .parallel()
                .mapToObj(i -> ofShift(scale, i))
                .toArray(float[][]::new);
    }

    /** Shifts along x and y are −(K − 1) to K − 1; those before the middle are the opposite of those behind. */
    private int shifts() {
        return (diameter() * diameter() + 1) / 2;
    }

    private int diameter() {
        return 2 * size - 1;
    }

    private int across(final int shift) {
        return (shift + size - 1) % diameter() - (size - 1);
    }

    private int down(final int shift) {
        return (shift + size - 1) / diameter();
    }

    private float[] ofShift(final int scale, final int shift) {
        final int side = ImageSpectrum.SIDE, fine = side * scale;
        final double[] cosines = new double[fine];
        for (int i = 0; i < fine; i++) cosines[i] = Math.cos(2 * Math.PI * i / fine);
        final double[] folded = new double[side * side];
        for (int v = 0; v < fine; v++)
            for (int u = 0; u < fine; u++) {
                final int x = u < fine / 2 ? u : u - fine, y = v < fine / 2 ? v : v - fine;
                folded[v % side * side + u % side] += cosines[Math.floorMod(u * across(shift) + v * down(shift), fine)]
                        / (x * x + y * y + LOWEST * LOWEST);
            }
        final double[] smoothed = smoothed(smoothed(folded, 1), side);
        // All shifts but the middle one stand for their opposites too.
        final double count = shift == 0 ? 1 : 2;
        final float[] spectrum = new float[ImageSpectrum.FREQUENCIES.size()];
        for (int i = 0; i < spectrum.length; i++) {
            final int[] f = ImageSpectrum.FREQUENCIES.get(i);
            spectrum[i] = (float) (count * smoothed[f[1] * side + f[0]]);
        }
        return spectrum;
    }

    /** As Hann's window does along one axis; rows and columns go round. */
    private static double[] smoothed(final double[] power, final int step) {
        final int side = ImageSpectrum.SIDE;
        final double[] smoothed = new double[power.length];
        for (int i = 0; i < power.length; i++) {
            final int along = i / step % side, start = i - along * step;
            smoothed[i] = (4 * power[i]
                            + power[start + (along + 1) % side * step]
                            + power[start + (along + side - 1) % side * step])
                    / 6;
        }
        return smoothed;
    }

    /**
     * The spectrum with a kernel, at {@link ImageSpectrum#FREQUENCIES}.
     *
     * @param kernel K×K values
     */
    float[] of(final double[] kernel) {
        final float[] spectrum = new float[ofShifts[0].length];
        for (int i = 0; i < ofShifts.length; i++)
            add((float) correlation(kernel, across(i), down(i)), ofShifts[i], spectrum);
        // Of what is nothing, rounding could leave less.
        for (int i = 0; i < spectrum.length; i++) spectrum[i] = Math.max(0, spectrum[i]);
        return spectrum;
    }

    /** Σ k(x, y) k(x + across, y + down). */
    private double correlation(final double[] kernel, final int across, final int down) {
        double sum = 0;
        for (int y = 0; y + down < size; y++)
            for (int x = Math.max(0, -across); x < size - Math.max(0, across); x++)
                sum += kernel[y * size + x] * kernel[(y + down) * size + x + across];
        return sum;
    }

    private static void add(final float factor, final float[] from, final float[] to) {
        for (int i = 0; i < to.length; i++) to[i] += factor * from[i];
    }
}
