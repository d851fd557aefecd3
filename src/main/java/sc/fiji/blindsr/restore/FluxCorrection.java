package sc.fiji.blindsr.restore;

/** Gives a result the light of its input: what a network gets wrong is nearly the same everywhere. */
final class FluxCorrection {

    private final int scale;
    private final int width;
    private final int height;

    /**
     * @param width of the input
     * @param height of the input
     */
    FluxCorrection(final int scale, final int width, final int height) {
        this.scale = scale;
        this.width = width;
        this.height = height;
    }

    /**
     * Adds to a result, in place, the mean of its difference from the input, channel by channel.
     *
     * @param low the input, X×Y×C
     * @param weights what its values are worth; those of 0 or less do not count
     * @param high the result, sX×sY×C
     */
    void apply(final float[] low, final float[] weights, final float[] high) {
        final int size = scale * scale * width * height;
        for (int c = 0; c < high.length / size; c++) {
            final float rest = (float) mean(low, weights, high, c);
            for (int i = 0; i < size; i++) high[c * size + i] += rest;
        }
    }

    private double mean(final float[] low, final float[] weights, final float[] high, final int c) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (weights[(c * height + y) * width + x] > 0) {
                    sum += difference(low, high, c, x, y);
                    count++;
                }
        return sum / Math.max(1, count);
    }

    /** A low-resolution pixel minus the mean of the high-resolution ones within it. */
    private double difference(final float[] low, final float[] high, final int c, final int x, final int y) {
        double sum = 0;
        for (int v = 0; v < scale; v++)
            for (int u = 0; u < scale; u++) sum += high[((c * height + y) * scale + v) * scale * width + x * scale + u];
        return low[(c * height + y) * width + x] - sum / (scale * scale);
    }
}
