package sc.fiji.blindsr.kernel.beads;

import java.util.Random;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * A simulated field of beads at random places, some of them touching, on a camera with photon noise, read noise and an offset.
 * The effective PSF is the Gaussian of FWHM 2.2 × 1.6 pixels at 30°, or one narrower by a factor, which is known at any place.
 *
 * @param beads number of beads
 * @param photons of each bead; the brightest have one and a half, the faintest half of it
 * @param size of the beads
 * @param narrowed width of the effective PSF over 2.2 × 1.6 pixels
 * @param slope how much brighter the ground is in the field's middle than in its corners, photons in a pixel
 * @param seed of the beads
 * @param noise seed of the noise
 */
public record BeadField(
        int beads, double photons, BeadSize size, double narrowed, double slope, long seed, long noise) {

    public static final double MAJOR = 2.2, MINOR = 1.6, ANGLE = 30;
    private static final double BACKGROUND = 10, READ_NOISE = 2, OFFSET = 100;
    private static final int POINTS = 200;

    public BeadField(
            final int beads,
            final double photons,
            final BeadSize size,
            final double narrowed,
            final double slope,
            final long seed) {
        this(beads, photons, size, narrowed, slope, seed, ~seed);
    }

    public BeadField(final int beads, final double photons, final BeadSize size, final long seed) {
        this(beads, photons, size, 1, 0, seed);
    }

    /** @param diameter of the beads, pixels */
    public BeadField(final int beads, final double photons, final double diameter, final long seed) {
        this(beads, photons, new BeadSize(diameter, diameter), seed);
    }

    /** The kernel that is to be found. */
    public static BlurKernel truth(final int scale) {
        final AnisotropicGaussian gaussian = AnisotropicGaussian.ofWidths(MAJOR, MINOR, ANGLE, scale);
        final int size = 12 * scale + 3 | 1;
        return gaussian.sampled(size, (size - scale) / 2.0, (size - scale) / 2.0);
    }

    public Plane plane() {
        final Random random = new Random(seed);
        final int side = (int) Math.ceil(Math.sqrt(beads) * 24);
        final double[] light = new double[side * side];
        for (int i = 0; i < light.length; i++) {
            final double x = 2.0 * (i % side) / side - 1, y = 2.0 * (i / side) / side - 1;
            light[i] = BACKGROUND + slope * (1 - (x * x + y * y) / 2);
        }
        for (int b = 0; b < beads; b++) {
            final double x = random.nextDouble() * side, y = random.nextDouble() * side;
            final double flux = photons * (0.5 + random.nextDouble());
            if (size.equals(BeadSize.POINT)) add(light, side, x, y, flux);
            else
                for (int p = 0; p < POINTS; p++) {
                    final double[] point = inSphere(random);
                    add(light, side, x + point[0], y + point[1], flux / POINTS);
                }
        }
        final float[] pixels = new float[light.length];
        final Random own = new Random(noise);
        for (int i = 0; i < pixels.length; i++)
            pixels[i] = (float) Math.rint(OFFSET + poisson(light[i], own) + READ_NOISE * own.nextGaussian());
        return new Plane(side, side, pixels);
    }

    private double[] inSphere(final Random random) {
        while (true) {
            final double x = random.nextDouble() - 0.5, y = random.nextDouble() - 0.5, z = random.nextDouble() - 0.5;
            if (x * x + y * y + z * z <= 0.25) return new double[] {size.x() * x, size.y() * y};
        }
    }

    private void add(final double[] light, final int side, final double x, final double y, final double flux) {
        final AnisotropicGaussian g = AnisotropicGaussian.ofWidths(narrowed * MAJOR, narrowed * MINOR, ANGLE, 1);
        final double cos = Math.cos(g.theta()), sin = Math.sin(g.theta());
        for (int j = (int) Math.max(0, y - 8); j < Math.min(side, y + 9); j++)
            for (int i = (int) Math.max(0, x - 8); i < Math.min(side, x + 9); i++) {
                final double u = cos * (i - x) + sin * (j - y), v = -sin * (i - x) + cos * (j - y);
                light[j * side + i] += flux
                        / (2 * Math.PI * Math.sqrt(g.lambda1() * g.lambda2()))
                        * Math.exp(-u * u / (2 * g.lambda1()) - v * v / (2 * g.lambda2()));
            }
    }

    private static double poisson(final double mean, final Random random) {
        if (mean > 60) return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        double product = random.nextDouble();
        int n = 0;
        for (final double limit = Math.exp(-mean); product > limit; n++) product *= random.nextDouble();
        return n;
    }
}
