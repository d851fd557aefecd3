package sc.fiji.blindsr.kernel.optics;

import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.progress.Progress;

/**
 * The blur kernel of a microscope on the pixel grid of the result.
 * <p>
 * Wide-field: the {@link FocalSpot}, integrated over the area of a camera's pixel. Confocal: the spot that lights the specimen
 * times the spot that is seen through the pinhole (the focal spot convolved with the pinhole's disc); both are taken at the
 * same wavelength. What a scanner collects while it crosses a pixel is not integrated.
 */
public final class OpticalKernel {

    /** Part of the light that the array holds; the rest is in far, faint rings. */
    private static final double HELD = 0.97;
    /** Side of the array, pixels. */
    private static final int LARGEST = 101;
    /** Samples of the profile for each Airy radius, and the radii that are looked at. */
    private static final int SAMPLES = 16, RADII = 16;
    /** Rings of a pinhole, in all at the least and for each Airy radius; spokes for each ring; points across a fine pixel. */
    private static final int FEWEST_RINGS = 12, RINGS = 8, SPOKES = 2, POINTS = 4;

    private final Microscope microscope;
    private final RadialProfile profile;

    /**
     * @param pixel the side of a low-resolution pixel, µm: with the spot it tells how far rings have to be followed
     * @param progress far from the focus it takes long; may cancel
     */
    public OpticalKernel(final Microscope microscope, final double pixel, final Progress progress) {
        this.microscope = microscope;
        final double airy = microscope.airyRadius();
        // A cone of light out of focus, and what the depth spreads, reach farther than rings do.
        final double sine = microscope.aperture() / microscope.index();
        final double spread =
                (Math.abs(microscope.defocus()) + microscope.depth() / 4) * sine / Math.sqrt(1 - sine * sine);
        final double radius = Math.min(RADII * airy + spread, LARGEST * pixel);
        final FocalSpot spot = new FocalSpot(microscope);
        final RadialProfile seen = new RadialProfile(airy / SAMPLES, radius, spot::intensity, progress);
        profile = microscope.confocal()
                ? new RadialProfile(airy / SAMPLES, radius, r -> seen.at(r) * throughPinhole(seen, r), progress)
                : seen;
    }

    /** Mean of a spot over the pinhole's disc, whose middle lies at a distance from the axis. */
    private double throughPinhole(final RadialProfile seen, final double r) {
        final double hole = microscope.pinhole() * microscope.airyRadius();
        final int rings = Math.max(FEWEST_RINGS, (int) Math.ceil(RINGS * microscope.pinhole())),
                spokes = SPOKES * rings;
        double sum = 0, weights = 0;
        for (int ring = 0; ring < rings; ring++) {
            final double radius = hole * (ring + 0.5) / rings;
            for (int spoke = 0; spoke < spokes; spoke++) {
                final double angle = Math.PI * (2 * spoke + 1) / spokes;
                sum += radius * seen.at(Math.hypot(r + radius * Math.cos(angle), radius * Math.sin(angle)));
                weights += radius;
            }
        }
        return hole > 0 ? sum / weights : seen.at(r);
    }

    /** The intensity at a distance from the axis, µm, without the area of pixels; of no particular unit. */
    public double intensity(final double r) {
        return profile.at(r);
    }

    /** The part of the light within a distance from the axis, µm. */
    public double encircled(final double r) {
        return profile.encircled(r);
    }

    /**
     * The odd size that holds 97 % of the light, at least that of the prior's kernels and at most 101.
     *
     * @param pixel the side of a low-resolution pixel, µm
     * @param scale the scale factor
     */
    public int size(final double pixel, final int scale) {
        final double radius = profile.radiusOf(HELD) * scale / pixel + (microscope.confocal() ? 0 : scale / 2.0);
        return Math.min(LARGEST, Math.max(BlurKernel.sizeFor(scale), 2 * (int) Math.ceil(radius) + scale + 1 | 1));
    }

    /**
     * The part of the light that a kernel holds.
     *
     * @param size of the kernel, and the others as for {@link #kernel}
     */
    public double held(final double pixel, final int scale, final int size) {
        return encircled(size / 2.0 * pixel / scale);
    }

    /**
     * The kernel, with sum 1 and its centre at (K − s)/2.
     *
     * @param pixel the side of a low-resolution pixel, µm
     * @param scale the scale factor s
     * @param size K, odd
     */
    public BlurKernel kernel(final double pixel, final int scale, final int size) {
        final double fine = pixel / scale, centre = KernelCentre.target(size, scale);
        // Points over the area that a weight collects: a pixel of the camera, or one point.
        final int across = microscope.confocal() ? 1 : POINTS * scale;
        final double[] values = new double[size * size];
        for (int i = 0; i < values.length; i++)
            for (int p = 0; p < across * across; p++) {
                final double x = (i % size - centre) * fine + offset(p % across, across, pixel),
                        y = (i / size - centre) * fine + offset(p / across, across, pixel);
                values[i] += profile.at(Math.hypot(x, y));
            }
        return new BlurKernel(size, size, values).normalised();
    }

    private static double offset(final int point, final int across, final double pixel) {
        return ((point + 0.5) / across - 0.5) * pixel;
    }
}
