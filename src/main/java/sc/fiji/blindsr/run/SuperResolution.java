package sc.fiji.blindsr.run;

import com.sun.management.OperatingSystemMXBean;
import ij.ImagePlus;
import ij.ImageStack;
import java.awt.Rectangle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.evaluate.Residual;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/**
 * The way of the data: image → planes in [0,1] → kernel → restored planes → image. {@link Task} leads here.
 */
public final class SuperResolution {

    /** A residual above so many times the noise, and one grey level of 255 for rounding, says that the model does not fit. */
    private static final double MISFIT = 2, ROUNDING = 1 / 255.0;

    private final Settings settings;
    private final Progress progress;
    private final RunReport record;
    private final ImagePlus input;
    private final IntensityRange range;
    private final int scale;
    private final Grid grid;
    private final CompanionImage output;
    /** Whether each channel has a kernel of its own. */
    private final boolean apart;

    private final List<Channel> channels;
    private final Store store;

    /** Where the planes of a result are put. */
    public interface Store {

        /**
         * An empty stack that planes are added to.
         *
         * @param planes how many there will be
         * @param bits 8, 16, 24 or 32 for each pixel
         */
        ImageStack create(int width, int height, int planes, int bits);
    }

    private SuperResolution(final Settings settings, final Progress progress) {
        this(settings, progress, (width, height, planes, bits) -> new ImageStack(width, height));
    }

    private SuperResolution(final Settings settings, final Progress progress, final Store store) {
        this.settings = settings;
        this.progress = progress;
        this.store = store;
        input = settings.input();
        scale = settings.scale();
        grid = settings.grid();
        record = new RunReport(settings)
                .set("Image", input.getTitle())
                .set("Scale", scale)
                .set("Seed", settings.seed());
        checkDevice(settings);
        range = IntensityRange.of(input, "input", progress);
        output = CompanionImage.of(input, scale, grid);
        final boolean wished = settings.task().options().contains(Option.CHANNELS)
                && settings.text(Option.CHANNELS).equals("Kernel per channel");
        channels = Channel.of(input, wished);
        apart = wished && channels.size() > 1;
    }

    /** A GPU that is not there is an error even where the methods need none; but only a GPU makes the engine load. */
    private static void checkDevice(final Settings settings) {
        if (!List.of("auto", "cpu").contains(ComputeDevice.check(settings.text(Option.DEVICE))))
            ComputeDevice.of(settings.text(Option.DEVICE));
    }

    /**
     * Whether all that does not depend on the image can be had: device, methods, prior and weights.
     *
     * @param settings of super-resolution
     * @throws IllegalArgumentException if not
     */
    public static void checkReady(final Settings settings) {
        checkDevice(settings);
        final KernelEstimator estimator = Estimators.named(settings.text(Option.ESTIMATOR));
        final Restorer restorer = Restorers.named(settings.text(Option.RESTORER));
        restorer.checkReady();
        KernelPriors.find(settings.text(Option.PRIOR), estimator.priorScale(settings.scale()));
        if (restorer.needsImage()) checkMakesImage(estimator);
    }

    /** Kernel and image from an image alone. */
    public static Outcome superResolve(final Settings settings, final Progress progress) {
        return superResolve(new SuperResolution(settings, progress));
    }

    /** Kernel and image from an image alone, its planes put into a store. */
    public static Outcome superResolve(final Settings settings, final Progress progress, final Store store) {
        return superResolve(new SuperResolution(settings, progress, store));
    }

    private static Outcome superResolve(final SuperResolution run) {
        final Settings settings = run.settings;
        final Restorer restorer = Restorers.named(settings.text(Option.RESTORER));
        restorer.checkReady();
        return run.restored(run.estimate(restorer.needsImage()), restorer);
    }

    /** A kernel from an image. */
    public static Outcome estimateKernel(final Settings settings, final Progress progress) {
        final SuperResolution run = new SuperResolution(settings, progress);
        return run.outcome(run.estimate(false), null);
    }

    /** An image from an image and a kernel. */
    public static Outcome superResolveWithKernel(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.input();
        return superResolveWithKernel(
                settings,
                KernelImages.readForUse(
                        settings.image(Option.KERNEL),
                        "kernel",
                        settings.scale(),
                        input.getWidth() * settings.scale(),
                        input.getHeight() * settings.scale()),
                progress);
    }

    /** An image from an image and a kernel that is taken as it is, as an estimated one is: odd size, sum 1, centred. */
    public static Outcome superResolveWithKernel(
            final Settings settings, final BlurKernel kernel, final Progress progress) {
        final SuperResolution run = new SuperResolution(settings, progress);
        final Estimate estimate = new Estimate(kernel, Optional.empty(), ComputeDevice.CPU.name());
        final List<PlaneChoice> sights = run.sights(new Region(run.input, true, 1, Integer.MAX_VALUE));
        run.noteNoise(sights, sights.get(0));
        return run.restored(
                sights.stream().map(sight -> new Found(sight, estimate)).toList(),
                Restorers.named(settings.text(Option.KERNEL_RESTORER)));
    }

    /** What is known of a channel when it is to be restored. */
    private record Found(PlaneChoice sight, Estimate estimate) {

        Channel channel() {
            return sight.channel();
        }
    }

    /** Where each channel shows its blur best, and its noise. */
    private List<PlaneChoice> sights(final Region region) {
        final OptionalDouble given = settings.noise().isPresent()
                ? OptionalDouble.of(range.spanToUnit(settings.noise().getAsDouble()))
                : OptionalDouble.empty();
        return channels.stream()
                .map(channel -> PlaneChoice.best(channel, range, region, given, progress))
                .toList();
    }

    /** Notes the noise: that of one channel in the table, where it is estimated also that of each in Info. */
    private void noteNoise(final List<PlaneChoice> sights, final PlaneChoice first) {
        record.set("Noise", range.spanFromUnit(first.noise()));
        if (sights.size() > 1 && settings.noise().isEmpty())
            sights.forEach(
                    sight -> record.detail(sight.channel().label() + " Noise", range.spanFromUnit(sight.noise())));
    }

    /** Estimates the kernel of each channel, or, on the channel that shows it best, of all. */
    private List<Found> estimate(final boolean withImage) {
        final KernelEstimator estimator = Estimators.named(settings.text(Option.ESTIMATOR));
        final KernelFlow prior = KernelPriors.find(settings.text(Option.PRIOR), estimator.priorScale(scale));
        if (withImage) checkImage(estimator);
        record.set("Estimator", estimator.name());
        if (estimator.usesPrior()) record.set("Prior", settings.text(Option.PRIOR));
        final Region region = new Region(
                input,
                withImage || settings.text(Option.REGION).equals("Whole"),
                estimator.smallestRegion(scale),
                estimator.largestRegion(scale));
        final List<PlaneChoice> sights = sights(region);
        final List<Found> found = new ArrayList<>();
        if (apart) {
            sights.forEach(sight -> region.checkContrast(sight, range));
            for (final PlaneChoice sight : sights) {
                final String label = sight.channel().label();
                final RunReport own = record.channel(label).set("Noise", range.spanFromUnit(sight.noise()));
                found.add(new Found(
                        sight,
                        estimate(sight, estimator, prior, own, progress.part(label, found.size(), sights.size()))));
            }
        } else {
            // the first of equals
            final PlaneChoice best = sights.stream()
                    .reduce((a, b) -> b.contrast() > a.contrast() ? b : a)
                    .orElseThrow();
            region.checkContrast(best, range);
            noteNoise(sights, best);
            final Estimate estimate = estimate(best, estimator, prior, record, progress);
            sights.forEach(sight -> found.add(new Found(sight, estimate)));
        }
        record.set("Device", found.get(0).estimate.device());
        return found;
    }

    private static void checkMakesImage(final KernelEstimator estimator) {
        if (!estimator.makesImage())
            throw new IllegalArgumentException("restorer: DIP is the image that an"
                    + " estimator with an image network makes together with the kernel, and "
                    + estimator.name() + " has none; choose the estimator DIP-FKP or Double-DIP, or another restorer.");
    }

    /** What the restorer DIP needs. */
    private void checkImage(final KernelEstimator estimator) {
        checkMakesImage(estimator);
        if (input.getStackSize() > 1)
            throw new IllegalArgumentException(
                    "restorer: DIP makes the image of one" + " plane together with its kernel, but the image has "
                            + input.getStackSize() + " planes; choose another restorer, or duplicate one plane.");
        checkMemory(
                estimator,
                input.getWidth(),
                input.getHeight(),
                "restorer: DIP makes the whole image; crop it (Image > Crop), or choose another restorer: ");
    }

    private void checkMemory(final KernelEstimator estimator, final int width, final int height, final String remedy) {
        final long needed = estimator.memory(width, height, scale);
        final long there = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        if (needed > 0.8 * there)
            throw new IllegalArgumentException(remedy + estimator.name() + " on " + width + "×" + height
                    + " pixels at scale factor " + scale + " needs about " + (needed >> 30)
                    + " GB of memory, and this machine" + " has "
                    + (there >> 30) + " GB.");
    }

    private Estimate estimate(
            final PlaneChoice sight,
            final KernelEstimator estimator,
            final KernelFlow prior,
            final RunReport noted,
            final Progress told) {
        final Rectangle part = sight.region();
        checkMemory(estimator, part.width, part.height, "region: select a smaller part, or choose Auto: ");
        noted.detail("Region", part.x + ", " + part.y + ", " + part.width + ", " + part.height)
                .detail("Plane", sight.plane());
        final Estimate estimate = estimator.estimate(
                Region.cut(sight.channel().read(sight.plane(), range), part),
                new EstimationProblem(
                        scale,
                        prior,
                        grid,
                        sight.noise(),
                        settings.iterations(),
                        settings.seed(),
                        settings.text(Option.DEVICE)),
                told);
        estimate.spread().ifPresent(spread -> noted.spread(spread, scale));
        estimate.warning().ifPresent(noted::warn);
        return estimate;
    }

    /** Restores all planes, one after the other. */
    private Outcome restored(final List<Found> found, final Restorer restorer) {
        record.set("Restorer", restorer.name());
        final int count = input.getStackSize();
        final ImageStack planes = store.create(
                input.getWidth() * scale,
                input.getHeight() * scale,
                count,
                Planes.channels(input) > 1 ? 24 : input.getBitDepth());
        final double[] squares = new double[found.size()];
        try (Restorations restorations = new Restorations(restorer)) {
            for (final Found channel : found)
                restorations.prepare(new RestorationProblem(
                        channel.estimate, scale, grid, channel.sight.noise(), settings.text(Option.DEVICE)));
            for (int plane = 1; plane <= count; plane++) {
                final Progress told =
                        count == 1 ? progress : progress.part("plane " + plane + " of " + count, plane - 1, count);
                final List<Img<FloatType>> parts = new ArrayList<>();
                for (int c = 0; c < found.size(); c++)
                    if (found.get(c).channel().has(plane)) {
                        final ArrayImg<FloatType, FloatArray> low =
                                found.get(c).channel().read(plane, range);
                        final Img<FloatType> high = restorations.tiles(c).restore(low, scale, told);
                        squares[c] += Math.pow(
                                Residual.rms(low, high, found.get(c).estimate.kernel(), scale, grid, told), 2);
                        parts.add(high);
                    }
                planes.addSlice(
                        Planes.write(parts.size() == 1 ? parts.get(0) : Views.concatenate(2, parts), input, range));
            }
            for (int c = 0; c < found.size(); c++)
                if (restorations.tiles(c).shortOfMemory())
                    recordOf(found.get(c).channel())
                            .warn("memory was short, so that smaller tiles were taken; seams may show");
            // The kernel's device is said where a network found it; else that of the network that restored.
            if (!settings.task().options().contains(Option.ESTIMATOR)
                    || found.get(0).estimate.device().equals(ComputeDevice.CPU.name()))
                record.set("Device", restorations.device());
        }
        noteResidual(found, squares);
        return outcome(found, output.image(planes, "-SRx" + scale));
    }

    /**
     * Notes the evidence, and warns where it is bad.
     *
     * @param squares sums of the mean squares of the residuals of each channel's planes
     */
    private void noteResidual(final List<Found> found, final double[] squares) {
        for (int c = 0; c < squares.length; c++) {
            final Channel channel = found.get(c).channel();
            final double residual = Math.sqrt(squares[c] / channel.planes().count()),
                    noise = found.get(c).sight.noise();
            recordOf(channel).set("Residual", range.spanFromUnit(residual));
            if (residual > MISFIT * noise + ROUNDING)
                recordOf(channel)
                        .warn(String.format(
                                Locale.ROOT,
                                "the result does not explain the image%s: the residual, %.3g grey levels, is well above the noise, %.3g",
                                apart || squares.length == 1 ? "" : " in " + channel.label(),
                                range.spanFromUnit(residual),
                                range.spanFromUnit(noise)));
        }
        if (!apart)
            record.set(
                    "Residual",
                    range.spanFromUnit(Math.sqrt(Arrays.stream(squares).sum() / input.getStackSize())));
    }

    /** The record that speaks of a channel. */
    private RunReport recordOf(final Channel channel) {
        return apart ? record.channel(channel.label()) : record;
    }

    private Outcome outcome(final List<Found> found, final ImagePlus result) {
        final Map<String, BlurKernel> kernels = new LinkedHashMap<>();
        for (final Found channel : apart ? found : found.subList(0, 1))
            kernels.put(apart ? channel.channel().label() : null, channel.estimate.kernel());
        final ImagePlus kernel = output.kernels(kernels, "-kernel");
        for (final Found channel : apart ? found : found.subList(0, 1))
            recordOf(channel.channel()).kernel(channel.estimate.kernel(), scale, kernel);
        record.inscribe(kernel, input);
        if (result != null) record.inscribe(result, input);
        return new Outcome(settings.task() == Task.SUPER_RESOLVE_WITH_KERNEL ? null : kernel, result, record.rows());
    }
}
