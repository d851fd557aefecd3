package sc.fiji.blindsr.posterior;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The operator A of the sampling model without boundaries, and its transpose:
 *
 * <pre>
 * y = A x:   y[n, m] = Σ_ij k[i, j] · x[s·n + i, s·m + j],   i, j = 0 … K − 1
 * </pre>
 *
 * This is the valid cross-correlation at stride s. x is a high-resolution patch and y a low-resolution image, in the layout
 * of {@link Polyphase}. Either direction takes K² multiply-adds per low-resolution pixel.
 * <p>
 * The result is computed in parts of some rows and columns, from {@linkplain Polyphase aligned copies} of what the taps meet.
 * One copy serves many taps: those of all kernel rows that lie s apart, or, in the transpose, those of all phases.
 */
public final class BlurSampling implements SamplingOperator {

    /** Largest number of pixels in a part, of its columns, and of pixels in all its copies, which stay in a core's cache. */
    private static final int LARGEST_PART = 4096, LARGEST_PART_WIDTH = 256, LARGEST_COPIES = 1 << 18;
    /** Products added in one loop; with six or more the compiler makes no vector instructions. */
    private static final int PRODUCTS_PER_LOOP = 4;
    /** Fewer parts than this are not worth distributing over the cores. */
    private static final int FEWEST_PARALLEL_PARTS = 32;

    private final Polyphase patch;
    private final float[] kernel;
    /** Largest number of taps along one axis. */
    private final int taps;
    /** Memory for the copies of a part. */
    private final Pool<Workspace> workspaces;

    /** @param kernel K×K weights, row by row, to be correlated */
    public BlurSampling(final Polyphase patch, final double[] kernel) {
        this(patch, kernel, new Pool<>());
    }

    private BlurSampling(final Polyphase patch, final double[] kernel, final Pool<Workspace> workspaces) {
        this.patch = patch;
        this.workspaces = workspaces;
        this.kernel = new float[kernel.length];
        for (int i = 0; i < kernel.length; i++) this.kernel[i] = (float) kernel[i];
        taps = patch.taps(0);
    }

    /** The same operator with another kernel; it shares the memory of this one. */
    public BlurSampling with(final double[] other) {
        return new BlurSampling(patch, other, workspaces);
    }

    @Override
    public void apply(final float[] x, final float[] y) {
        forParts(patch.lowHeight(), (part, workspace) -> apply(x, y, part, workspace));
    }

    private void apply(final float[] x, final float[] y, final Part part, final Workspace workspace) {
        final int s = patch.scale(), columns = part.columns, count = part.rows * columns;
        final float[][] copies = workspace.copies;
        final float[] weights = workspace.weights, sum = workspace.sum;
        Arrays.fill(sum, 0, count, 0);
        for (int r = 0; r < s; r++) {
            for (int c = 0; c < s; c++)
                for (int t = 0; t < patch.taps(c); t++)
                    copy(
                            x,
                            patch.start(r, c) + part.offset() + t,
                            patch.width(),
                            copies[c * taps + t],
                            0,
                            columns,
                            columns,
                            part.rows + patch.taps(r) - 1);
            // From the last kernel row to the first, since the sum moves up by a row each time.
            for (int a = patch.taps(r) - 1, last = 0; a >= 0; last = a--) {
                for (int c = 0; c < s; c++)
                    for (int t = 0; t < taps; t++) weights[c * taps + t] = weight(a * s + r, c + t * s);
                System.arraycopy(sum, last * columns, sum, a * columns, count);
                workspace.addProducts(s * taps, a * columns, a * columns + count);
            }
        }
        copy(
                sum,
                0,
                columns,
                y,
                patch.lowStart(part.row) + part.column,
                patch.width(),
                Math.min(columns, patch.lowWidth() - part.column),
                part.rows);
    }

    @Override
    public void applyTransposed(final float[] y, final float[] x) {
        forParts(patch.height(), (part, workspace) -> applyTransposed(y, x, part, workspace));
    }

    private void applyTransposed(final float[] y, final float[] x, final Part part, final Workspace workspace) {
        final int s = patch.scale(), columns = part.columns, count = part.rows * columns;
        final float[][] copies = workspace.copies;
        final float[] weights = workspace.weights, sum = workspace.sum;
        for (int a = 0; a < taps; a++)
            for (int t = 0; t < taps; t++)
                copy(
                        y,
                        patch.lowStart(part.row - a) + part.column - t,
                        patch.width(),
                        copies[a * taps + t],
                        0,
                        columns,
                        columns,
                        part.rows);
        for (int r = 0; r < s; r++)
            for (int c = 0; c < s; c++) {
                for (int a = 0; a < taps; a++)
                    for (int t = 0; t < taps; t++) weights[a * taps + t] = weight(a * s + r, c + t * s);
                Arrays.fill(sum, 0, count, 0);
                workspace.addProducts(taps * taps, 0, count);
                copy(sum, 0, columns, x, patch.start(r, c) + part.offset(), patch.width(), columns, part.rows);
            }
    }

    /** The kernel's weight, 0 outside it. */
    private float weight(final int row, final int column) {
        return row < patch.size() && column < patch.size() ? kernel[row * patch.size() + column] : 0;
    }

    /** Copies rows between arrays in which they lie at different distances. */
    private static void copy(
            final float[] from,
            final int start,
            final int distance,
            final float[] to,
            final int target,
            final int targetDistance,
            final int columns,
            final int rows) {
        if (columns == distance && columns == targetDistance) System.arraycopy(from, start, to, target, rows * columns);
        else
            for (int v = 0; v < rows && columns > 0; v++)
                System.arraycopy(from, start + v * distance, to, target + v * targetDistance, columns);
    }

    private static void addFour(
            final float[] a,
            final float[] b,
            final float[] c,
            final float[] d,
            final float wa,
            final float wb,
            final float wc,
            final float wd,
            final float[] sum,
            final int from,
            final int to) {
        for (int i = from; i < to; i++) sum[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
    }

    /** Some rows and columns of a phase. */
    private final class Part {

        final int row, column, rows, columns;

        Part(final int number, final int across, final int down, final int height) {
            // Divided evenly, so that no part is much narrower than the others.
            row = number / across * height / down;
            column = number % across * patch.width() / across;
            rows = (number / across + 1) * height / down - row;
            columns = (number % across + 1) * patch.width() / across - column;
        }

        /** Where it begins in the phase. */
        int offset() {
            return row * patch.width() + column;
        }
    }

    /** Memory for the work on one part. */
    private static final class Workspace {

        final float[][] copies;
        final float[] weights;
        final float[] sum;
        /** Terms and weights of one loop. */
        private final float[][] v = new float[PRODUCTS_PER_LOOP][];

        private final float[] w = new float[PRODUCTS_PER_LOOP];

        Workspace(final BlurSampling blur) {
            copies = new float[blur.copies()][];
            weights = new float[copies.length];
            sum = new float[blur.pixels() + blur.taps * LARGEST_PART_WIDTH];
            // A has fewer copies than its transpose, but with more rows.
            Arrays.setAll(copies, j -> new float[j < blur.patch.scale() * blur.taps ? sum.length : blur.pixels()]);
        }

        /** sum += Σ_j weights[j] · copies[j], j = 0 … number − 1, at the indices from – to; weights of 0 are skipped. */
        void addProducts(final int number, final int from, final int to) {
            int n = 0;
            for (int j = 0; j < number; j++) {
                if (weights[j] == 0) continue;
                v[n] = copies[j];
                w[n++] = weights[j];
                if (n < PRODUCTS_PER_LOOP) continue;
                addFour(v[0], v[1], v[2], v[3], w[0], w[1], w[2], w[3], sum, from, to);
                n = 0;
            }
            if (n == 0) return;
            Arrays.fill(v, n, PRODUCTS_PER_LOOP, v[0]);
            Arrays.fill(w, n, PRODUCTS_PER_LOOP, 0);
            addFour(v[0], v[1], v[2], v[3], w[0], w[1], w[2], w[3], sum, from, to);
        }
    }

    private int copies() {
        return Math.max(patch.scale(), taps) * taps;
    }

    /** Number of pixels in a part: at least one row. */
    private int pixels() {
        return Math.max(LARGEST_PART_WIDTH, Math.min(LARGEST_PART, LARGEST_COPIES / copies()));
    }

    private interface Work {

        void on(Part part, Workspace workspace);
    }

    private void forParts(final int height, final Work work) {
        final int across = (patch.width() + LARGEST_PART_WIDTH - 1) / LARGEST_PART_WIDTH;
        final int rows = pixels() / ((patch.width() + across - 1) / across), down = (height + rows - 1) / rows;
        final IntStream parts = IntStream.range(0, across * down);
        (across * down < FEWEST_PARALLEL_PARTS ? parts : parts.parallel()).forEach(i -> {
            final Workspace workspace = workspaces.take(() -> new Workspace(this));
            work.on(new Part(i, across, down, height), workspace);
            workspaces.give(workspace);
        });
    }
}
