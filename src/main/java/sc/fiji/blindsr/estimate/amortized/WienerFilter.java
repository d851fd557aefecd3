package sc.fiji.blindsr.estimate.amortized;

/**
 * What a kernel does to an image that it did not blur: restored with it by Wiener's filter, H* / (|H|² + noise / power), a
 * picture has a mean square error at each frequency, and the sum of these tells one kernel from another as restored images do:
 * too wide a kernel does more harm than one that is too narrow. Pictures have the power 1/f² (Field, "Relations between the
 * statistics of natural images and the response properties of cortical cells", J. Opt. Soc. Am. A 4, 1987).
 */
final class WienerFilter {

    /** Noise over a picture's power at one cycle in a low-resolution pixel. */
    private static final double NOISE = 0.02;

    /** Below this frequency a picture's power rises no more, cycles in a low-resolution pixel. */
    private static final double LOWEST = 0.1;

    /** For half of all frequencies; the others are their mirror images. */
    private final double[] real, imaginary, power;

    /** The one for a kernel. */
    WienerFilter(final TransferFunction kernel) {
        final int half = (kernel.length() + 1) / 2;
        real = new double[half];
        imaginary = new double[half];
        power = new double[half];
        for (int i = 0; i < half; i++) {
            power[i] = 1 / (kernel.squaredFrequency(i) + LOWEST * LOWEST);
            final double all = kernel.power(i) + NOISE / power[i];
            real[i] = kernel.real(i) / all;
            imaginary[i] = -kernel.imaginary(i) / all;
        }
    }

    /** The error of a picture that was blurred with another kernel, without that by noise, which is the same for all. */
    double error(final TransferFunction blur) {
        double sum = 0;
        for (int i = 0; i < real.length; i++) {
            final double re = 1 - real[i] * blur.real(i) + imaginary[i] * blur.imaginary(i),
                    im = real[i] * blur.imaginary(i) + imaginary[i] * blur.real(i);
            sum += power[i] * (re * re + im * im);
        }
        return sum;
    }
}
