package sc.fiji.blindsr.pixel;

/**
 * A coarse grid over an image: cells of the same size, in rows. Positions are pixels from the middle of pixel 0.
 *
 * @param width columns of the image
 * @param height rows of the image
 * @param columns cells in a row
 * @param rows rows of cells
 */
public record CellGrid(int width, int height, int columns, int rows) {

    /** Cells along the longer side, at the most. Optics change slowly over the field. */
    private static final double MOST = 12;

    /**
     * The grid for an image of this size.
     *
     * @param smallest side of a cell, about, pixels: a smaller one would show too little
     */
    public static CellGrid of(final int width, final int height, final double smallest) {
        final double side = Math.max(smallest, Math.max(width, height) / MOST);
        return new CellGrid(width, height, (int) Math.max(1, Math.round(width / side)), (int)
                Math.max(1, Math.round(height / side)));
    }

    /** Number of cells. */
    public int count() {
        return columns * rows;
    }

    /** The cell that a position lies in. */
    public int cell(final double x, final double y) {
        return (int) ((y + 0.5) * rows / height) * columns + (int) ((x + 0.5) * columns / width);
    }

    /** Column of a cell's middle. */
    public double x(final int cell) {
        return (cell % columns + 0.5) * width / columns - 0.5;
    }

    /** Row of a cell's middle. */
    public double y(final int cell) {
        return (cell / columns + 0.5) * height / rows - 0.5;
    }

    /** Length of a cell's sides: the mean of both. */
    public double side() {
        return ((double) width / columns + (double) height / rows) / 2;
    }

    /** The longer side of the image. */
    public int longer() {
        return Math.max(width, height);
    }

    /** Interpolates linearly between the middles of the cells, and goes on straight beyond them. */
    public double interpolated(final double[] cells, final double x, final double y) {
        final double u = (x + 0.5) * columns / width - 0.5, v = (y + 0.5) * rows / height - 0.5;
        final int i = first(u, columns), j = first(v, rows);
        final int right = Math.min(i + 1, columns - 1), below = Math.min(j + 1, rows - 1);
        final double a = u - i, b = v - j;
        return (1 - b) * ((1 - a) * cells[j * columns + i] + a * cells[j * columns + right])
                + b * ((1 - a) * cells[below * columns + i] + a * cells[below * columns + right]);
    }

    /** The same, but beyond the middles of the outer cells as there: for what would become negative. */
    public double held(final double[] cells, final double x, final double y) {
        return interpolated(cells, held(x, width, columns), held(y, height, rows));
    }

    private static double held(final double at, final int length, final int count) {
        final double half = length / (2.0 * count);
        return Math.max(half - 0.5, Math.min(length - half - 0.5, at));
    }

    private static int first(final double at, final int count) {
        return Math.max(0, Math.min(count - 2, (int) Math.floor(at)));
    }
}
