package sc.fiji.blindsr.resolution;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * The Fourier transform of a plane without its mean, under a Hann window, since what the transform takes for a step from one edge
 * to the opposite one has all frequencies. The plane is filled up with zeros to powers of two, which interpolates the spectrum.
 */
public final class Spectrum {

    /** After so many lines, the progress is told. */
    private static final int LINES = 256;

    private final int width;
    private final int height;
    /** Real and imaginary parts of each row: [row][part][column]. */
    private final double[][][] rows;

    private Spectrum(final int width, final int height) {
        this.width = width;
        this.height = height;
        rows = new double[height][2][width];
    }

    /** @param plane X×Y */
    public static Spectrum of(final RandomAccessibleInterval<FloatType> plane) {
        return of(plane, Progress.NONE);
    }

    /**
     * @param plane X×Y
     * @param progress of a large one; may cancel
     */
    static Spectrum of(final RandomAccessibleInterval<FloatType> plane, final Progress progress) {
        final int width = (int) plane.dimension(0), height = (int) plane.dimension(1);
        final float[] pixels = Pixels.floats(plane);
        final double[] across = window(width), down = window(height);
        double sum = 0, weights = 0;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                sum += across[x] * down[y] * pixels[y * width + x];
                weights += across[x] * down[y];
            }
        final Spectrum spectrum = new Spectrum(powerOfTwo(width), powerOfTwo(height));
        if (isConstant(pixels)) return spectrum; // else what rounding leaves of it would pass for structure
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                spectrum.rows[y][0][x] = across[x] * down[y] * (pixels[y * width + x] - sum / weights);
        spectrum.transform(progress);
        return spectrum;
    }

    /** The power, at each frequency, of noise of variance 1 that each pixel of a plane of side×side of them has by itself. */
    public static double ofUnitNoise(final int side) {
        double squares = 0;
        for (final double w : window(side)) squares += w * w;
        return squares * squares;
    }

    /** The number of frequencies. */
    long size() {
        return (long) width * height;
    }

    /** The squared modulus at a frequency. */
    public double power(final int column, final int row) {
        return rows[row][0][column] * rows[row][0][column] + rows[row][1][column] * rows[row][1][column];
    }

    private static boolean isConstant(final float[] pixels) {
        for (final float v : pixels) if (v != pixels[0]) return false;
        return true;
    }

    /** Hann's window. */
    private static double[] window(final int size) {
        final double[] window = new double[size];
        for (int i = 0; i < size; i++) window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / size);
        return window;
    }

    private static int powerOfTwo(final int size) {
        return size < 2 ? size : Integer.highestOneBit(size - 1) * 2;
    }

    private void transform(final Progress progress) {
        for (int v = 0; v < height; v++) {
            tell(v, progress);
            transform(rows[v]);
        }
        final double[][] column = new double[2][height];
        for (int u = 0; u < width; u++) {
            tell(height + u, progress);
            for (int y = 0; y < height; y++) for (int part = 0; part < 2; part++) column[part][y] = rows[y][part][u];
            transform(column);
            for (int v = 0; v < height; v++) for (int part = 0; part < 2; part++) rows[v][part][u] = column[part][v];
        }
    }

    private void tell(final int line, final Progress progress) {
        if (line % LINES == 0) progress.update("Fourier transform", line, height + width);
    }

    private static void transform(final double[][] line) {
        FastFourierTransformer.transformInPlace(line, DftNormalization.STANDARD, TransformType.FORWARD);
    }

    /** The visitor of two spectra's values at one frequency. */
    interface Visitor {

        /** @param radius the frequency, as a part of the Nyquist frequency */
        void visit(double radius, double re, double im, double otherRe, double otherIm);
    }

    /** Goes through all frequencies up to Nyquist's of two spectra of equal size, which may be one and the same. */
    void visitWith(final Spectrum other, final Visitor visitor) {
        for (int v = 0; v < height; v++) {
            final double fy = 2.0 * (v < height - v ? v : v - height) / height;
            for (int u = 0; u < width; u++) {
                final double radius = Math.hypot(2.0 * (u < width - u ? u : u - width) / width, fy);
                if (radius <= 1)
                    visitor.visit(radius, rows[v][0][u], rows[v][1][u], other.rows[v][0][u], other.rows[v][1][u]);
            }
        }
    }
}
