package sc.fiji.blindsr.estimate.amortized;

/**
 * What the network sees of an image: grey levels less their mean, over three times the mean difference of neighbours, so
 * that brightness and contrast do not matter; and bent by asinh, so that a hot pixel is no larger than a few edges while
 * bright points keep their shape.
 */
public final class ReaderInput {

    /** The least mean difference of neighbours, grey levels in [0,1]: that of an image without any structure. */
    private static final double MIN_DIFFERENCE = 1e-4;

    private static final double SPREAD = 3;

    private ReaderInput() {}

    /**
     * The network's input.
     *
     * @param plane grey levels, row by row
     * @return a new array of the same order
     */
    public static float[] of(final float[] plane, final int width, final int height) {
        double sum = 0, differences = 0;
        for (final float v : plane) sum += v;
        for (int y = 1; y < height; y++)
            for (int i = y * width + 1; i < (y + 1) * width; i++)
                differences += Math.abs(plane[i] - plane[i - 1]) + Math.abs(plane[i] - plane[i - width]);
        final double mean = sum / plane.length;
        final double unit = SPREAD * Math.max(MIN_DIFFERENCE, differences / (2.0 * (width - 1) * (height - 1)));
        final float[] input = new float[plane.length];
        for (int i = 0; i < input.length; i++) input[i] = (float) asinh((plane[i] - mean) / unit);
        return input;
    }

    private static double asinh(final double x) {
        return Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
    }
}
