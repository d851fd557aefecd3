package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.CHANNELS;
import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.NOISE;
import static sc.fiji.blindsr.option.Options.PLANE;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;
import static sc.fiji.blindsr.option.Options.STEPS;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.LineFaults;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.fault.TransientError;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.image.TiffRemarks;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.ChannelMode;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** The low-resolution image of a run: its grey levels, its channels, and what is reported of it. */
final class BlurredImage {

    /** Of nine photographs and scenes with 256 colours, five results were worse than a cubic spline. */
    private static final String PALETTE =
            "the steps between the few colours of its palette may hide the blur of the image";

    private final Settings settings;
    private final Progress progress;
    private final ImagePlus input;
    private final int scale;
    private final Grid grid;
    private final List<IntensityRange> ranges;
    private final RunReport report;
    private final List<Channel> channels;
    private final boolean kernelPerChannel;

    /**
     * @param settings with the options input, scale, grid, noise, seed and device; where they have channels, these say
     *     whether each channel has a kernel of its own
     * @throws UserError if the image, or a device that was asked for, cannot be used
     */
    BlurredImage(final Settings settings, final Progress progress) {
        this(settings, settings.has(CHANNELS) && settings.get(CHANNELS) == ChannelMode.KERNEL_PER_CHANNEL, progress);
    }

    /** @param channelsApart whether each channel, and each colour, has a kernel of its own */
    BlurredImage(final Settings settings, final boolean channelsApart, final Progress progress) {
        this(
                UserMask.byTitle(settings),
                channelsApart,
                BlurredImage::newReport,
                findRanges(settings, channelsApart, progress),
                progress);
    }

    /** An image of which is known what only all its planes together tell. */
    BlurredImage(final Settings settings, final Survey survey, final Progress progress) {
        this(
                settings,
                survey.kernelPerChannel(),
                told -> new RunReport(told, survey.notes()),
                survey.ranges(),
                progress);
    }

    private BlurredImage(
            final Settings settings,
            final boolean channelsApart,
            final Function<Settings, RunReport> report,
            final List<IntensityRange> ranges,
            final Progress progress) {
        this.settings = settings;
        this.report = report.apply(settings);
        this.ranges = ranges;
        this.progress = progress;
        input = settings.get(INPUT);
        scale = settings.get(SCALE);
        grid = settings.get(GRID);
        channels = Channel.of(input, channelsApart);
        kernelPerChannel = channelsApart && channels.size() > 1;
    }

    private static RunReport newReport(final Settings settings) {
        final ImagePlus input = settings.get(INPUT);
        final RunReport report = new RunReport(settings)
                .set("Image", input.getTitle())
                .set("Scale", settings.get(SCALE))
                .set("Seed", settings.get(SEED));
        TiffRemarks.of(input).forEach(report::warn);
        if (Planes.hasPalette(input)) report.warn(PALETTE);
        return report;
    }

    private static List<IntensityRange> findRanges(
            final Settings settings, final boolean channelsApart, final Progress progress) {
        final ImagePlus input = settings.get(INPUT);
        ResultSize.check(settings, channelsApart ? 1 : Planes.channels(input));
        checkDevice(settings, progress);
        return IntensityRange.ofChannels(input, new UserMask(settings, input)::of, "input", progress);
    }

    /** What cannot start is said before the kernel is estimated, or before the first of many images. */
    static void checkPyTorch(final Settings settings, final Progress progress) {
        checkDevice(settings, progress);
        try {
            if (!settings.get(DEVICE).isGpu()) TorchWorker.facts(progress);
        } catch (final TransientError itMayStartNextTime) {
            // The image itself finds out, and a batch tries it once more.
        }
    }

    /** A GPU that is not there is an error even where the methods need none; but only a GPU makes PyTorch start. */
    static void checkDevice(final Settings settings, final Progress progress) {
        if (settings.get(DEVICE).isGpu()) TorchWorker.device(settings.get(DEVICE), progress);
    }

    Settings settings() {
        return settings;
    }

    Progress progress() {
        return progress;
    }

    ImagePlus input() {
        return input;
    }

    int scale() {
        return scale;
    }

    Grid grid() {
        return grid;
    }

    /** The maps between the grey levels of the hyperstack's channels and [0,1]. */
    List<IntensityRange> ranges() {
        return ranges;
    }

    /** The map between the grey levels of a channel and [0,1]. */
    IntensityRange range(final Channel channel) {
        return ranges.get(channel.number());
    }

    /** The same for a plane of the stack, from 1. */
    IntensityRange range(final int plane) {
        return ranges.get((plane - 1) % ranges.size());
    }

    /** What is reported of the whole image. */
    RunReport report() {
        return report;
    }

    /** What is reported of a channel: of the whole image, if all channels have one kernel. */
    RunReport report(final Channel channel) {
        return kernelPerChannel ? report.channel(channel.label()) : report;
    }

    /** Whether each of several channels has a kernel of its own. */
    boolean hasKernelPerChannel() {
        return kernelPerChannel;
    }

    /** The plane that the user named for the estimation of the kernel, from 1; empty if the best is to be taken. */
    OptionalInt namedPlane() {
        final int plane = settings.has(PLANE) ? settings.get(PLANE) : 0;
        if (plane > input.getStackSize())
            throw UserError.value(
                    "plane",
                    plane,
                    "0 (the best), or the number of a plane of the image, 1 to " + input.getStackSize());
        return plane == 0 ? OptionalInt.empty() : OptionalInt.of(plane);
    }

    /** For each channel the plane, and the part of it, where the blur is looked for, and its noise. */
    List<PlaneChoice> planeChoices(final Region region) {
        final OptionalDouble noise = settings.get(NOISE);
        final OptionalInt named = namedPlane();
        final UserMask mask = new UserMask(settings, input);
        return channels.stream()
                .map(channel -> PlaneChoice.of(
                        new CameraSurvey(channel, range(channel), mask, noise, progress),
                        named.isPresent() ? OptionalInt.of(channel.planeBeside(named.getAsInt())) : named,
                        region,
                        progress))
                .toList();
    }

    /** A channel whose kernel has been found. */
    ChannelKernel known(final PlaneChoice choice, final Estimate estimate) {
        return new ChannelKernel(choice.camera(), Optional.of(choice), estimate, settings.get(STEPS), Optional.empty());
    }

    /** The channels as they were known when this image was surveyed. */
    List<ChannelKernel> known(final Survey survey) {
        final UserMask mask = new UserMask(settings, input);
        final List<ChannelKernel> known = new ArrayList<>();
        for (final Survey.KnownChannel channel : survey.channels())
            known.add(new ChannelKernel(
                    camera(channels.get(known.size()), mask, channel.camera()),
                    Optional.empty(),
                    new Estimate(channel.kernel(), channel.device(), Optional.ofNullable(channel.spread())),
                    channel.steps(),
                    Optional.empty()));
        return known;
    }

    private CameraSurvey camera(final Channel channel, final UserMask mask, final CameraProfile profile) {
        return new CameraSurvey(channel, range(channel), mask, profile);
    }

    /**
     * Reports the noise: in the table the root mean square of all channels', as the residual's is; where it was estimated, also that
     * of each channel in Info.
     *
     * @param first the channel whose noise model Info has
     */
    void reportNoise(final List<PlaneChoice> choices, final PlaneChoice first) {
        reportNoise(report, first);
        final double square = choices.stream()
                .mapToDouble(choice -> Math.pow(noise(choice), 2))
                .average()
                .orElseThrow();
        report.set("Noise", Math.sqrt(square));
        if (choices.size() > 1 && settings.get(NOISE).isEmpty())
            choices.forEach(choice -> report.detail(choice.channel().label() + " Noise", noise(choice)));
    }

    /** In grey levels. */
    private double noise(final PlaneChoice choice) {
        return range(choice.channel()).spanFromUnit(choice.noise());
    }

    /** Reports the noise of one channel: at the median intensity in the table, more in Info. */
    void reportNoise(final RunReport of, final PlaneChoice choice) {
        final CameraProfile camera = choice.camera().profile();
        final IntensityRange range = range(choice.channel());
        final double square = Math.pow(range.spanFromUnit(1), 2),
                least = camera.noise().least();
        of.set("Noise", range.spanFromUnit(camera.sigma()))
                .detail(
                        "Noise variance",
                        String.format(
                                Locale.ROOT,
                                "%.4g + %.4g * (I - %.6g)%s, %s",
                                square * camera.noise().a(),
                                range.spanFromUnit(camera.noise().b()),
                                range.zero(),
                                least > 0 ? String.format(Locale.ROOT, ", at least %.4g", square * least) : "",
                                camera.kind()));
        final LineFaults lines = camera.lines();
        if (lines.shift() != 0) of.detail("Shift of odd rows undone", lines.shift());
        if (lines.rows() > 0) of.detail("Row offsets removed", range.spanFromUnit(lines.rows()));
        if (lines.columns() > 0) of.detail("Column offsets removed", range.spanFromUnit(lines.columns()));
    }

    /** The new images that belong to this one. */
    CompanionImage companions() {
        return CompanionImage.of(input, scale, grid);
    }

    /** The kernels that were found as an image: one, or a labelled slice for each channel. Reports their figures. */
    ImagePlus kernelImage(final List<ChannelKernel> kernels) {
        final List<ChannelKernel> different = kernelPerChannel ? kernels : kernels.subList(0, 1);
        // Those that a user brings may differ in size.
        final int width = greatest(different, BlurKernel::width), height = greatest(different, BlurKernel::height);
        final Map<String, BlurKernel> labelled = new LinkedHashMap<>();
        different.forEach(k -> labelled.put(
                kernelPerChannel ? k.channel().label() : null,
                k.estimate().kernel().framed(width, height)));
        final ImagePlus image = companions().kernels(labelled, "-kernel");
        different.forEach(k -> report(k.channel()).kernel(k.estimate().kernel(), scale, image));
        return image;
    }

    private static int greatest(final List<ChannelKernel> kernels, final ToIntFunction<BlurKernel> side) {
        return kernels.stream()
                .mapToInt(k -> side.applyAsInt(k.estimate().kernel()))
                .max()
                .orElseThrow();
    }
}
