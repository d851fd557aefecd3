package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.progress.Progress;

/**
 * Gives a result the light of its input, over the whole or block by block. What a network gets wrong is nearly the same
 * everywhere, and a correction by blocks would only add its own error; what a transform of the levels loses depends on the
 * place.
 */
final class FluxCorrection {

    /** Width and height of a block, low-resolution pixels. */
    private static final int BLOCK = 12;
    /** After so many rows, the progress is told. */
    private static final int ROWS = 512;

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
    void overall(final float[] low, final float[] weights, final float[] high) {
        final int size = scale * scale * width * height;
        for (int c = 0; c < high.length / size; c++) {
            final float rest = (float) mean(low, weights, high, c);
            for (int i = 0; i < size; i++) high[c * size + i] += rest;
        }
    }

    /**
     * Adds to a result, in place, the mean differences over blocks, interpolated between the blocks' centres; then what is left
     * of the mean over the whole. Structures much smaller than a block stay as they are.
     *
     * @param low as for {@link #overall}
     * @param progress of a large one; may cancel
     */
    void blockwise(final float[] low, final float[] weights, final float[] high, final Progress progress) {
        for (int c = 0; c < low.length / (width * height); c++)
            add(differences(low, weights, high, c), high, c, progress);
        overall(low, weights, high);
    }

    private int across() {
        return Math.max(1, Math.round(width / (float) BLOCK));
    }

    private int down() {
        return Math.max(1, Math.round(height / (float) BLOCK));
    }

    /** Mean differences of the blocks, 0 where nothing counts. */
    private double[] differences(final float[] low, final float[] weights, final float[] high, final int c) {
        final double[] sums = new double[across() * down()], counts = new double[sums.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                if (weights[(c * height + y) * width + x] <= 0) continue;
                final int block = y * down() / height * across() + x * across() / width;
                sums[block] += difference(low, high, c, x, y);
                counts[block]++;
            }
        for (int i = 0; i < sums.length; i++) sums[i] /= Math.max(1, counts[i]);
        return sums;
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

    /** Adds the blocks' values, bilinearly interpolated. */
    private void add(final double[] blocks, final float[] high, final int c, final Progress progress) {
        final int wide = scale * width, tall = scale * height;
        for (int y = 0; y < tall; y++) {
            if (y % ROWS == 0) progress.update("Keeping the light", y, tall);
            final double v = Math.max(0, Math.min(down() - 1.0, (y + 0.5) * down() / tall - 0.5));
            final int top = (int) v, bottom = Math.min(down() - 1, top + 1);
            for (int x = 0; x < wide; x++) {
                final double u = Math.max(0, Math.min(across() - 1.0, (x + 0.5) * across() / wide - 0.5));
                final int left = (int) u, right = Math.min(across() - 1, left + 1);
                final double above = blocks[top * across() + left]
                        + (u - left) * (blocks[top * across() + right] - blocks[top * across() + left]);
                final double below = blocks[bottom * across() + left]
                        + (u - left) * (blocks[bottom * across() + right] - blocks[bottom * across() + left]);
                high[(c * tall + y) * wide + x] += (float) (above + (v - top) * (below - above));
            }
        }
    }
}
