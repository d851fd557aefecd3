package sc.fiji.blindsr.estimate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;

/**
 * How far a kernel's figures may be off: one standard deviation.
 *
 * @param fwhmMajor of the full width at half maximum along the longer axis, high-resolution pixels
 * @param fwhmMinor of that along the shorter axis
 * @param angle of the longer axis' direction, degrees; at most 52, which is that of a direction drawn at random
 */
public record KernelSpread(double fwhmMajor, double fwhmMinor, double angle) {

    /**
     * Gaussian kernels that may as well be the true one: widths and angle of a kernel with normal errors.
     *
     * @param scale the scale factor s
     * @return kernels of the size of the one found
     */
    public List<BlurKernel> draw(final BlurKernel found, final int scale, final int count, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final KernelFigures figures = KernelFigures.of(found);
        final double least = KernelFigures.width(AnisotropicGaussian.smallestVariance(scale));
        return Stream.generate(() -> AnisotropicGaussian.ofWidths(
                                Math.max(least, figures.fwhmMajor() + fwhmMajor * random.nextGaussian()) / scale,
                                Math.max(least, figures.fwhmMinor() + fwhmMinor * random.nextGaussian()) / scale,
                                figures.angle() + angle * random.nextGaussian(),
                                scale)
                        .kernel(scale, found.width()))
                .limit(count)
                .toList();
    }
}
