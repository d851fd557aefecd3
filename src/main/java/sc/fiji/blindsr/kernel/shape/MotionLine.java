package sc.fiji.blindsr.kernel.shape;

import org.apache.commons.math3.special.Erf;

/**
 * What an even movement while the shutter is open makes of a point: a line, through a lens with a Gaussian blur of its own.
 *
 * @param length of the line, high-resolution pixels
 * @param angle its direction, radians, in coordinates (column, row)
 * @param lens standard deviation of the lens' blur, high-resolution pixels
 */
public record MotionLine(double length, double angle, double lens) implements BlurShape {

    @Override
    public double at(final double x, final double y) {
        final double along = x * Math.cos(angle) + y * Math.sin(angle),
                across = y * Math.cos(angle) - x * Math.sin(angle);
        final double unit = Math.sqrt(2) * lens;
        return Math.exp(-Math.pow(across / unit, 2))
                * Erf.erf((along - length / 2) / unit, (along + length / 2) / unit);
    }
}
