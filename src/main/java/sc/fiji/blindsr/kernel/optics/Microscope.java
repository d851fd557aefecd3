package sc.fiji.blindsr.kernel.optics;

import java.util.Locale;
import sc.fiji.blindsr.fault.UserError;

/**
 * What of a microscope determines its blur. Lengths are in µm, in the specimen.
 *
 * @param confocal whether a pinhole scans the specimen; else a camera sees it as a whole
 * @param wavelength of the light in vacuum
 * @param aperture numerical aperture
 * @param index refractive index of the immersion
 * @param medium refractive index of the specimen; counts only with a depth
 * @param pinhole diameter of a confocal pinhole, in Airy discs (1.22 λ/NA)
 * @param defocus distance from the best focus along the axis
 * @param depth of what is looked at below the cover glass
 */
public record Microscope(
        boolean confocal,
        double wavelength,
        double aperture,
        double index,
        double medium,
        double pinhole,
        double defocus,
        double depth) {

    /** @throws UserError if no light of this aperture can be in the immersion */
    public Microscope {
        if (!(aperture < index))
            throw new UserError(
                    "aperture",
                    aperture + " was given with an immersion of refractive index " + index,
                    "it must be smaller than the key index (1 for air, 1.33 for water, 1.515 for oil)");
    }

    /** Radius of the first dark ring of a perfect lens, µm: 0.61 λ/NA (Airy 1835). */
    public double airyRadius() {
        return 0.6098 * wavelength / aperture;
    }

    /**
     * The aperture that light has inside the specimen: what is steeper than the specimen's own index is reflected at the
     * cover glass, and does not come from a depth.
     */
    double usedAperture() {
        return depth > 0 ? Math.min(aperture, 0.999 * medium) : aperture;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f nm, aperture %.3g, index %.4g", 1000 * wavelength, aperture, index)
                + (confocal ? String.format(Locale.ROOT, ", pinhole %.3g", pinhole) : "")
                + (defocus != 0 ? String.format(Locale.ROOT, ", defocus %.3g µm", defocus) : "")
                + (depth > 0 ? String.format(Locale.ROOT, ", depth %.3g µm in %.4g", depth, medium) : "");
    }
}
