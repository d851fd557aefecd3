package sc.fiji.blindsr.ops;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.evidence.Residual;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.intake.Extent;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.restore.Tiles;
import sc.fiji.blindsr.run.Simulation;

/**
 * The algorithms one by one, as functions of ImgLib2 images: SciJava Ops, and just as well plain Java methods.
 * <p>
 * Images are X×Y or X×Y×C (C = 1 or 3) of any real type and any grey levels; results are in the same grey levels. Kernels
 * are X×Y images of point-spread functions on the fine grid, and results overlay their inputs ({@link Grid#CENTRED}). Optional
 * arguments may be null. Interrupting the thread cancels.
 * </p>
 *
 * <pre>
 * OpEnvironment ops = OpEnvironment.build();
 * var kernel = ops.op("blindsr.estimateKernel").input(image, 2).apply();
 * var result = ops.op("blindsr.restore").input(image, kernel, 2).apply();
 * </pre>
 */
public final class BlindOps {

    private static final Progress UNTIL_INTERRUPTED = (stage, done, total) -> {
        if (Thread.currentThread().isInterrupted()) throw new CancellationException("cancelled: " + stage);
    };

    private BlindOps() {}

    /**
     * Finds the blur kernel of an image.
     *
     * @param image the blurred, low-resolution image; all of it is used
     * @param scale the scale factor: 1, 2, 3 or 4
     * @param estimator the name of the method, or null for the default (nullable)
     * @param noise standard deviation of the noise in grey levels of the image, or null to have it estimated (nullable)
     * @param seed seed of all random numbers, or null for 1 (nullable)
     * @return the kernel on the fine grid, with sum 1
     * @throws UserError if a value or the image is not usable
     * @implNote op names='blindsr.estimateKernel'
     */
    public static <T extends RealType<T>> Img<FloatType> estimateKernel(
            final RandomAccessibleInterval<T> image,
            final Integer scale,
            final String estimator,
            final Double noise,
            final Long seed) {
        checkScale(scale);
        final Intensities intensities = new Intensities(image);
        final CameraProfile camera = camera(intensities, noise);
        final Observation pixels = camera.observe(Frame.of(intensities.unit()).copy());
        final KernelEstimator method = estimator == null ? Estimators.DEFAULT : Options.ESTIMATOR.parse(estimator);
        final EstimationProblem problem = new EstimationProblem(
                scale,
                KernelPriors.builtIn(method.priorScale(scale)),
                Grid.CENTRED,
                camera.sigma(),
                Optional.of(pixels.weights()),
                0,
                seedOr1(seed),
                DeviceChoice.AUTO,
                camera.kind());
        final int smallest = method.smallestRegion(scale);
        if (Math.min(image.dimension(0), image.dimension(1)) < smallest)
            throw new UserError(
                    "image",
                    "it has " + image.dimension(0)
                            + "×" + image.dimension(1) + " pixels; at least " + smallest + "×" + smallest
                            + " are needed for this estimator and scale factor.");
        return method.estimate(pixels.levels(), problem, UNTIL_INTERRUPTED)
                .kernel()
                .image();
    }

    /**
     * Restores an image on a finer grid with a known kernel.
     *
     * @param image the blurred, low-resolution image
     * @param kernel its blur kernel on the fine grid; normalised and centred if it is not
     * @param scale the scale factor: 1, 2, 3 or 4
     * @param restorer the name of the method, or null for the default (nullable)
     * @param noise standard deviation of the noise in grey levels of the image, or null to have it estimated (nullable)
     * @return the image on the fine grid
     * @throws UserError if a value, the image or the kernel is not usable
     * @implNote op names='blindsr.restore'
     */
    public static <T extends RealType<T>, K extends RealType<K>> Img<FloatType> restore(
            final RandomAccessibleInterval<T> image,
            final RandomAccessibleInterval<K> kernel,
            final Integer scale,
            final String restorer,
            final Double noise) {
        checkScale(scale);
        final Intensities intensities = new Intensities(image);
        final Restorer method = restorer == null ? Restorers.DEFAULT : Options.KERNEL_RESTORER.parse(restorer);
        final CameraProfile camera = camera(intensities, noise);
        final BlurKernel blur =
                kernel(kernel, scale, scale * (int) image.dimension(0), scale * (int) image.dimension(1));
        final Observation pixels =
                camera.throughBlur(camera.observe(Frame.of(intensities.unit()).copy()), blur, scale, UNTIL_INTERRUPTED);
        try (Restoration restoration = method.prepare(new RestorationProblem(
                blur, null, null, scale, Grid.CENTRED, camera.sigma(), camera.jpeg(), 0, 0, DeviceChoice.AUTO))) {
            return intensities.back(new Tiles(restoration, Tiles.MEMORY)
                    .restore(pixels.levels(), pixels.weights(), scale, UNTIL_INTERRUPTED));
        }
    }

    /**
     * Blurs and samples an image by the image formation that all methods assume, with circular boundaries.
     *
     * @param image the image on the fine grid
     * @param kernel the blur kernel on the fine grid; normalised and centred if it is not
     * @param scale the scale factor: 1, 2, 3 or 4
     * @return the image on the coarse grid
     * @throws UserError if a pixel is not a finite number
     * @implNote op names='blindsr.degrade'
     */
    public static <T extends RealType<T>, K extends RealType<K>> Img<FloatType> degrade(
            final RandomAccessibleInterval<T> image, final RandomAccessibleInterval<K> kernel, final Integer scale) {
        checkScale(scale);
        final RandomAccessibleInterval<T> stack = Intensities.stack(image);
        final int width = (int) stack.dimension(0), height = (int) stack.dimension(1);
        if (Math.min(width, height) < scale)
            throw new UserError(
                    "image",
                    "it has " + width + "×" + height + " pixels",
                    "at least " + scale + "×" + scale + " are needed for this scale factor");
        final float[] levels = Pixels.floats(stack);
        for (final float level : levels)
            if (!Float.isFinite(level))
                throw new UserError("image", "it has a pixel that is not a finite number (" + level + ").");
        final Img<FloatType> low = new Degradation(kernel(kernel, scale, width, height), scale, Grid.CENTRED)
                .apply(ArrayImgs.floats(levels, stack.dimensionsAsLongArray()), UNTIL_INTERRUPTED);
        return ArrayImgs.floats(Pixels.floats(low), Intensities.size(low, image.numDimensions() == 2));
    }

    /**
     * The evidence for a result: the input minus the result blurred and sampled again.
     *
     * @param image the low-resolution image
     * @param result the same on the fine grid
     * @param kernel the blur kernel on the fine grid; normalised and centred if it is not
     * @param scale the scale factor: 1, 2, 3 or 4
     * @return root mean square in grey levels of the images; NaN if no pixel is out of the kernel's reach from an edge
     * @implNote op names='blindsr.residual'
     */
    public static <T extends RealType<T>, U extends RealType<U>, K extends RealType<K>> Double residual(
            final RandomAccessibleInterval<T> image,
            final RandomAccessibleInterval<U> result,
            final RandomAccessibleInterval<K> kernel,
            final Integer scale) {
        checkScale(scale);
        final RandomAccessibleInterval<T> low = Intensities.stack(image);
        final RandomAccessibleInterval<U> high = Intensities.stack(result);
        final long width = scale * low.dimension(0), height = scale * low.dimension(1), channels = low.dimension(2);
        if (high.dimension(0) != width || high.dimension(1) != height || high.dimension(2) != channels)
            throw new UserError(
                    "result",
                    "it has " + high.dimension(0) + "×" + high.dimension(1) + "×" + high.dimension(2)
                            + " pixels and channels",
                    width + "×" + height + "×" + channels + " belong to this image and scale factor");
        return Residual.of(
                        low,
                        high,
                        kernel(kernel, scale, (int) width, (int) height),
                        scale,
                        Grid.CENTRED,
                        UNTIL_INTERRUPTED)
                .rms();
    }

    /**
     * A Gaussian blur kernel.
     *
     * @param major full width at half maximum along the longer axis, low-resolution pixels
     * @param minor the same along the shorter axis
     * @param angle direction of the longer axis in degrees, counter-clockwise from the x axis
     * @param scale the scale factor: 1, 2, 3 or 4
     * @return the kernel on the fine grid, with sum 1
     * @throws UserError if a width is not one that Simulate Low Resolution takes
     * @implNote op names='blindsr.gaussianKernel'
     */
    public static Img<FloatType> gaussianKernel(
            final Double major, final Double minor, final Double angle, final Integer scale) {
        checkScale(scale);
        final AnisotropicGaussian blur = AnisotropicGaussian.ofWidths(
                Simulation.MAJOR.parse(String.valueOf(major)),
                Simulation.MINOR.parse(String.valueOf(minor)),
                Simulation.ANGLE.parse(String.valueOf(angle)),
                scale);
        return blur.kernel(scale, blur.sizeWithRoom(scale)).image();
    }

    /**
     * A random kernel of the prior that comes with the plugin.
     *
     * @param scale the scale factor: 1, 2, 3 or 4
     * @param seed seed of the random numbers, or null for 1 (nullable)
     * @return the kernel on the fine grid
     * @implNote op names='blindsr.sampleKernel'
     */
    public static Img<FloatType> sampleKernel(final Integer scale, final Long seed) {
        checkScale(scale);
        final var prior = KernelPriors.builtIn(scale);
        return prior.generate(prior.randomLatent(new Random(seedOr1(seed))))
                .kernel()
                .image();
    }

    /**
     * Sum, centre, full widths at half maximum and direction of a kernel.
     *
     * @param kernel the kernel, X×Y
     * @return its figures, in pixels of its own grid
     * @implNote op names='blindsr.kernelFigures'
     */
    public static <K extends RealType<K>> KernelFigures kernelFigures(final RandomAccessibleInterval<K> kernel) {
        return KernelFigures.of(plane(kernel));
    }

    /**
     * Estimates the noise of an image.
     *
     * @param image the image
     * @return standard deviation of the noise at the median level, in grey levels of the image
     * @implNote op names='blindsr.noise'
     */
    public static <T extends RealType<T>> Double noise(final RandomAccessibleInterval<T> image) {
        final Intensities intensities = new Intensities(image);
        return intensities.range().spanFromUnit(camera(intensities, null).sigma());
    }

    /**
     * Peak signal-to-noise ratio of an image; of the luma Y for three channels.
     *
     * @param result the image to judge
     * @param reference the true image
     * @param peak the largest grey level there can be, such as 255
     * @param border number of pixels at every edge that are left out
     * @return in dB
     * @implNote op names='blindsr.psnr'
     */
    public static <T extends RealType<T>, U extends RealType<U>> Double psnr(
            final RandomAccessibleInterval<T> result,
            final RandomAccessibleInterval<U> reference,
            final Double peak,
            final Integer border) {
        return quality(result, reference, peak, border).psnr();
    }

    /**
     * Mean structural similarity of an image; of the luma Y for three channels.
     *
     * @param result the image to judge
     * @param reference the true image
     * @param peak the largest grey level there can be, such as 255
     * @param border number of pixels at every edge that are left out
     * @return 1 for equal images; NaN inside fewer than 11×11 pixels
     * @implNote op names='blindsr.ssim'
     */
    public static <T extends RealType<T>, U extends RealType<U>> Double ssim(
            final RandomAccessibleInterval<T> result,
            final RandomAccessibleInterval<U> reference,
            final Double peak,
            final Integer border) {
        return quality(result, reference, peak, border).ssim();
    }

    private static <T extends RealType<T>, U extends RealType<U>> ImageQuality quality(
            final RandomAccessibleInterval<T> result,
            final RandomAccessibleInterval<U> reference,
            final double peak,
            final int border) {
        return new ImageQuality(Intensities.stack(result), Intensities.stack(reference), border, peak);
    }

    /** What is known of the camera: the noise that was given, or what the image tells. */
    private static CameraProfile camera(final Intensities image, final Double noise) {
        final OptionalDouble given =
                noise == null ? OptionalDouble.empty() : Options.NOISE.parse(String.valueOf(noise));
        return given.isPresent()
                ? CameraProfile.ofNoise(image.range().spanToUnit(given.getAsDouble()))
                : CameraProfile.of(List.of(Frame.of(image.unit()).copy()), image.isEightBit());
    }

    /**
     * A kernel for an image, centred.
     *
     * @param width columns of the image on the fine grid
     * @param height its rows
     */
    private static <K extends RealType<K>> BlurKernel kernel(
            final RandomAccessibleInterval<K> kernel, final int scale, final int width, final int height) {
        final BlurKernel given = plane(kernel);
        try {
            Extent.checkWithin(given, width, height);
            Extent.checkWidth(given, scale);
        } catch (final UserError e) {
            throw e.as("kernel", "it ");
        }
        return KernelCentre.centred(given, scale);
    }

    private static <K extends RealType<K>> BlurKernel plane(final RandomAccessibleInterval<K> kernel) {
        if (kernel.numDimensions() != 2 || Views.flatIterable(kernel).size() == 0)
            throw new UserError("kernel", "it has " + Intensities.size(kernel) + " pixels; needed is X×Y.");
        return BlurKernel.of(kernel);
    }

    private static long seedOr1(final Long seed) {
        return seed == null ? 1 : seed;
    }

    private static void checkScale(final Integer scale) {
        Options.SCALE.parse(String.valueOf(scale));
    }
}
