package sc.fiji.blindsr.estimate;

import java.util.Optional;
import java.util.Random;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnalyticKernel;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;

/**
 * Finds the kernel from the image's own patches (Bell-Kligler, Shocher and Irani, "Blind Super-Resolution Kernel
 * Estimation using an Internal-GAN", NeurIPS 2019): small structures recur in an image at several sizes, so that
 * the image, blurred with the right kernel and sampled once more, has patches like its own. A generator does that, and
 * a discriminator tries to tell its patches from real ones.
 * <p>
 * For ×4 the kernel for ×2 is found and the ×4 kernel worked out from it ({@link AnalyticKernel}).
 * <p>
 * The whole image given is used. The authors leave out 10 pixels at every edge of images that they blurred themselves,
 * with circular boundaries; a real image has no such rim. Such a rim must be cut off beforehand.
 */
abstract class AdversarialEstimator implements KernelEstimator {

    /** Largest region, low-resolution pixels along each axis: in a larger one only the maps to draw from grow. */
    private static final int LARGEST = 1024;
    /** Width of the generator's crops over the scale factor. */
    private static final int CROP = 32;

    /** A search under way. */
    interface Search extends AutoCloseable {

        /** One iteration; the first is 0. */
        void step(int iteration, Progress progress);

        /** The present kernel as the grid has it, for the scale factor that is searched. */
        BlurKernel kernel();

        @Override
        void close();
    }

    /**
     * The image and where crops are drawn.
     *
     * @param planes 3×height×width values in about [0,1]
     * @param luminance height×width values
     * @param width number of columns, a multiple of the scale factor that is searched
     * @param height number of rows, likewise
     */
    record Scene(float[] planes, float[] luminance, int width, int height) {

        /** What to draw crops of the image with. */
        CropSampler sampler(final int scale, final int discriminatorSize, final Random random) {
            return new CropSampler(luminance, width, height, scale, cropSize(scale), discriminatorSize, random);
        }
    }

    /** Begins a search for the kernel of scale factor {@link #searched}. */
    abstract Search search(Scene scene, EstimationProblem problem, ComputeDevice device);

    /** How many iterations it takes for scale factor s. */
    abstract int iterations(int scale);

    /**
     * The scale factor whose kernel is searched when s is requested.
     *
     * @throws UserError if this method has no kernel for s
     */
    int searched(final int scale) {
        if (scale == 1)
            throw new UserError(
                    "scale",
                    "1 was given, but " + name()
                            + " compares the image with itself on a coarser grid, and there is none; for 1"
                            + " there are " + AmortizedFkp.NAME + ", " + VariationalFkp.NAME + ", " + DipFkp.NAME
                            + " and " + DoubleDip.NAME + ".");
        return scale == 4 ? 2 : scale;
    }

    /** The size of the generator's crops. */
    static int cropSize(final int searched) {
        return CROP * searched;
    }

    @Override
    public final boolean usesPyTorch() {
        return true;
    }

    @Override
    public final int priorScale(final int scale) {
        return searched(scale);
    }

    @Override
    public final int largestRegion(final int scale) {
        return LARGEST;
    }

    @Override
    public final int smallestRegion(final int scale) {
        return cropSize(searched(scale));
    }

    @Override
    public final <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final int scale = problem.scale(), smallest = smallestRegion(scale);
        final int width = multiple(low.dimension(0), scale), height = multiple(low.dimension(1), scale);
        if (width < smallest || height < smallest)
            throw new UserError(
                    "input",
                    "the image has " + low.dimension(0) + "×"
                            + low.dimension(1) + " pixels; " + name() + " needs at least " + smallest + "×"
                            + smallest
                            + " at scale factor " + scale
                            + ".");
        final int iterations = problem.iterationsOr(iterations(scale));
        final ComputeDevice device = ComputeDevice.of(problem.device());
        final RandomAccessibleInterval<T> part = Views.interval(
                Views.zeroMin(low), FinalInterval.createMinSize(0, 0, 0, width, height, low.dimension(2)));
        final Scene scene = new Scene(Channels.threeOf(part), Channels.luminanceOf(part), width, height);
        try (Search search = search(scene, problem, device)) {
            for (int i = 0; i < iterations; i++) {
                final BlurKernel kernel = kernel(search, scale);
                progress.update(name() + ": " + KernelFigures.of(kernel).widths(), i, iterations);
                progress.kernel(kernel.image());
                search.step(i, progress);
            }
            return new Estimate(kernel(search, scale), Optional.empty(), device.name());
        }
    }

    private int multiple(final long length, final int scale) {
        return (int) length / searched(scale) * searched(scale);
    }

    private BlurKernel kernel(final Search search, final int scale) {
        final BlurKernel found = search.kernel();
        return scale == searched(scale)
                ? found
                : AnalyticKernel.centredTimesFour(found).normalised();
    }
}
