package sc.fiji.blindsr.benchmark;

import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.Comparison;
import sc.fiji.blindsr.run.KernelImages;
import sc.fiji.blindsr.run.KernelIntake;
import sc.fiji.blindsr.run.RunReport;
import sc.fiji.blindsr.run.Simulation;
import sc.fiji.blindsr.run.SuperResolutionWithKernel;

/** An image of a benchmark: low resolution, and the truth as far as it is known. */
final class BenchmarkCase {

    private final int scale;
    private final ImagePlus low;
    private final Optional<ImagePlus> reference;
    private final Optional<ImagePlus> kernel;
    private final ImagePlus cubic;

    /**
     * Reads an image of a test set, or makes it from its reference: with the kernel that is given, or a random one of the
     * paper's (Liang et al., CVPR 2021, section 4.1), which depends on nothing but the image's name, scale factor and seed.
     *
     * @param grid the grid of the image
     * @param noise standard deviation of the noise that is added to an image that is made, grey levels
     * @throws IOException if a file cannot be read
     * @throws UserError if an image cannot be used
     */
    public BenchmarkCase(
            final TestSet set,
            final String name,
            final int scale,
            final long seed,
            final Grid grid,
            final double noise,
            final Progress progress)
            throws IOException {
        this.scale = scale;
        reference = set.reference(name);
        if (set.hasLow(scale)) {
            low = set.low(name, scale);
            kernel = set.kernel(name, scale);
        } else {
            final ImagePlus blur = set.kernel(name, scale)
                    .orElseGet(() -> image(AnisotropicGaussian.random(scale, random(name, scale, seed))
                            .kernel(scale)));
            kernel = Optional.of(blur);
            low = Simulation.run(
                            Settings.of(Simulation.FORM)
                                    .with(INPUT, reference.orElseThrow())
                                    .with(SCALE, scale)
                                    .with(Simulation.KERNEL, blur)
                                    .with(GRID, grid)
                                    .with(Simulation.ADDED_NOISE, noise)
                                    .with(SEED, seed),
                            progress)
                    .result();
        }
        cubic = SuperResolutionWithKernel.run(
                        Settings.of(SuperResolutionWithKernel.FORM)
                                .with(INPUT, low)
                                .with(SCALE, scale)
                                .with(KERNEL, anyKernel())
                                .with(GRID, grid)
                                .with(KERNEL_RESTORER, Restorers.BASELINE),
                        progress)
                .result();
    }

    /** Java's Random gives much the same first numbers for neighbouring seeds; SplittableRandom does not. */
    private static Random random(final String name, final int scale, final long seed) {
        return new Random(new SplittableRandom(seed + 31L * name.hashCode() + scale).nextLong());
    }

    private static ImagePlus image(final BlurKernel kernel) {
        return new ImagePlus("kernel", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
    }

    /** The low-resolution image. */
    public ImagePlus low() {
        return low;
    }

    /** The true kernel, or, for methods that do not look at it, any one. */
    public ImagePlus anyKernel() {
        return kernel.orElseGet(() -> image(new AnisotropicGaussian(scale, scale, 0).kernel(scale)));
    }

    /** PSNR of a kernel, dB, peak 1; of two of different size the smaller one has zeros around it. */
    public Optional<Double> kernelPsnr(final ImagePlus found) {
        final BlurKernel estimated = KernelImages.read(found, "kernel");
        return trueKernel().map(truth -> ImageQuality.kernelPsnr(estimated, truth));
    }

    /** The true kernel as the methods take it: sum 1, and centred for the scale factor. */
    private Optional<BlurKernel> trueKernel() {
        return kernel.map(k -> new KernelIntake(
                        "kernel", scale, new RunReport(Settings.of(SuperResolutionWithKernel.FORM)), Progress.NONE)
                .one(
                        k,
                        PixelSize.of(low.getCalibration()).map(pixel -> pixel.finer(scale)),
                        low.getWidth() * scale,
                        low.getHeight() * scale));
    }

    /** The row of Compare Blind SR Result, with s pixels left out at every edge. */
    public Optional<Map<String, Object>> compare(final ImagePlus result, final Progress progress) {
        return reference.map(r -> Comparison.run(
                        Settings.of(Comparison.FORM)
                                .with(Comparison.RESULT, result)
                                .with(Comparison.REFERENCE, r)
                                .with(Comparison.BORDER, OptionalInt.of(scale)),
                        progress)
                .row());
    }

    /**
     * Adds a strip to a sheet of this image: cubic interpolation, a result, the reference, the true kernel and the one that
     * was used.
     */
    public void addTo(final Path sheet, final String text, final ImagePlus result, final ImagePlus used)
            throws IOException {
        new ContactSheet(sheet, cubic)
                .add(
                        text,
                        Arrays.asList(cubic, result, reference.orElse(null)),
                        Arrays.asList(trueKernel().orElse(null), KernelImages.read(used, "kernel")));
    }
}
