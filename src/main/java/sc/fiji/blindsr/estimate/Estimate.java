package sc.fiji.blindsr.estimate;

import java.util.Optional;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelSpread;

/**
 * What an estimator found.
 *
 * @param kernel the blur kernel on the high-resolution grid
 * @param image the high-resolution image that the method made on the way (X×Y×C in [0,1]); empty if it makes none
 * @param device the device that did the work, "CPU", "GPU 0", …
 * @param spread how far the kernel's figures may be off; empty if the method does not say
 * @param warning why the kernel should not be trusted, a sentence for users; empty if nothing is known against it
 * @param uncertain whether that is because of a large spread: a restoration may forgive it
 */
public record Estimate(
        BlurKernel kernel,
        Optional<Img<FloatType>> image,
        String device,
        Optional<KernelSpread> spread,
        Optional<String> warning,
        boolean uncertain) {

    /** A warning that several methods have. */
    public static final String SAYS_LITTLE =
            "the region is so flat or noisy that it says little about the blur; select a part with more edges";

    /** An estimate by a method that does not say how sure it is. */
    public Estimate(final BlurKernel kernel, final Optional<Img<FloatType>> image, final String device) {
        this(kernel, image, device, Optional.empty(), Optional.empty(), false);
    }

    /** A kernel that was found before, with what is still known of how sure it is. */
    public Estimate(final BlurKernel kernel, final String device, final Optional<KernelSpread> spread) {
        this(kernel, Optional.empty(), device, spread, Optional.empty(), false);
    }
}
