package sc.fiji.blindsr.posterior;

import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.CubicSpline;
import sc.fiji.blindsr.progress.Progress;

/**
 * How images of the sampling model lie in memory. A high-resolution patch is taken apart into s×s phases: phase (r, c) holds
 * the pixels in rows r, r + s, … and columns c, c + s, …, so that sampling every s-th pixel is a loop along memory. All phases
 * have the same size; they lie one after the other in one array, with a guard of zeros before each and behind the
 * last.
 * <p>
 * The low-resolution image has rows of the same length as a phase. It has fewer columns: the rest of a row is zero, and there
 * are rows of zeros above and below, so that a kernel's taps never meet the wrong pixel. So whole blocks of rows, not
 * single rows, are one loop each.
 *
 * @param scale the scale factor s
 * @param size the kernel's size K along each axis
 * @param lowWidth number w of low-resolution columns
 * @param lowHeight number h of low-resolution rows
 */
public record Polyphase(int scale, int size, int lowWidth, int lowHeight) {

    /** How many low-resolution pixels beyond its own place the kernel sees. */
    int reach() {
        return (size + scale - 1) / scale - 1;
    }

    /** Number of columns of a phase, and length of a low-resolution row. */
    public int width() {
        return lowWidth + reach();
    }

    /** Number of rows of a phase. */
    public int height() {
        return lowHeight + reach();
    }

    /** How many of K kernel rows (or columns) meet the pixels of one row (or column) phase. */
    public int taps(final int phase) {
        return (size - phase + scale - 1) / scale;
    }

    /** Number of pixels of a phase. */
    public int phaseSize() {
        return width() * height();
    }

    /** Length of an array that holds the patch. */
    public int length() {
        return scale * scale * (phaseSize() + guard()) + guard();
    }

    /** So many zeros stand before each phase: a neighbour of a pixel, even diagonal, is never further away. */
    private int guard() {
        return width() + 1;
    }

    /** Where phase (r, c) begins. */
    public int start(final int r, final int c) {
        return guard() + (r * scale + c) * (phaseSize() + guard());
    }

    /** Where the pixel in this row and column of the patch lies. */
    public int index(final int row, final int column) {
        return start(row % scale, column % scale) + row / scale * width() + column / scale;
    }

    /** Number of rows of the whole patch. */
    public int rows() {
        return scale * height();
    }

    /** Number of columns of the whole patch. */
    public int columns() {
        return scale * width();
    }

    /** Length of an array that holds the low-resolution image. */
    public int lowLength() {
        return (lowHeight + 2 * reach()) * width() + 2 * reach();
    }

    /** Where a row of the low-resolution image begins. */
    public int lowStart(final int row) {
        return reach() + (reach() + row) * width();
    }

    /** The low-resolution image in this layout, from w·h values row by row. */
    public float[] low(final float[] values) {
        final float[] low = new float[lowLength()];
        for (int n = 0; n < lowHeight; n++) System.arraycopy(values, n * lowWidth, low, lowStart(n), lowWidth);
        return low;
    }

    /**
     * The patch that a low-resolution image enlarged by cubic splines gives.
     *
     * @param values w·h values row by row
     * @param offset where low-resolution pixel 0 lies in the patch, in its pixels
     */
    public float[] enlarged(final float[] values, final double offset) {
        final float[] enlarged = CubicSpline.enlarge(
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray(),
                lowWidth,
                lowHeight,
                columns(),
                rows(),
                scale,
                offset,
                Progress.NONE);
        final float[] image = new float[length()];
        for (int v = 0; v < rows(); v++)
            for (int u = 0; u < columns(); u++) image[index(v, u)] = enlarged[v * columns() + u];
        return image;
    }

    /** How far, in memory, the neighbour (dx, dy) of the pixels of phase (r, c) is, dx and dy being −1, 0 or 1. */
    int step(final int r, final int c, final int dx, final int dy) {
        final int down = Math.floorDiv(r + dy, scale), right = Math.floorDiv(c + dx, scale);
        return start(Math.floorMod(r + dy, scale), Math.floorMod(c + dx, scale)) - start(r, c) + down * width() + right;
    }
}
