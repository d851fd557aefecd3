package sc.fiji.blindsr.estimate;

import java.util.Optional;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * What an estimator found.
 *
 * @param kernel the blur kernel on the high-resolution grid
 * @param image the high-resolution image that the method made on the way (X×Y×C in [0,1]); empty if it makes none
 * @param device the device that did the work, "CPU", "GPU 0", …
 */
public record Estimate(BlurKernel kernel, Optional<Img<FloatType>> image, String device) {
}
