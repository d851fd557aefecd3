package sc.fiji.blindsr.scene;

/** A Gaussian blur of a square picture, with the rim repeated. */
final class Smoothing {

    private Smoothing() {}

    /** @return a new array */
    static float[] gaussian(final float[] values, final int n, final double sigma) {
        final int radius = Math.max(1, (int) Math.ceil(3 * sigma));
        final float[] weights = new float[2 * radius + 1];
        float sum = 0;
        for (int i = -radius; i <= radius; i++)
            sum += weights[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
        final float[] down = new float[n * n];
        for (int y = 0; y < n; y++)
            for (int i = -radius; i <= radius; i++) {
                final int from = Math.max(0, Math.min(n - 1, y + i)) * n, to = y * n;
                final float weight = weights[i + radius];
                for (int x = 0; x < n; x++) down[to + x] += weight * values[from + x];
            }
        final float[] row = new float[n + 2 * radius], out = new float[n * n];
        for (int y = 0; y < n; y++) {
            for (int x = -radius; x < n + radius; x++) row[x + radius] = down[y * n + Math.max(0, Math.min(n - 1, x))];
            for (int i = 0; i < weights.length; i++) {
                final float weight = weights[i];
                for (int x = 0; x < n; x++) out[y * n + x] += weight * row[x + i];
            }
        }
        return out;
    }
}
