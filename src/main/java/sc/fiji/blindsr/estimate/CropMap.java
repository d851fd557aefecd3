package sc.fiji.blindsr.estimate;

import java.util.Arrays;

/**
 * How often a crop of an image is worth drawing around each of its pixels: in proportion to the strong edges there. The
 * map of KernelGAN's code (Bell-Kligler, Shocher and Irani, NeurIPS 2019), made in two steps.
 */
final class CropMap {

    /** Pixels at every edge where no gradient counts, and the window over which gradients are averaged. */
    private static final int RIM = 5, WINDOW = 5;
    /** Gradients up to this quantile do not count. */
    private static final double QUANTILE = 0.97;
    /** Span between the quantile and full weight where the next larger gradient equals the quantile. */
    private static final double SMALLEST_SPAN = 1e-5;

    private CropMap() {}

    /**
     * Strength of the edges, with mean 1: gradients along x, along y and their length, by central differences, each
     * divided by its sum, added, and averaged over 5×5 pixels. Before, the first two are held between their 97 % quantile
     * and the next larger value and lowered by that quantile: strong ones all count the same. (The authors' code does so
     * with the length, too, but then takes it as it was.)
     *
     * @param plane width × height grey levels, row by row
     * @return as many values; all 0 if there are no edges
     */
    static double[] edges(final float[] plane, final int width, final int height) {
        final int n = width * height;
        final double[] alongX = new double[n], alongY = new double[n], length = new double[n], edges = new double[n];
        for (int y = RIM; y < height - RIM; y++)
            for (int x = RIM; x < width - RIM; x++) {
                final int i = y * width + x;
                alongX[i] = Math.abs(plane[i + 1] - plane[i - 1]) / 2;
                alongY[i] = Math.abs(plane[i + width] - plane[i - width]) / 2;
                length[i] = Math.hypot(alongX[i], alongY[i]);
            }
        addShare(strongest(alongX), edges);
        addShare(strongest(alongY), edges);
        addShare(length, edges);
        return dividedBy(Arrays.stream(edges).sum() / n, windowed(edges, width, height, WINDOW));
    }

    private static double[] strongest(final double[] gradients) {
        final double[] sorted = gradients.clone();
        Arrays.sort(sorted);
        final int pivot = (int) (QUANTILE * sorted.length);
        final double low = sorted[pivot], next = sorted[Math.min(pivot + 1, sorted.length - 1)];
        final double high = next > low ? next : low + SMALLEST_SPAN;
        return Arrays.stream(gradients)
                .map(g -> Math.max(low, Math.min(high, g)) - low)
                .toArray();
    }

    private static void addShare(final double[] gradients, final double[] edges) {
        final double sum = Arrays.stream(gradients).sum();
        if (sum > 0) for (int i = 0; i < edges.length; i++) edges[i] += gradients[i] / sum;
    }

    /**
     * How often a crop is drawn around each pixel: the edges' mean over a window of half its size, 0 where it does not
     * fit.
     *
     * @param edges width × height values
     * @param size the crops' size
     * @return as many values, with sum 1; all the same where a crop fits nowhere or there are no edges
     */
    static double[] probabilities(final double[] edges, final int width, final int height, final int size) {
        final int half = size / 2;
        final double[] means = windowed(edges, width, height, half), probabilities = new double[edges.length];
        double sum = 0;
        for (int y = half; y < height - half; y++)
            for (int x = half; x < width - half; x++) {
                probabilities[y * width + x] = means[y * width + x];
                sum += means[y * width + x];
            }
        if (sum > 0) return dividedBy(sum, probabilities);
        Arrays.fill(probabilities, 1.0 / probabilities.length);
        return probabilities;
    }

    /** Mean over a square window, zeros outside the image; one of even size reaches further to the left and upwards. */
    private static double[] windowed(final double[] values, final int width, final int height, final int window) {
        final double[][] sums = new double[height + 1][width + 1];
        for (int y = 0; y < height; y++) {
            double row = 0;
            for (int x = 0; x < width; x++) {
                row += values[y * width + x];
                sums[y + 1][x + 1] = sums[y][x + 1] + row;
            }
        }
        final int before = window / 2, behind = window - before;
        final double[] means = new double[values.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                final int left = Math.max(0, x - before), right = Math.min(width, x + behind);
                final int top = Math.max(0, y - before), bottom = Math.min(height, y + behind);
                final double sum = sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left];
                // Differences of sums leave some round-off where there is nothing.
                means[y * width + x] = Math.max(0, sum) / (window * window);
            }
        return means;
    }

    private static double[] dividedBy(final double divisor, final double[] values) {
        if (divisor > 0) for (int i = 0; i < values.length; i++) values[i] /= divisor;
        return values;
    }
}
