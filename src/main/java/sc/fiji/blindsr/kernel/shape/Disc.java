package sc.fiji.blindsr.kernel.shape;

/**
 * The disc of a lens out of focus, without diffraction. A pixel at its edge is as bright as the part of it that is inside.
 *
 * @param radius high-resolution pixels
 */
public record Disc(double radius) implements BlurShape {

    @Override
    public double at(final double x, final double y) {
        return Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x, y)));
    }
}
