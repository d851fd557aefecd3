package sc.fiji.blindsr.posterior;

import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.CubicSpline;
import sc.fiji.blindsr.progress.Progress;

/**
 * The memory layout of images in the sampling model y = A x without boundaries, and how loops over them become fast. y is a
 * low-resolution image of w×h pixels; x is the high-resolution patch that its pixels see through a kernel of K×K pixels.
 * <p>
 * <b>Phases.</b> The patch is stored as s×s phases. Phase (r, c) holds the pixels in rows r, r + s, … and columns
 * c, c + s, …, so that taking every s-th pixel is a loop along memory. All phases have the same size. They lie one after the
 * other in one array, with a guard of zeros before each and after the last. A kernel pixel in row i and column j is tap
 * (⌊i/s⌋, ⌊j/s⌋) of phase (i mod s, j mod s).
 * <p>
 * <b>Low-resolution rows</b> have the length of a phase's rows. They have fewer pixels: the rest is zero, and rows of zeros
 * lie above and below, so that no tap meets a wrong pixel. A block of whole rows is therefore one loop.
 * <p>
 * <b>Aligned copies.</b> The Java compiler makes vector instructions only of loops that go through all their arrays at the
 * same index. Terms that lie at different places are therefore copied to the beginning of arrays of their own, part by part
 * so that the copies stay in the cache, and the loop runs along these copies. {@link BlurSampling}, {@link SparseGradients}
 * and the kernel estimator's quadratic form all work in this way.
 *
 * @param scale the scale factor s
 * @param size the kernel's size K along each axis, high-resolution pixels
 * @param lowWidth number w of low-resolution columns
 * @param lowHeight number h of low-resolution rows
 */
public record Polyphase(int scale, int size, int lowWidth, int lowHeight) {

    /** Reach of the kernel beyond a pixel's own place, in low-resolution pixels: ⌈K/s⌉ − 1. */
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

    /** Number of taps along one axis: the kernel rows (or columns) that meet a phase with this row (or column) number. */
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

    /** Number of zeros before each phase: as far as the furthest neighbour of a pixel, the diagonal one. */
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

    /** A low-resolution image in this layout, from w·h values row by row. */
    public float[] low(final float[] values) {
        final float[] low = new float[lowLength()];
        for (int n = 0; n < lowHeight; n++) System.arraycopy(values, n * lowWidth, low, lowStart(n), lowWidth);
        return low;
    }

    /**
     * A low-resolution image, enlarged to the whole patch by cubic splines.
     *
     * @param values w·h values row by row
     * @param offset position of low-resolution pixel 0 in the patch, high-resolution pixels
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

    /**
     * Copies the patch's middle, without the ⌊K/2⌋ pixels on each side that only the kernel reaches: s·w × s·h values row by row.
     *
     * @param at where they begin
     */
    public void copyMiddle(final float[] image, final float[] values, final int at) {
        int i = at;
        for (int v = 0; v < scale * lowHeight; v++)
            for (int u = 0; u < scale * lowWidth; u++) values[i++] = image[index(v + size / 2, u + size / 2)];
    }

    /** Distance in memory from a pixel of phase (r, c) to its neighbour (dx, dy); dx and dy are −1, 0 or 1. */
    int step(final int r, final int c, final int dx, final int dy) {
        final int down = Math.floorDiv(r + dy, scale), right = Math.floorDiv(c + dx, scale);
        return start(Math.floorMod(r + dy, scale), Math.floorMod(c + dx, scale)) - start(r, c) + down * width() + right;
    }
}
