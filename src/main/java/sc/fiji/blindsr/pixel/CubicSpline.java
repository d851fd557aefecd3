package sc.fiji.blindsr.pixel;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.blindsr.progress.Progress;

/**
 * The interpolating cubic spline of one line of samples, in B-spline form (Unser, "Splines: a perfect fit for signal and
 * image processing", IEEE SPM 1999), mirrored at its ends.
 */
public final class CubicSpline {

    private static final double POLE = Math.sqrt(3) - 2;
    /** Number of lines in a block, and of blocks that run in parallel. */
    private static final int LINES = 16, BLOCKS = 16;

    private final double[] coefficients;

    /** @param samples the values at positions 0, 1, …; at least one; copied */
    public CubicSpline(final double... samples) {
        coefficients = samples.clone();
        if (samples.length > 1) filter(coefficients);
    }

    /** The spline's value at a position, in samples; outside the line it is that of the mirrored line. */
    public double at(final double position) {
        final int n = coefficients.length;
        if (n == 1) return coefficients[0];
        final int i = (int) Math.floor(position);
        final double t = position - i;
        final double w0 = (1 - t) * (1 - t) * (1 - t) / 6, w1 = 2.0 / 3 - t * t * (2 - t) / 2, w3 = t * t * t / 6;
        final double w2 = 1 - w0 - w1 - w3;
        return w0 * coefficients[Mirror.aboutEndSamples(i - 1, n)]
                + w1 * coefficients[Mirror.aboutEndSamples(i, n)]
                + w2 * coefficients[Mirror.aboutEndSamples(i + 1, n)]
                + w3 * coefficients[Mirror.aboutEndSamples(i + 2, n)];
    }

    /**
     * A plane on a finer grid: the spline along rows, then along columns, at the positions (i − offset)/scale.
     *
     * @param plane width × height samples, row by row
     * @param wide number of columns of the result
     * @param high number of rows of the result
     * @param scale number of new pixels for each sample, along each axis
     * @param offset where sample 0 lies on the finer grid, in its pixels
     * @param progress updated at every 256 lines, of which there are height + wide
     * @return wide × high values, row by row
     */
    public static float[] enlarge(
            final double[] plane,
            final int width,
            final int height,
            final int wide,
            final int high,
            final int scale,
            final double offset,
            final Progress progress) {
        return enlarge(plane, width, height, wide, high, scale, offset, offset, progress);
    }

    /**
     * A plane moved within its frame: what lay at (x, y) comes to (x + right, y + down).
     *
     * @param plane width × height samples, row by row
     */
    public static float[] moved(
            final double[] plane, final int width, final int height, final double right, final double down) {
        return enlarge(plane, width, height, width, height, 1, right, down, Progress.NONE);
    }

    private static float[] enlarge(
            final double[] plane,
            final int width,
            final int height,
            final int wide,
            final int high,
            final int scale,
            final double offsetX,
            final double offsetY,
            final Progress progress) {
        final double[][] columns = new double[wide][height];
        inBlocks(height, progress, 0, height + wide, (from, to) -> {
            for (int y = from; y < to; y++) {
                final CubicSpline row = new CubicSpline(Arrays.copyOfRange(plane, y * width, (y + 1) * width));
                for (int x = 0; x < wide; x++) columns[x][y] = row.at((x - offsetX) / scale);
            }
        });
        final float[] result = new float[wide * high];
        inBlocks(wide, progress, height, height + wide, (from, to) -> {
            final CubicSpline[] splines = new CubicSpline[to - from];
            Arrays.setAll(splines, x -> new CubicSpline(columns[from + x]));
            // Row by row, as memory lies.
            for (int y = 0; y < high; y++)
                for (int x = from; x < to; x++)
                    result[y * wide + x] = (float) splines[x - from].at((y - offsetY) / scale);
        });
        return result;
    }

    private interface Work {

        /**
         * @param from the first line
         * @param to the last one, not included
         */
        void on(int from, int to);
    }

    /** Does work on some of all lines, block by block; {@code before} lines were done earlier. */
    private static void inBlocks(
            final int lines, final Progress progress, final int before, final int all, final Work work) {
        for (int i = 0; i < lines; i += BLOCKS * LINES) {
            progress.update("Cubic spline", before + i, all);
            final int first = i, blocks = Math.min(BLOCKS, (lines - i + LINES - 1) / LINES);
            IntStream.range(0, blocks)
                    .parallel()
                    .forEach(b -> work.on(first + b * LINES, Math.min(lines, first + (b + 1) * LINES)));
        }
    }

    /** From samples to coefficients, in place: one recursive filter forwards, one backwards. */
    private static void filter(final double[] c) {
        final int n = c.length;
        final double gain = (1 - POLE) * (1 - 1 / POLE);
        for (int i = 0; i < n; i++) c[i] *= gain;
        // The forward filter starts with the sum over the mirrored, hence periodic, line: Horner's rule there and back.
        double there = c[n - 1], back = 0;
        for (int i = n - 2; i >= 0; i--) there = c[i] + POLE * there;
        for (int i = 1; i < n - 1; i++) back = POLE * (back + c[i]);
        final double once = Math.pow(POLE, n - 1);
        c[0] = (there + once * back) / (1 - once * once);
        for (int i = 1; i < n; i++) c[i] += POLE * c[i - 1];
        c[n - 1] = POLE / (POLE * POLE - 1) * (c[n - 1] + POLE * c[n - 2]);
        for (int i = n - 2; i >= 0; i--) c[i] = POLE * (c[i + 1] - c[i]);
    }
}
