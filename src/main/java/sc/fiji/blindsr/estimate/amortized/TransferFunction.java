package sc.fiji.blindsr.estimate.amortized;

/**
 * A kernel's transfer function H(f) at frequencies f on a square, {@value #STEP} cycles in a low-resolution pixel apart and up to
 * {@value #HIGHEST}, the middle one 0; row by row.
 */
final class TransferFunction {

    private static final double STEP = 0.1;
    private static final double HIGHEST = 0.8;

    private final int side;
    private final double[] real, imaginary;

    /** Frequencies along an axis, for scale factor s: no image has those beyond half a cycle in a high-resolution pixel. */
    static int side(final int scale) {
        return 2 * (int) Math.round(Math.min(HIGHEST, scale / 2.0) / STEP) + 1;
    }

    /**
     * The one of a kernel.
     *
     * @param kernel K×K values, centre of mass at (K − s)/2
     * @param scale the scale factor s
     * @param side frequencies along an axis
     */
    TransferFunction(final double[] kernel, final int scale, final int side) {
        this.side = side;
        final int size = (int) Math.round(Math.sqrt(kernel.length));
        final double[][] cosines = new double[side][size], sines = new double[side][size];
        for (int f = 0; f < side; f++)
            for (int x = 0; x < size; x++) {
                final double phase = 2 * Math.PI * (f - side / 2) * STEP * (x - (size - scale) / 2.0) / scale;
                cosines[f][x] = Math.cos(phase);
                sines[f][x] = Math.sin(phase);
            }
        real = new double[side * side];
        imaginary = new double[side * side];
        final double[] rowReal = new double[size], rowImaginary = new double[size];
        for (int u = 0; u < side; u++) {
            for (int y = 0; y < size; y++) {
                double re = 0, im = 0;
                for (int x = 0; x < size; x++) {
                    re += kernel[y * size + x] * cosines[u][x];
                    im -= kernel[y * size + x] * sines[u][x];
                }
                rowReal[y] = re;
                rowImaginary[y] = im;
            }
            for (int v = 0; v < side; v++) {
                double re = 0, im = 0;
                for (int y = 0; y < size; y++) {
                    re += rowReal[y] * cosines[v][y] + rowImaginary[y] * sines[v][y];
                    im += rowImaginary[y] * cosines[v][y] - rowReal[y] * sines[v][y];
                }
                real[v * side + u] = re;
                imaginary[v * side + u] = im;
            }
        }
    }

    /** Number of frequencies. */
    int length() {
        return real.length;
    }

    double real(final int i) {
        return real[i];
    }

    double imaginary(final int i) {
        return imaginary[i];
    }

    /** |H|² at a frequency. */
    double power(final int i) {
        return real[i] * real[i] + imaginary[i] * imaginary[i];
    }

    /** The square of a frequency, cycles² in low-resolution pixels². */
    double squaredFrequency(final int i) {
        final double x = (i % side - side / 2) * STEP, y = (i / side - side / 2) * STEP;
        return x * x + y * y;
    }
}
