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

    /** Standard deviation of a direction drawn at random, degrees. */
    public static final double ANY_DIRECTION = 180 / Math.sqrt(12);

    /**
     * That of a log-covariance whose entries are independent, to first order. With m = (xx + yy)/2, d = (xx − yy)/2 and
     * h = |(d, xy)| the logarithms of the two variances are m ± h.
     *
     * @param blur the mean
     * @param xx variance of its entry xx
     * @param yy of yy
     * @param xy of xy
     * @param scale the scale factor s
     */
    public static KernelSpread of(
            final LogCovariance blur, final double xx, final double yy, final double xy, final int scale) {
        final double half = (blur.xx() - blur.yy()) / 2, h = Math.hypot(half, blur.xy());
        final double u = h > 0 ? half / h : 1, v = h > 0 ? blur.xy() / h : 0;
        final double sum = (xx + yy) / 4, mixed = u * (xx - yy) / 2;
        final double along = u * u * sum + v * v * xy, across = v * v * sum + u * u * xy;
        final double m = (blur.xx() + blur.yy()) / 2;
        return new KernelSpread(
                KernelFigures.width(Math.exp(m + h)) * scale * Math.sqrt(Math.max(0, sum + along + mixed)) / 2,
                KernelFigures.width(Math.exp(m - h)) * scale * Math.sqrt(Math.max(0, sum + along - mixed)) / 2,
                Math.min(ANY_DIRECTION, h > 0 ? Math.toDegrees(Math.sqrt(across) / (2 * h)) : ANY_DIRECTION));
    }

    /**
     * That of a kernel whose widths err independently, and whose third entry of the log-covariance errs as they do.
     *
     * @param figures of the kernel
     * @param fwhmMajor standard deviation of its width along the longer axis, in the unit of the figures
     * @param fwhmMinor along the shorter axis
     */
    public static KernelSpread ofWidths(final KernelFigures figures, final double fwhmMajor, final double fwhmMinor) {
        final double along = fwhmMajor / figures.fwhmMajor(), across = fwhmMinor / figures.fwhmMinor();
        final double ofEntry = Math.sqrt((along * along + across * across) / 2),
                twice = 2 * Math.log(figures.fwhmMajor() / figures.fwhmMinor());
        return new KernelSpread(
                fwhmMajor,
                fwhmMinor,
                twice > 0 ? Math.min(ANY_DIRECTION, Math.toDegrees(Math.sqrt(2) * ofEntry / twice)) : ANY_DIRECTION);
    }

    /**
     * Kernels that may as well be the true one: widths and angle of a kernel with normal errors. A kernel changes as the Gaussian
     * with its figures does; so one that is no Gaussian stays what it is where its figures are certain.
     *
     * @param found a square kernel with sum 1
     * @param scale the scale factor s
     * @return kernels of the size of the one found, with sum 1
     */
    public List<BlurKernel> draw(final BlurKernel found, final int scale, final int count, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final KernelFigures figures = KernelFigures.of(found);
        final BlurKernel middle = beside(figures, scale, 0, 0, 0).kernel(scale, found.width());
        return Stream.generate(() -> beside(
                                figures,
                                scale,
                                fwhmMajor * random.nextGaussian(),
                                fwhmMinor * random.nextGaussian(),
                                angle * random.nextGaussian())
                        .kernel(scale, found.width()))
                .limit(count)
                .map(drawn -> changed(found, middle, drawn))
                .toList();
    }

    /** A kernel and the difference of two others. */
    private static BlurKernel changed(final BlurKernel kernel, final BlurKernel from, final BlurKernel to) {
        final double[] values = kernel.values(), before = from.values(), after = to.values();
        for (int i = 0; i < values.length; i++) values[i] = Math.max(0, values[i] + after[i] - before[i]);
        return BlurKernel.square(values).normalised();
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
