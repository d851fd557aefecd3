package sc.fiji.blindsr.kernel;

/** Moves kernels so that their centre of mass lies where a {@link Grid} wants it: at (K − s)/2 in both axes. */
public final class KernelCentre {

    /** A kernel whose centre of mass is as near as this to where it should be, in pixels, is left where it is. */
    private static final double NEAR = 0.1;

    private KernelCentre() {}

    /**
     * A kernel from anywhere, such as the image of a bead, made fit for use: sum 1, odd size, centre of mass at (K − s)/2 in
     * both axes. Zeros are put around it first, so that moving it loses nothing. One of odd size whose centre of mass is
     * within 0.1 pixels of (K − s)/2 keeps its size and place.
     *
     * @throws IllegalArgumentException if its sum is not positive
     */
    public static BlurKernel centred(final BlurKernel kernel, final int scale) {
        final BlurKernel normalised = kernel.normalised();
        if (isCentred(kernel, scale)) return normalised;
        // Room on all sides for the way to the new centre, and one pixel more for the spline.
        final int margin = 1 + (int) Math.ceil(distance(kernel, scale));
        final int width = kernel.width() + 2 * margin | 1, height = kernel.height() + 2 * margin | 1;
        final double[] padded = new double[width * height];
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) padded[(y + margin) * width + x + margin] = normalised.get(x, y);
        return moved(new BlurKernel(width, height, padded), wanted(width, scale), wanted(height, scale))
                .normalised();
    }

    /** Whether a kernel is of odd size and its centre of mass within 0.1 pixels of (K − s)/2 along both axes. */
    public static boolean isCentred(final BlurKernel kernel, final int scale) {
        return kernel.width() % 2 == 1 && kernel.height() % 2 == 1 && distance(kernel, scale) <= NEAR;
    }

    /** How far the centre of mass is from where it belongs, along the axis where it is farther. */
    private static double distance(final BlurKernel kernel, final int scale) {
        final KernelFigures figures = KernelFigures.of(kernel);
        return Math.max(
                Math.abs(figures.centreX() - wanted(kernel.width(), scale)),
                Math.abs(figures.centreY() - wanted(kernel.height(), scale)));
    }

    /**
     * The same in an array of a given size: what lies outside of it is cut off.
     *
     * @param size width and height, odd
     */
    public static BlurKernel centred(final BlurKernel kernel, final int scale, final int size) {
        return framed(centred(kernel, scale), size).normalised();
    }

    /**
     * A kernel in the middle of an array of another size: zeros are put around it, or its rim is cut off; its sum is then
     * what is left.
     *
     * @param size width and height, odd as the kernel's
     */
    public static BlurKernel framed(final BlurKernel centred, final int size) {
        final int left = (centred.width() - size) / 2, top = (centred.height() - size) / 2;
        final double[] values = new double[size * size];
        for (int y = Math.max(0, -top); y < Math.min(size, centred.height() - top); y++)
            for (int x = Math.max(0, -left); x < Math.min(size, centred.width() - left); x++)
                values[y * size + x] = centred.get(x + left, y + top);
        return BlurKernel.square(values);
    }

    /** Where the centre of mass belongs along an axis of this length. */
    public static double wanted(final int length, final int scale) {
        return (length - scale) / 2.0;
    }

    /**
     * Moves a kernel's content by cubic-spline interpolation within its array; what leaves the array is lost, what enters
     * is 0.
     *
     * @param x wanted centre of mass, column
     * @param y wanted centre of mass, row
     * @return the moved kernel; its sum is not brought back to what it was
     */
    static BlurKernel moved(final BlurKernel kernel, final double x, final double y) {
        final KernelFigures now = KernelFigures.of(kernel);
        final int width = kernel.width(), height = kernel.height();
        final double[] values = kernel.values();
        final double[] row = new double[width], column = new double[height];
        for (int j = 0; j < height; j++) {
            System.arraycopy(values, j * width, row, 0, width);
            System.arraycopy(shifted(row, x - now.centreX()), 0, values, j * width, width);
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < height; j++) column[j] = values[j * width + i];
            final double[] moved = shifted(column, y - now.centreY());
            for (int j = 0; j < height; j++) values[j * width + i] = moved[j];
        }
        return new BlurKernel(width, height, values);
    }

    private static double[] shifted(final double[] line, final double shift) {
        final CubicSpline spline = new CubicSpline(line);
        final double[] moved = new double[line.length];
        for (int i = 0; i < moved.length; i++) {
            final double position = i - shift;
            moved[i] = position < 0 || position > line.length - 1 ? 0 : spline.at(position);
        }
        return moved;
    }
}
