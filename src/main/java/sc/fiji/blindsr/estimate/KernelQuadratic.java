package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.Pool;
import sc.fiji.blindsr.posterior.Vectors;

/**
 * The kernel's part of the variational bound, the expected squared residual as a quadratic form of the kernel k (K² values):
 *
 * <pre>
 * q(k) = E‖y − A_k x‖² = kᵀRk − 2bᵀk + yᵀy,   R = E[U(x)U(x)ᵀ],   b = U(μ)y
 * </pre>
 *
 * U(x) is the K²×(hw) matrix whose columns are the patches under the low-resolution pixels, μ the mean of x. The forms of
 * several crops, channels or frames add up. Images are in the layout of {@link Polyphase}, from which the terms come.
 * <p>
 * An entry of R is a sum, over a window, of the product of two phases shifted against each other. All entries with the same
 * two phases and the same shift share that product, and their windows differ by few rows and columns. So all of R takes about
 * 2K²·s²·(hw) multiply-adds instead of K⁴/2·(hw).
 */
final class KernelQuadratic {

    /** The least number of arrays over which the rows of a phase are distributed. */
    private static final int LEAST_ARRAYS = 12;

    private final Polyphase patch;
    private final int size;
    /** Number of arrays over which the rows of a phase are distributed: a multiple of four, and at least the number of taps. */
    private final int arrays;
    /** Blocks that are not in use. */
    private final Pool<float[][]> spare = new Pool<>();
    /** Arrays of a block's length. */
    private final Pool<float[]> sums = new Pool<>();

    private final double[][] matrix;
    private final double[] vector;
    private double constant;

    KernelQuadratic(final Polyphase patch) {
        this.patch = patch;
        size = patch.size();
        arrays = Math.max(LEAST_ARRAYS, (patch.taps(0) + 3) / 4 * 4);
        matrix = new double[size * size][size * size];
        vector = new double[size * size];
    }

    /** Multiplies everything by a factor. */
    void fade(final double factor) {
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) matrix[i][j] *= factor;
            vector[i] *= factor;
        }
        constant *= factor;
    }

    /** Adds another's R, b and constant. */
    void add(final KernelQuadratic other) {
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) matrix[i][j] += other.matrix[i][j];
            vector[i] += other.vector[i];
        }
        constant += other.constant;
    }

    /** Adds weight · U(x)U(x)ᵀ to R. */
    void addCorrelations(final float[] x, final double weight) {
        final int s = patch.scale(), phases = s * s, shifts = 2 * patch.taps(0) - 1;
        final float[][][] planes = new float[phases][][];
        Arrays.setAll(planes, p -> blocks(x, patch.start(p / s, p % s), 0));
        IntStream.range(0, phases * shifts)
                .parallel()
                .forEach(i -> addPhases(x, weight, planes, i / shifts, i % shifts - shifts / 2));
        Arrays.stream(planes).forEach(spare::give);
    }

    /** Adds the products of one phase, shifted by db columns, with itself and all phases before it. */
    private void addPhases(
            final float[] x, final double weight, final float[][][] planes, final int second, final int db) {
        final int s = patch.scale(), r2 = second / s, c2 = second % s, pitch = patch.width();
        final int rows2 = patch.taps(r2), columns2 = patch.taps(c2);
        if (db >= columns2) return;
        final int start = patch.start(r2, c2);
        final float[][] shifted = blocks(x, start, db), moved = new float[arrays][];
        for (int m = arrays + 1 - patch.taps(0); m < arrays; m++) moveRows(shifted[m], 1);
        final float[] sum = sums.take(() -> new float[planes[0][0].length]);
        for (int da = 1 - patch.taps(0); da < rows2; da++) {
            for (int m = 0; m < arrays; m++) moved[m] = shifted[Math.floorMod(m + da, arrays)];
            for (int first = 0; first <= second; first++) {
                final int r = first / s, c = first % s, rows = patch.taps(r), columns = patch.taps(c);
                // For a phase with itself, the shifts d and −d give the same product.
                if (da <= -rows || db <= -columns || first == second && (da < 0 || da == 0 && db < 0)) continue;
                final int a0 = Math.max(0, -da), b0 = Math.max(0, -db);
                final double[][] windows = windowSums(
                        total(planes[first], moved, sum),
                        x,
                        patch.start(r, c) + a0 * pitch + b0,
                        patch.start(r2, c2) + (a0 + da) * pitch + b0 + db,
                        patch.height() - Math.abs(da),
                        patch.width() - Math.abs(db),
                        Math.min(rows, rows2 - da) - a0,
                        Math.min(columns, columns2 - db) - b0);
                for (int a = 0; a < windows.length; a++)
                    for (int b = 0; b < windows[a].length; b++) {
                        final int i = (r + (a0 + a) * s) * size + c + (b0 + b) * s;
                        final int j = (r2 + (a0 + a + da) * s) * size + c2 + (b0 + b + db) * s;
                        matrix[i][j] += weight * windows[a][b];
                        if (i != j) matrix[j][i] += weight * windows[a][b];
                    }
            }
            // An array that has come round from the other end holds rows that are one further.
            moveRows(shifted[Math.floorMod(da, arrays)], -1);
        }
        spare.give(shifted);
        sums.give(sum);
    }

    /** Moves an array's rows down by one, or up again. */
    private void moveRows(final float[] block, final int down) {
        final int pitch = patch.width(), length = block.length - pitch;
        System.arraycopy(block, down > 0 ? 0 : pitch, block, down > 0 ? pitch : 0, length);
        Arrays.fill(block, down > 0 ? 0 : length, down > 0 ? pitch : block.length, 0);
    }

    /**
     * {@linkplain Polyphase Aligned copies} of a phase, moved by db columns to the left and filled up with 0. Row v is in array
     * v mod {@link #arrays}, so that a shift by one row is a step to the next array, and needs no further copy.
     */
    private float[][] blocks(final float[] x, final int start, final int db) {
        final int width = patch.width(), height = patch.height(), rows = (height + arrays - 1) / arrays + 1;
        final float[][] blocks = spare.take(() -> new float[arrays][rows * width]);
        for (final float[] block : blocks) Arrays.fill(block, 0);
        for (int v = 0; v < height; v++)
            System.arraycopy(
                    x,
                    start + v * width + Math.max(0, db),
                    blocks[v % arrays],
                    v / arrays * width + Math.max(0, -db),
                    width - Math.abs(db));
        return blocks;
    }

    /** Sum of the product of two phases. */
    private double total(final float[][] a, final float[][] b, final float[] sum) {
        Arrays.fill(sum, 0);
        for (int m = 0; m < arrays; m += 4)
            addProducts(a[m], b[m], a[m + 1], b[m + 1], a[m + 2], b[m + 2], a[m + 3], b[m + 3], sum);
        return Vectors.sum(sum);
    }

    private static void addProducts(
            final float[] a,
            final float[] b,
            final float[] c,
            final float[] d,
            final float[] e,
            final float[] f,
            final float[] g,
            final float[] h,
            final float[] sum) {
        for (int i = 0; i < sum.length; i++) sum[i] += a[i] * b[i] + c[i] * d[i] + e[i] * f[i] + g[i] * h[i];
    }

    /**
     * Sums of the product of two phases over windows of h×w pixels, from the sum over all pixels that the phases share. The
     * first window lacks some of these rows and columns; each next window gains and loses one row, or one column.
     *
     * @param total sum over all pixels that they share
     * @param i where the first window begins in one phase
     * @param j where it begins in the other
     * @param height number of rows that they share
     * @param width number of columns that they share
     * @param down number of windows along y
     * @param across number of windows along x
     */
    private double[][] windowSums(
            final double total,
            final float[] x,
            final int i,
            final int j,
            final int height,
            final int width,
            final int down,
            final int across) {
        final int pitch = patch.width(), w = patch.lowWidth(), h = patch.lowHeight();
        double leftWindow = total;
        for (int u = h; u < height; u++) leftWindow -= Vectors.dot(x, i + u * pitch, x, j + u * pitch, width);
        final double[] gain = new double[across - 1];
        for (int v = w; v < width; v++) {
            double column = 0;
            for (int u = 0; u < h; u++) column += product(x, i, j, u * pitch + v);
            leftWindow -= column;
            if (v - w < gain.length) gain[v - w] = column;
        }
        for (int b = 0; b < gain.length; b++) for (int u = 0; u < h; u++) gain[b] -= product(x, i, j, u * pitch + b);
        final double[][] sums = new double[down][across];
        for (int a = 0; a < down; a++) {
            sums[a][0] = leftWindow;
            for (int b = 0; b < gain.length; b++) sums[a][b + 1] = sums[a][b] + gain[b];
            if (a == down - 1) break;
            final int removed = a * pitch, added = (a + h) * pitch;
            leftWindow += Vectors.dot(x, i + added, x, j + added, w) - Vectors.dot(x, i + removed, x, j + removed, w);
            for (int b = 0; b < gain.length; b++)
                gain[b] += product(x, i, j, added + b + w)
                        - product(x, i, j, added + b)
                        - product(x, i, j, removed + b + w)
                        + product(x, i, j, removed + b);
        }
        return sums;
    }

    private static double product(final float[] x, final int i, final int j, final int at) {
        return x[i + at] * x[j + at];
    }

    /** Adds U(x)y to b and yᵀy to the constant, y in the layout of {@link Polyphase#low}. */
    void addData(final float[] x, final float[] y) {
        addLinear(x, y);
        for (final float v : y) constant += v * v;
    }

    /** Adds U(x)y to b. */
    void addLinear(final float[] x, final float[] y) {
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                for (int n = 0; n < patch.lowHeight(); n++)
                    vector[i * size + j] += Vectors.dot(
                            x, patch.index(i, j) + n * patch.width(), y, patch.lowStart(n), patch.lowWidth());
    }

    /** q(k), and its gradient 2(Rk − b). */
    double value(final double[] kernel, final double[] gradient) {
        final double[] product = new double[kernel.length];
        for (int j = 0; j < kernel.length; j++) addRow(matrix[j], kernel[j], product);
        double value = constant;
        for (int i = 0; i < kernel.length; i++) {
            gradient[i] = 2 * (product[i] - vector[i]);
            value += kernel[i] * (product[i] - 2 * vector[i]);
        }
        return value;
    }

    private static void addRow(final double[] row, final double factor, final double[] sum) {
        for (int i = 0; i < sum.length; i++) sum[i] += factor * row[i];
    }
}
