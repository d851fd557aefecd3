package sc.fiji.blindsr.prior;

import ij.ImagePlus;
import java.util.Locale;
import java.util.Random;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * Point-spread functions of a lens with a round pupil: Airy's disc, out of focus and astigmatic. By Fraunhofer diffraction
 * it is |∫ exp(2πi (W(p) + 0.61 ⟨p, x⟩ / r)) dp|² over the unit disc, with the first dark ring of the disc in focus at
 * radius r, and W(p) = defocus·|p|² + astigmatism·(the same along one axis, its negative along the other) in waves.
 *
 * @param ring r, high-resolution pixels
 * @param defocus at the pupil's edge, waves
 * @param astigmatism at the pupil's edge, waves
 * @param angle direction of the astigmatism, radians
 */
public record Optics(double ring, double defocus, double astigmatism, double angle) implements PointSpread {

    /** Points across the pupil: enough for some rings. */
    private static final int PUPIL = 24;

    /** A lens of a family of four parameters, from sharp discs to flat spots and small rings. */
    public static Optics random(final Random random) {
        return new Optics(
                1.6 + 0.6 * random.nextDouble(),
                0.65 * random.nextDouble(),
                0.25 * random.nextDouble(),
                Math.PI * random.nextDouble());
    }

    @Override
    public BlurKernel kernel() {
        final double[] values = new double[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) values[i] = intensity(i % SIZE - CENTRE, i / SIZE - CENTRE);
        return BlurKernel.square(values).normalised();
    }

    private double intensity(final double x, final double y) {
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

    /** A stack of random ones. */
    public static ImagePlus stack(final int count, final long seed) {
        return PointSpread.stack("optics", Optics::random, count, seed);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "ring %.2f px, defocus %.2f, astigmatism %.2f waves", ring, defocus, astigmatism);
    }
}
