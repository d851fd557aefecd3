package sc.fiji.blindsr.restore;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * What of an image is doubtful because its kernel is: how much its levels would change with a blur that is wider by its ±. To a
 * method that takes the kernel for certain, this is noise.
 */
final class KernelDoubt {

    /** Side of the part of an image that stands for all of it, low-resolution pixels. */
    private static final int SAMPLE = 512;

    private KernelDoubt() {}

    /**
     * The root mean square of the changes, in the unit of the levels; 0 where nothing is known of how sure the kernel is.
     *
     * @param levels X×Y×C
     */
    static double of(
            final RandomAccessibleInterval<FloatType> levels,
            final RestorationProblem problem,
            final Progress progress) {
        final KernelSpread spread = problem.spread();
        if (spread == null) return 0;
        final Interval part = StrongestPart.of(levels, SAMPLE);
        final Img<FloatType> high = new CubicSplineRestorer()
                .prepare(problem)
                .restore(Views.zeroMin(Views.interval(levels, part)), progress);
        final float[] found = blurred(high, problem, 0, 0, progress),
                wider = blurred(high, problem, spread.fwhmMajor(), spread.fwhmMinor(), progress);
        double sum = 0;
        for (int i = 0; i < found.length; i++) sum += Math.pow(wider[i] - found[i], 2);
        return Math.sqrt(sum / found.length);
    }

    /** An image, blurred by the Gaussian whose widths differ from the kernel's by so much, and sampled. */
    private static float[] blurred(
            final Img<FloatType> high,
            final RestorationProblem problem,
            final double major,
            final double minor,
            final Progress progress) {
        final int scale = problem.scale();
        final AnisotropicGaussian gaussian =
                KernelSpread.beside(KernelFigures.of(problem.kernel()), scale, major, minor, 0);
        return Pixels.floats(
                new Degradation(gaussian.kernel(scale, gaussian.sizeWithRoom(scale)), scale, problem.grid())
                        .apply(high, progress));
    }
}
