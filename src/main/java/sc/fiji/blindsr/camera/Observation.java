package sc.fiji.blindsr.camera;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A plane of an image, and how much each of its values says about the light.
 *
 * @param levels the values, X×Y×C; plausible ones where nothing is known
 * @param weights X×Y×C: σ² over the variance of the value's noise, σ being {@linkplain CameraProfile#sigma the one number} for
 *     it; 0 = nothing is known; negative = as its absolute value, but the light was only at least that strong
 * @param masked number of pixels with a value of which nothing is known, or only that it was at least that strong
 * @param defective number of pixels with a value that does not show the light
 */
public record Observation(
        ArrayImg<FloatType, FloatArray> levels, ArrayImg<FloatType, FloatArray> weights, int masked, int defective) {

    /** Share of masked pixels above which a plane says too little to find a kernel on it. */
    private static final double LARGEST_MASKED = 0.5;

    /** Share of its pixels that are masked. */
    public double maskedShare() {
        return masked / (double) (levels.dimension(0) * levels.dimension(1));
    }

    /** Whether nothing is known of any pixel: then its levels are black. */
    public boolean isBlank() {
        for (final float weight : weights.update(null).getCurrentStorageArray()) if (weight != 0) return false;
        return true;
    }

    /** Whether most of it is masked. */
    public boolean isMostlyMasked() {
        return maskedShare() > LARGEST_MASKED;
    }
}
