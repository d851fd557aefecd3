package sc.fiji.blindsr.estimate.amortized;

/**
 * What the network sees of an image: grey levels less their mean, over three times the differences of neighbours, so that
 * brightness and contrast do not matter. The map is linear, since a bent one would change the shape of blurred edges; what lies
 * far outside, as hot pixels do, is clipped, and their differences hardly count.
 */
public final class ReaderInput {

    /** The least mean difference of neighbours, grey levels in [0,1]: that of an image without any structure. */
    private static final double MIN_DIFFERENCE = 1e-4;

    /** Differences of more than so many times the mean one count as that. */
    private static final double OUTLIER = 8;

    private static final double SPREAD = 3, LIMIT = 10;

    private ReaderInput() {}

    /**
     * The network's input.
     *
     * @param plane grey levels, row by row
     * @return a new array of the same order
     */
    public static float[] of(final float[] plane, final int width, final int height) {
        double sum = 0;
        for (final float v : plane) sum += v;
        final double mean = sum / plane.length;
        final double typical = difference(plane, width, height, Double.POSITIVE_INFINITY, false);
        final double unit =
                SPREAD * Math.max(MIN_DIFFERENCE, Math.sqrt(difference(plane, width, height, OUTLIER * typical, true)));
        final float[] input = new float[plane.length];
        for (int i = 0; i < input.length; i++)
            input[i] = (float) Math.max(-LIMIT, Math.min(LIMIT, (plane[i] - mean) / unit));
        return input;
    }

    /** The mean difference of neighbours, or its square, none counted as more than a limit. */
    private static double difference(
            final float[] plane, final int width, final int height, final double limit, final boolean squared) {
        double sum = 0;
        for (int y = 1; y < height; y++)
            for (int i = y * width + 1; i < (y + 1) * width; i++) {
                final double across = Math.min(limit, Math.abs(plane[i] - plane[i - 1])),
                        down = Math.min(limit, Math.abs(plane[i] - plane[i - width]));
                sum += squared ? across * across + down * down : across + down;
            }
        return sum / (2.0 * (width - 1) * (height - 1));
    }
}
