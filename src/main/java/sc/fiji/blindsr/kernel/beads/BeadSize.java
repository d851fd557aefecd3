package sc.fiji.blindsr.kernel.beads;

/**
 * How large beads are, solid spheres: on pixels that are no squares their pictures are ellipses.
 *
 * @param x diameter along rows, low-resolution pixels; 0 for points
 * @param y diameter along columns, low-resolution pixels; 0 for points
 */
public record BeadSize(double x, double y) {

    /** Points, much smaller than the blur. */
    public static final BeadSize POINT = new BeadSize(0, 0);

    /** Variance of a solid sphere's projection over its diameter². */
    private static final double VARIANCE = 1 / 20.0;

    /** Variance of a bead's picture along rows, low-resolution pixels². */
    double varianceX() {
        return x * x * VARIANCE;
    }

    /** The same along columns. */
    double varianceY() {
        return y * y * VARIANCE;
    }

    double largest() {
        return Math.max(x, y);
    }

    /** On pixels of which there are more. */
    BeadSize times(final int scale) {
        return new BeadSize(scale * x, scale * y);
    }
}
