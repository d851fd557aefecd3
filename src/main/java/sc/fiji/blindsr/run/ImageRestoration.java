package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.SMOOTHNESS;
import static sc.fiji.blindsr.option.Options.STEPS;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.evaluate.Residual;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.field.VaryingKernel;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.EightBitRounding;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;

/** Restores all planes of an image, one after the other, and reports what the result leaves unexplained. */
final class ImageRestoration {

    /** A residual above so many times the noise, plus {@link EightBitRounding#STEP}, says that the model does not fit. */
    private static final double LARGEST_RESIDUAL_PER_NOISE = 2;

    private final BlurredImage image;
    private final List<ChannelKernel> kernels;
    private final PlaneStore store;
    /** Sums of the mean squares of the residuals of each channel's planes. */
    private final double[] squares;
    /** Number of masked pixels of each channel. */
    private final long[] masked;

    /** The high-resolution pixels of one channel of a plane. */
    @FunctionalInterface
    private interface ChannelRestorer {

        /**
         * @param channel number of the channel, from 0
         * @param low its low-resolution pixels
         */
        RandomAccessibleInterval<FloatType> restore(int channel, Observation low, Progress progress);
    }

    /**
     * @param kernels one for each channel, in their order
     * @param store where the planes of the result are put
     */
    ImageRestoration(final BlurredImage image, final List<ChannelKernel> kernels, final PlaneStore store) {
        this.image = image;
        this.kernels = kernels;
        this.store = store;
        squares = new double[kernels.size()];
        masked = new long[kernels.size()];
    }

    /** Has a restorer make the image. */
    ImagePlus by(final Restorer restorer) {
        image.report().set("Restorer", restorer.name());
        try (Restorations restorations = new Restorations(restorer)) {
            for (final ChannelKernel kernel : kernels)
                restorations.prepare(new RestorationProblem(
                        kernel.estimate().kernel(),
                        kernel.field(),
                        image.scale(),
                        image.grid(),
                        kernel.choice().noise(),
                        image.settings().get(STEPS),
                        image.settings().get(SMOOTHNESS),
                        image.settings().get(DEVICE)));
            final ImagePlus result = restored((channel, low, progress) ->
                    restorations.tiles(channel).restore(low.levels(), low.weights(), image.scale(), progress));
            for (int c = 0; c < kernels.size(); c++) {
                final RunReport report = image.report(kernels.get(c).channel());
                restorations.steps(c).ifPresent(steps -> report.set("Steps", steps));
                if (restorations.tiles(c).shortOfMemory())
                    report.warn("memory was short, so that smaller tiles were taken; seams may show");
            }
            // The kernel's device is reported where a network found it; else that of the network that restored.
            if (!image.settings().has(ESTIMATOR)
                    || kernels.get(0).estimate().device().equals(ComputeDevice.CPU.name()))
                image.report().set("Device", restorations.device());
            return result;
        }
    }

    /** Takes the image that the estimator made together with the kernel. */
    ImagePlus ofEstimator(final String name) {
        image.report().set("Restorer", name);
        return restored((channel, low, progress) ->
                kernels.get(channel).estimate().image().orElseThrow());
    }

    private ImagePlus restored(final ChannelRestorer restorer) {
        final ImagePlus input = image.input();
        final int scale = image.scale(), count = input.getStackSize();
        final ImageStack planes = store.create(
                input.getWidth() * scale,
                input.getHeight() * scale,
                count,
                Planes.channels(input) > 1 ? 24 : input.getBitDepth());
        for (int plane = 1; plane <= count; plane++) {
            final Progress progress = count == 1
                    ? image.progress()
                    : image.progress().part("plane " + plane + " of " + count, plane - 1, count);
            planes.addSlice(Planes.write(restored(plane, restorer, progress), input, image.range()));
        }
        reportMasked();
        reportResidual();
        return image.companions().image(planes, "-SRx" + scale);
    }

    /** The high-resolution pixels of a plane, its channels one after the other. */
    private RandomAccessibleInterval<FloatType> restored(
            final int plane, final ChannelRestorer restorer, final Progress progress) {
        final List<RandomAccessibleInterval<FloatType>> parts = new ArrayList<>();
        for (int c = 0; c < kernels.size(); c++) {
            final ChannelKernel kernel = kernels.get(c);
            if (!kernel.channel().has(plane)) continue;
            final Observation low = kernel.choice().camera().read(plane);
            masked[c] += low.masked();
            final RandomAccessibleInterval<FloatType> high = restorer.restore(c, low, progress);
            squares[c] += Math.pow(residual(kernel, low, high, progress), 2);
            parts.add(high);
        }
        return parts.size() == 1 ? parts.get(0) : Views.concatenate(2, parts);
    }

    private double residual(
            final ChannelKernel kernel,
            final Observation low,
            final RandomAccessibleInterval<FloatType> high,
            final Progress progress) {
        final int scale = image.scale();
        if (kernel.field().isEmpty())
            return Residual.rms(
                    low.levels(), low.weights(), high, kernel.estimate().kernel(), scale, image.grid(), progress);
        final BlurField field = kernel.field().get();
        final VaryingKernel varying =
                VaryingKernel.of(field, scale, field.kernelSize(scale), image.grid(), UnaryOperator.identity());
        return Residual.rms(low.levels(), low.weights(), high, varying, scale, progress);
    }

    private void reportMasked() {
        final long area = (long) image.input().getWidth() * image.input().getHeight();
        if (image.hasKernelPerChannel())
            for (int c = 0; c < masked.length; c++) {
                final Channel channel = kernels.get(c).channel();
                image.report(channel).masked(masked[c], area * channel.planes().count());
            }
        else
            image.report()
                    .masked(Arrays.stream(masked).sum(), area * image.input().getStackSize());
    }

    /** Reports the residual, and warns where it is well above the noise. */
    private void reportResidual() {
        for (int c = 0; c < squares.length; c++) {
            final Channel channel = kernels.get(c).channel();
            final double residual = Math.sqrt(squares[c] / channel.planes().count()),
                    noise = kernels.get(c).choice().noise();
            final RunReport report = image.report(channel).set("Residual", inGreyLevels(residual));
            if (residual > LARGEST_RESIDUAL_PER_NOISE * noise + EightBitRounding.STEP)
                report.warn(String.format(
                        Locale.ROOT,
                        "the result does not explain the image%s: the residual, %.3g grey levels, is well above the noise, %.3g",
                        image.hasKernelPerChannel() || squares.length == 1 ? "" : " in " + channel.label(),
                        inGreyLevels(residual),
                        inGreyLevels(noise)));
        }
        if (!image.hasKernelPerChannel())
            image.report()
                    .set(
                            "Residual",
                            inGreyLevels(Math.sqrt(
                                    Arrays.stream(squares).sum() / image.input().getStackSize())));
    }

    private double inGreyLevels(final double unit) {
        return image.range().spanFromUnit(unit);
    }
}
