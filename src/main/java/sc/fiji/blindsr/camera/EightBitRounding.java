package sc.fiji.blindsr.camera;

/**
 * What rounding to 8 bits does to grey levels in [0,1]. The rounding error is uniformly distributed over one step, from −½
 * to +½ grey level. No image can be trusted beyond it, however little noise is measured: it bounds noise and residuals from
 * below.
 */
public final class EightBitRounding {

    /** One grey level: what a residual may reach by rounding, with a margin of two for what is rounded on the way. */
    public static final double STEP = 1 / 255.0;

    /** Largest error: half a grey level. */
    public static final double LARGEST_ERROR = 0.5 / 255;

    /** Standard deviation of the error: 1/√12 = 0.289 grey levels, kept as 0.3, with which the estimators were calibrated. */
    public static final double STANDARD_DEVIATION = 0.3 / 255;

    private EightBitRounding() {}
}
