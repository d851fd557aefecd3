package sc.fiji.blindsr.kernel;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How far a kernel's figures may be off: one standard deviation.
 *
 * @param fwhmMajor of the full width at half maximum along the longer axis, high-resolution pixels
 * @param fwhmMinor of that along the shorter axis
 * @param angle of the longer axis' direction, degrees; at most 52, which is that of a direction drawn at random
 */
public record KernelSpread(double fwhmMajor, double fwhmMinor, double angle) implements Serializable {

    /** Standard deviation of an angle that is not known at all, degrees. */
    public static final double ANY_DIRECTION = 52;

    /**
     * Gaussian kernels that may as well be the true one: widths and angle of a kernel with normal errors.
     *
     * @param scale the scale factor s
     * @return kernels of the size of the one found
     */
    public List<BlurKernel> draw(final BlurKernel found, final int scale, final int count, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final KernelFigures figures = KernelFigures.of(found);
        return Stream.generate(() -> beside(
                                figures,
                                scale,
                                fwhmMajor * random.nextGaussian(),
                                fwhmMinor * random.nextGaussian(),
                                angle * random.nextGaussian())
                        .kernel(scale, found.width()))
                .limit(count)
                .toList();
    }

    /**
     * The Gaussian whose widths and angle differ from a kernel's by so much; no narrower than the paper's kernels.
     *
     * @param figures of the kernel, high-resolution pixels
     * @param scale the scale factor s
     * @param major difference of the width along the longer axis, high-resolution pixels
     * @param minor the same along the shorter axis
     * @param angle difference of the angle, degrees
     */
    public static AnisotropicGaussian beside(
            final KernelFigures figures, final int scale, final double major, final double minor, final double angle) {
        final double least = KernelFigures.width(AnisotropicGaussian.smallestVariance(scale));
        return AnisotropicGaussian.ofWidths(
                Math.max(least, figures.fwhmMajor() + major) / scale,
                Math.max(least, figures.fwhmMinor() + minor) / scale,
                figures.angle() + angle,
                scale);
    }
}
