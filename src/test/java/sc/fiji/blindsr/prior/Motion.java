package sc.fiji.blindsr.prior;

import java.util.Locale;
import java.util.Random;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * Point-spread functions of an object that moves evenly while the shutter is open: a line, seen through a lens that is
 * somewhat blurred itself.
 *
 * @param length of the line, high-resolution pixels
 * @param angle its direction, radians
 */
record Motion(double length, double angle) implements PointSpread {

    private static final int POINTS = 64;
    /** Standard deviation of the lens' blur, high-resolution pixels. */
    private static final double LENS = 0.6;

    static Motion random(final Random random) {
        return new Motion(3 + 5 * random.nextDouble(), Math.PI * random.nextDouble());
    }

    @Override
    public BlurKernel kernel() {
        final double[] values = new double[SIZE * SIZE];
        for (int p = 0; p < POINTS; p++) {
            final double along = ((p + 0.5) / POINTS - 0.5) * length;
            for (int i = 0; i < values.length; i++) {
                final double x = i % SIZE - CENTRE - along * Math.cos(angle),
                        y = i / SIZE - CENTRE - along * Math.sin(angle);
                values[i] += Math.exp(-(x * x + y * y) / (2 * LENS * LENS));
            }
        }
        return BlurKernel.square(values).normalised();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "line %.2f px at %.0f°", length, Math.toDegrees(angle));
    }
}
