package sc.fiji.blindsr.kernel.shape;

/**
 * The spot of a lens with a round pupil, out of focus and astigmatic. By Fraunhofer diffraction it is
 * |∫ exp(2πi (W(p) + 0.61 ⟨p, x⟩ / r)) dp|² over the unit disc, with the first dark ring of the spot in focus at radius r,
 * and W(p) = defocus·|p|² + astigmatism·(the same along one axis, its negative along the other) in waves.
 *
 * @param ring r, high-resolution pixels
 * @param defocus at the pupil's edge, waves
 * @param astigmatism at the pupil's edge, waves
 * @param angle direction of the astigmatism, radians
 */
public record AberratedSpot(double ring, double defocus, double astigmatism, double angle) implements BlurShape {

    /** Points across the pupil: enough for some rings. */
    private static final int PUPIL = 24;

    @Override
    public double at(final double x, final double y) {
        double real = 0, imaginary = 0;
        for (int row = 0; row < PUPIL; row++)
            for (int column = 0; column < PUPIL; column++) {
                final double u = (2 * column + 1.0) / PUPIL - 1,
                        v = (2 * row + 1.0) / PUPIL - 1,
                        radius = u * u + v * v;
                if (radius > 1) continue;
                final double along = u * Math.cos(angle) + v * Math.sin(angle);
                final double phase = 2
                        * Math.PI
                        * (defocus * radius
                                + astigmatism * (2 * along * along - radius)
                                + 0.61 * (u * x + v * y) / ring);
                real += Math.cos(phase);
                imaginary += Math.sin(phase);
            }
        return real * real + imaginary * imaginary;
    }
}
