package sc.fiji.blindsr.pixel;

/** Averages the pixels of planes over the squares around them. */
public final class NeighbourMeans {

    private NeighbourMeans() {}

    /**
     * The mean of each pixel's (2r + 1)×(2r + 1) neighbours, at the rim of those that there are.
     *
     * @param values planes of width×height pixels, one after the other
     * @param radius r
     */
    public static float[] of(final float[] values, final int width, final int height, final int radius) {
        return along(along(values, width, 1, radius), height, width, radius);
    }

    /** The means of 2×2 pixels each of a plane: ⌊width/2⌋×⌊height/2⌋. */
    public static float[] halved(final float[] values, final int width, final int height) {
        final int across = width / 2;
        final float[] means = new float[across * (height / 2)];
        for (int i = 0; i < means.length; i++) {
            final int at = 2 * (i / across) * width + 2 * (i % across);
            means[i] = (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
        }
        return means;
    }

    private static float[] along(final float[] v, final int length, final int step, final int radius) {
        final float[] means = new float[v.length];
        for (int i = 0; i < v.length; i++) {
            final int at = i / step % length, from = Math.max(0, at - radius), to = Math.min(length - 1, at + radius);
            float sum = 0;
            for (int j = from; j <= to; j++) sum += v[i + (j - at) * step];
            means[i] = sum / (to - from + 1);
        }
        return means;
    }
}
