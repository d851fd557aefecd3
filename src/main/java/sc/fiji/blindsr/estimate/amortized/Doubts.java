package sc.fiji.blindsr.estimate.amortized;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;

/**
 * What speaks against a reading.
 *
 * @param uncertain whether the image says little about its blur
 * @param warning in words
 */
record Doubts(boolean uncertain, Optional<String> warning) {

    /**
     * A ± of more than this share of the width says that the image tells little, for each scale factor. Crops without structure
     * lie above, images with noise of up to 3 grey levels of 255 below.
     */
    private static final Map<Integer, Double> LARGEST_RELATIVE_SPREAD = Map.of(1, 0.25, 2, 0.176, 3, 0.184, 4, 0.188);

    /** A single width of more than so many times the widest of the prior, and by more than its ±, is beyond it. */
    private static final double BEYOND = 1.08;

    /** An uncertain blur that is read wider than this share of the prior's widest may be beyond it. */
    private static final double WIDE = 0.8;

    static Doubts of(final Reading reading, final int scale) {
        final KernelSpread spread = reading.spread(scale);
        final AnisotropicGaussian read = reading.mean().gaussian(scale);
        final double major = KernelFigures.width(read.lambda1()),
                minor = KernelFigures.width(read.lambda2()),
                widest = KernelFigures.width(AnisotropicGaussian.largestVariance(scale)),
                largest = LARGEST_RELATIVE_SPREAD.get(scale);
        if (spread.fwhmMajor() > largest * major || spread.fwhmMinor() > largest * minor)
            return new Doubts(
                    true,
                    Optional.of(
                            scale > 1 && minor > WIDE * widest
                                    ? Estimate.SAYS_LITTLE
                                            + ", or, if all of the image is that soft, choose scale factor 1"
                                    : Estimate.SAYS_LITTLE));
        final boolean beyond = minor > widest || major > BEYOND * widest && major - spread.fwhmMajor() > widest;
        return new Doubts(false, beyond ? Optional.of(tooWide(widest, scale)) : Optional.empty());
    }

    private static String tooWide(final double widest, final int scale) {
        return String.format(
                Locale.ROOT,
                "the blur is wider than the prior knows (%.1f pixels of the image): the image may have been enlarged, or is"
                        + " far out of focus; reduce it%s",
                widest / scale,
                scale > 1 ? ", or choose scale factor 1, deconvolution on the image's own pixels" : "");
    }
}
