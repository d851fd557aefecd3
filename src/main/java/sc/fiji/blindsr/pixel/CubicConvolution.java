package sc.fiji.blindsr.pixel;

/** Interpolation between samples by piecewise cubics: Keys, "Cubic convolution interpolation", 1981, with a = −1/2. */
public final class CubicConvolution {

    private CubicConvolution() {}

    /**
     * Weights of the samples −1, 0, 1, 2 for a place between samples 0 and 1.
     *
     * @param t the place, from 0 to 1
     */
    public static double[] weights(final double t) {
        return new double[] {
            t * (-0.5 + t * (1 - 0.5 * t)),
            1 + t * t * (-2.5 + 1.5 * t),
            t * (0.5 + t * (2 - 1.5 * t)),
            t * t * (-0.5 + 0.5 * t)
        };
    }
}
