package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SMOOTHNESS;
import static sc.fiji.blindsr.option.Options.UNCERTAINTY;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.evidence.Residual;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.field.VaryingKernel;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.PlaneFile;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;

/**
 * The restoration of an image whose kernels are known, plane by plane, and what the result leaves unexplained. Each plane is
 * restored by itself, so that several processes can share the planes: {@link #survey}, {@link #resume}, {@link #add}.
 */
public final class ImageRestoration implements AutoCloseable {

    private final BlurredImage image;
    private final List<ChannelKernel> kernels;
    /** Empty where the estimator has made the image together with the kernel. */
    private final Optional<Restorations> restorations;
    /** Empty where nobody asked for them. */
    private final Optional<Deviations> deviations;
    /** Those of the fields, for the residual. */
    private final Map<BlurField, VaryingKernel> varying = new HashMap<>();
    /** Of all planes that have been restored, here or elsewhere. */
    private final List<PlaneFigures> figures = new ArrayList<>();

    /** @param kernels one for each channel, in their order */
    private ImageRestoration(
            final BlurredImage image,
            final List<ChannelKernel> kernels,
            final Optional<Restorations> restorations,
            final Optional<Deviations> deviations) {
        this.image = image;
        this.kernels = kernels;
        this.restorations = restorations;
        this.deviations = deviations;
    }

    /** Has a restorer make the image. */
    static ImageRestoration by(final Restorer restorer, final BlurredImage image, final List<ChannelKernel> kernels) {
        image.report().set("Restorer", restorer.name());
        final Optional<Deviations> deviations =
                image.settings().get(UNCERTAINTY) ? Optional.of(new Deviations(image, restorer)) : Optional.empty();
        final Restorations restorations = new Restorations(restorer);
        try {
            for (final ChannelKernel kernel : kernels) {
                restorations.prepare(problem(image, kernel));
                deviations.ifPresent(all -> all.prepare(kernel, problem(image, kernel)));
            }
            assess(restorer, image, kernels);
            // The kernel's device is reported where a network found it; else that of the network that restores.
            if (!image.settings().has(ESTIMATOR)
                    || kernels.get(0).estimate().device().equals(ComputeDevice.CPU.name()))
                image.report().set("Device", restorations.device(image.progress()));
        } catch (final RuntimeException | Error e) {
            restorations.close();
            deviations.ifPresent(Deviations::close);
            throw e;
        }
        return new ImageRestoration(image, kernels, Optional.of(restorations), deviations);
    }

    private static RestorationProblem problem(final BlurredImage image, final ChannelKernel kernel) {
        return new RestorationProblem(
                kernel.estimate().kernel(),
                kernel.estimate().spread().orElse(null),
                kernel.field().orElse(null),
                image.scale(),
                image.grid(),
                kernel.noise(),
                kernel.camera().profile().jpeg(),
                kernel.steps(),
                image.settings().get(SMOOTHNESS),
                image.settings().get(DEVICE));
    }

    /** Channels that share a kernel share its doubts: the one that shows it best speaks for all. */
    private static void assess(final Restorer restorer, final BlurredImage image, final List<ChannelKernel> kernels) {
        final Assessment assessment = new Assessment(image, restorer);
        final Stream<ChannelKernel> looked =
                kernels.stream().filter(kernel -> kernel.choice().isPresent());
        final Stream<ChannelKernel> speaking = image.hasKernelPerChannel()
                ? looked
                : looked
                        .max(Comparator.comparingDouble(
                                kernel -> kernel.choice().get().snr()))
                        .stream();
        speaking.forEach(kernel -> assessment.of(kernel, problem(image, kernel)));
    }

    /** Takes the image that the estimator made together with the kernel. */
    static ImageRestoration ofEstimator(
            final BlurredImage image, final List<ChannelKernel> kernels, final String name) {
        image.report().set("Restorer", name);
        return new ImageRestoration(image, kernels, Optional.empty(), Optional.empty());
    }

    /**
     * Goes on where {@link #survey} was called, in this process or another.
     *
     * @param settings those of the survey, with the image
     */
    public static ImageRestoration resume(final Settings settings, final Survey survey, final Progress progress) {
        final BlurredImage image = new BlurredImage(settings, survey, progress);
        final Restorer restorer = settings.has(RESTORER)
                ? settings.get(RESTORER).restorer().orElseThrow()
                : settings.get(KERNEL_RESTORER);
        return by(restorer, image, image.known(survey));
    }

    /**
     * What another process needs to restore further planes. It must not be {@linkplain #isChoosing choosing} any more.
     */
    public Survey survey() {
        final List<Survey.KnownChannel> channels = new ArrayList<>();
        for (final ChannelKernel kernel : kernels)
            channels.add(new Survey.KnownChannel(
                    kernel.camera().profile(),
                    kernel.estimate().kernel(),
                    kernel.estimate().spread().orElse(null),
                    kernel.estimate().device(),
                    steps(channels.size()).orElse(kernel.steps())));
        return new Survey(
                image.ranges(),
                image.hasKernelPerChannel(),
                channels,
                image.report().notes());
    }

    /**
     * Whether it depends on the next planes how those after them are restored: by the first that shows something, some methods
     * choose how many steps they do.
     */
    public boolean isChoosing() {
        return restorations.filter(Restorations::isChoosing).isPresent();
    }

    private OptionalInt steps(final int channel) {
        return restorations.isPresent() ? restorations.get().steps(channel) : OptionalInt.empty();
    }

    /**
     * Restores one plane.
     *
     * @param plane number of the plane in the image's stack, from 1
     * @return of the type of the image
     */
    public ImageProcessor restore(final int plane) {
        final int count = image.input().getStackSize();
        final Progress progress = count == 1
                ? image.progress()
                : image.progress().part("plane " + plane + " of " + count, plane - 1, count);
        final ImageProcessor made = Planes.write(restored(plane, progress), image.input(), image.range(plane));
        Planes.keepMissing(made, image.scale(), image.input(), plane, image.range(plane));
        return made;
    }

    /** The high-resolution pixels of a plane, its channels one after the other. */
    private RandomAccessibleInterval<FloatType> restored(final int plane, final Progress progress) {
        final List<RandomAccessibleInterval<FloatType>> parts = new ArrayList<>(), errors = new ArrayList<>();
        for (int c = 0; c < kernels.size(); c++) {
            final ChannelKernel kernel = kernels.get(c);
            if (!kernel.channel().has(plane)) continue;
            final Observation low = kernel.read(plane, image.scale(), progress);
            final RandomAccessibleInterval<FloatType> high = restored(c, low, progress);
            final Residual residual = residual(kernel, low, high, progress);
            final IntensityRange range = image.range(plane);
            final int channel = c;
            final boolean shortOfMemory = restorations
                    .filter(made -> made.tiles(channel).shortOfMemory())
                    .isPresent();
            figures.add(new PlaneFigures(
                    plane,
                    c,
                    Math.pow(range.spanFromUnit(residual.rms()), 2),
                    Math.pow(range.spanFromUnit(residual.noise(kernel.noise())), 2),
                    residual.figures(Math.max(kernel.noise(), EightBitRounding.STANDARD_DEVIATION)),
                    low.masked(),
                    low.unknown(),
                    low.isBlank(),
                    shortOfMemory,
                    ResolutionGain.isAsked(image.settings())
                            ? ResolutionGain.of(low.levels(), high, image.scale(), progress)
                            : null));
            parts.add(high);
            deviations.ifPresent(all -> errors.add(all.of(channel, low, progress)));
        }
        deviations.ifPresent(all -> all.add(joined(errors), image.range(plane)));
        return joined(parts);
    }

    private static RandomAccessibleInterval<FloatType> joined(final List<RandomAccessibleInterval<FloatType>> parts) {
        return parts.size() == 1 ? parts.get(0) : Views.concatenate(2, parts);
    }

    private RandomAccessibleInterval<FloatType> restored(
            final int channel, final Observation low, final Progress progress) {
        if (restorations.isEmpty())
            return kernels.get(channel).estimate().image().orElseThrow();
        return restorations.get().tiles(channel).restore(low.levels(), low.weights(), image.scale(), progress);
    }

    /** What was found on the planes that have been restored. */
    public List<PlaneFigures> figures() {
        return List.copyOf(figures);
    }

    /**
     * Takes note of planes that have been restored elsewhere.
     *
     * @param nanos how long that took, nanoseconds
     */
    public void add(final List<PlaneFigures> others, final long nanos) {
        figures.addAll(others);
        image.report().addTime(nanos);
    }

    /** Restores all planes. */
    public Outcome all(final PlaneStore store) {
        final int count = image.input().getStackSize();
        final ImageStack planes = store.create(width(), height(), count, bits());
        deviations.ifPresent(all -> all.putInto(store));
        for (int plane = 1; plane <= count; plane++) planes.addSlice(restore(plane));
        return outcome(planes);
    }

    /** A file for the restored planes. */
    public PlaneFile planes(final Path file) {
        return new PlaneFile(file, width(), height(), bits());
    }

    private int width() {
        return image.input().getWidth() * image.scale();
    }

    private int height() {
        return image.input().getHeight() * image.scale();
    }

    private int bits() {
        return Planes.channels(image.input()) > 1 ? 24 : image.input().getBitDepth();
    }

    /**
     * What comes out when all planes have been restored.
     *
     * @param planes the restored planes, in their order
     */
    public Outcome outcome(final ImageStack planes) {
        // in the order of the planes, so that sums are the same whoever restored them
        figures.sort(Comparator.comparingInt(PlaneFigures::plane));
        new RestorationReport(image, kernels, figures, this::steps).write();
        final ImagePlus result = image.companions().image(planes, "-SRx" + image.scale());
        final ImagePlus kernel = image.kernelImage(kernels);
        image.report().inscribe(kernel, image.input());
        image.report().inscribe(result, image.input());
        final ImagePlus deviation = deviations.map(Deviations::image).orElse(null);
        if (deviation != null) image.report().inscribe(deviation, image.input());
        return new Outcome(
                kernel, result, deviation, Outcome.RUNS, image.report().rows());
    }

    private Residual residual(
            final ChannelKernel kernel,
            final Observation low,
            final RandomAccessibleInterval<FloatType> high,
            final Progress progress) {
        final int scale = image.scale();
        if (kernel.field().isEmpty())
            return Residual.of(
                    low.levels(), low.weights(), high, kernel.estimate().kernel(), scale, image.grid(), progress);
        final VaryingKernel bases = varying.computeIfAbsent(
                kernel.field().get(),
                field -> VaryingKernel.of(
                        field, scale, field.kernelSize(scale), image.grid(), UnaryOperator.identity()));
        return Residual.of(low.levels(), low.weights(), high, bases, scale, progress);
    }

    @Override
    public void close() {
        restorations.ifPresent(Restorations::close);
        deviations.ifPresent(Deviations::close);
    }
}
