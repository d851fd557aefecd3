package sc.fiji.blindsr.kernel;

import sc.fiji.blindsr.pixel.CubicSpline;

/**
 * Brings a kernel to another pixel grid and keeps its sum, centre and widths. On a finer grid it is the cubic spline through
 * the weights. To a coarser grid each weight is shared out by the transposed interpolation, so that sums, first and second
 * moments are exactly those of the spline's interpolation of 1, x and x².
 */
public final class Resampling {

    /** Zeros around the kernel, old or new pixels, so that the spline's tails have room. */
    private static final int MARGIN = 3;

    private Resampling() {}

    /**
     * The kernel on a grid of another pixel size, in an array of odd size, with the same sum.
     *
     * @param perX new pixels for each old one along the rows; below 1 the new grid is coarser
     * @param perY the same along the columns
     */
    public static BlurKernel resampled(final BlurKernel kernel, final double perX, final double perY) {
        final double[][] alongX = weights(kernel.width(), perX), alongY = weights(kernel.height(), perY);
        final double[] values = new double[alongX.length * alongY.length];
        final double[] row = new double[kernel.width()];
        for (int j = 0; j < alongY.length; j++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = 0;
                for (int y = 0; y < kernel.height(); y++) row[x] += alongY[j][y] * kernel.get(x, y);
            }
            for (int i = 0; i < alongX.length; i++)
                for (int x = 0; x < row.length; x++) values[j * alongX.length + i] += alongX[i][x] * row[x];
        }
        final BlurKernel resampled = new BlurKernel(alongX.length, alongY.length, values);
        final double gain = kernel.sum() / resampled.sum();
        for (int i = 0; i < values.length; i++) values[i] *= gain;
        return new BlurKernel(alongX.length, alongY.length, values);
    }

    /** New pixels × old pixels, both grids with a common middle. */
    private static double[][] weights(final int length, final double per) {
        final int size = (int) Math.ceil(length * per + 2 * MARGIN * Math.max(1, per)) | 1;
        final double[][] weights = new double[size][length];
        final boolean finer = per >= 1;
        // The spline lives on the coarser of the two grids.
        final int knots = finer ? length + 2 * MARGIN : size;
        for (int k = 0; k < knots; k++) {
            final int old = k - MARGIN;
            if (finer && (old < 0 || old >= length)) continue;
            final double[] one = new double[knots];
            one[k] = 1;
            final CubicSpline spline = new CubicSpline(one);
            if (finer)
                for (int j = 0; j < size; j++)
                    weights[j][old] = spline.at((j - (size - 1) / 2.0) / per + (knots - 1) / 2.0);
            else
                for (int x = 0; x < length; x++)
                    weights[k][x] = spline.at((x - (length - 1) / 2.0) * per + (size - 1) / 2.0);
        }
        return weights;
    }
}
