package sc.fiji.blindsr.kernel;

import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.pixel.CubicSpline;

/** Moves kernels so that their centre of mass lies where both {@linkplain Grid grids} require it: at (K − s)/2 along each axis. */
public final class KernelCentre {

    /** Largest distance of the centre of mass from its target, in pixels, at which a kernel is left where it is. */
    private static final double TOLERANCE = 0.1;

    private KernelCentre() {}

    /**
     * A kernel of any origin, such as the image of a bead, with sum 1, odd size, and its centre of mass at (K − s)/2 along
     * both axes. It is padded with zeros first, so that moving it loses nothing. A kernel of odd size whose centre of mass is
     * within 0.1 pixels of (K − s)/2 keeps its size and place.
     *
     * @throws UserError if its sum is not positive, or so small that its centre of mass lies outside of its pixels
     */
    public static BlurKernel centred(final BlurKernel kernel, final int scale) {
        final BlurKernel normalised = kernel.normalised();
        if (isCentred(kernel, scale)) return normalised;
        if (!CentreOfMass.of(kernel).isWithin(kernel))
            throw new UserError(
                    "kernel",
                    "its values add up to so little, with negative ones, that its centre of mass lies outside of its "
                            + kernel.width() + "×" + kernel.height()
                            + " pixels; a blur kernel's values must be mostly positive.");
        // The margin holds the shift to the new centre, and one pixel more for the spline.
        final int margin = 1 + (int) Math.ceil(distance(kernel, scale));
        final int width = kernel.width() + 2 * margin | 1, height = kernel.height() + 2 * margin | 1;
        final BlurKernel padded = normalised.placed(width, height, margin, margin);
        return moved(padded, target(width, scale), target(height, scale)).normalised();
    }

    /** Whether a kernel is of odd size and its centre of mass within 0.1 pixels of (K − s)/2 along both axes. */
    public static boolean isCentred(final BlurKernel kernel, final int scale) {
        return kernel.width() % 2 == 1 && kernel.height() % 2 == 1 && distance(kernel, scale) <= TOLERANCE;
    }

    /** Distance of the centre of mass from its target, in pixels: the larger of those along the two axes. */
    public static double distance(final BlurKernel kernel, final int scale) {
        final CentreOfMass centre = CentreOfMass.of(kernel);
        return Math.max(
                Math.abs(centre.x() - target(kernel.width(), scale)),
                Math.abs(centre.y() - target(kernel.height(), scale)));
    }

    /**
     * A kernel centred in the same way, in an array of a given size; what lies outside is cut off.
     *
     * @param size width and height, odd
     */
    public static BlurKernel centred(final BlurKernel kernel, final int scale, final int size) {
        return centred(kernel, scale).framed(size, size).normalised();
    }

    /** Target of the centre of mass along an axis of this length, in pixels: (K − s)/2. */
    public static double target(final int length, final int scale) {
        return (length - scale) / 2.0;
    }

    /**
     * Moves a kernel within its array by cubic-spline interpolation. What leaves the array is lost, what enters is 0.
     *
     * @param x wanted centre of mass, column
     * @param y wanted centre of mass, row
     * @return the moved kernel; its sum is not brought back to what it was
     */
    static BlurKernel moved(final BlurKernel kernel, final double x, final double y) {
        final CentreOfMass now = CentreOfMass.of(kernel);
        final int width = kernel.width(), height = kernel.height();
        final double[] values = kernel.values();
        final double[] row = new double[width], column = new double[height];
        for (int j = 0; j < height; j++) {
            System.arraycopy(values, j * width, row, 0, width);
            System.arraycopy(shifted(row, x - now.x()), 0, values, j * width, width);
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < height; j++) column[j] = values[j * width + i];
            final double[] moved = shifted(column, y - now.y());
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
