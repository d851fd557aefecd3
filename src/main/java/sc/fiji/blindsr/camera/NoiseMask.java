package sc.fiji.blindsr.camera;

/**
 * The mask (1 −2 1; −2 4 −2; 1 −2 1), which cancels planes and slight curvature, so that little but noise is left (Immerkær,
 * "Fast noise variance estimation", CVIU 1996).
 */
public final class NoiseMask {

    /** Squared norm of the mask: the variance of its response over that of white noise. */
    public static final double SQUARED_NORM = 36;

    private NoiseMask() {}

    /**
     * The response at a pixel.
     *
     * @param i index of the pixel
     * @param dx distance in memory of the columns that are looked at
     * @param dy distance in memory of the rows
     */
    public static double response(final float[] v, final int i, final int dx, final int dy) {
        return v[i - dy - dx]
                + v[i - dy + dx]
                + v[i + dy - dx]
                + v[i + dy + dx]
                - 2.0 * (v[i - dy] + v[i + dy] + v[i - dx] + v[i + dx])
                + 4.0 * v[i];
    }

    /** The square of the same, over that norm: of white noise, in the mean, the variance. */
    static double noise(final float[] v, final int i, final int dx, final int dy) {
        final double response = response(v, i, dx, dy);
        return response * response / SQUARED_NORM;
    }
}
