package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.MASK;
import static sc.fiji.blindsr.option.Options.NOISE;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;
import static sc.fiji.blindsr.option.Options.SMOOTHNESS;
import static sc.fiji.blindsr.option.Options.STEPS;
import static sc.fiji.blindsr.option.Options.UNCERTAINTY;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.RestorerChoice;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Restores an image with a kernel that the user brings. */
public final class SuperResolutionWithKernel {

    public static final Form FORM = new Form(
            "Super-Resolve With Kernel...",
            INPUT,
            KERNEL,
            SCALE,
            KERNEL_RESTORER,
            MASK,
            UNCERTAINTY,
            NOISE,
            STEPS,
            SMOOTHNESS,
            GRID,
            SEED,
            DEVICE);

    private SuperResolutionWithKernel() {}

    /** An image from an image and a kernel. */
    public static Outcome run(final Settings settings, final Progress progress) {
        return run(settings, progress, PlaneStore.MEMORY).withoutKernel();
    }

    /** An image from an image and a kernel, with the kernel as it was used; the image's planes are put into a store. */
    public static Outcome run(final Settings settings, final Progress progress, final PlaneStore store) {
        try (ImageRestoration restoration = prepare(settings, progress)) {
            return restoration.all(store);
        }
    }

    /** What it takes to restore the planes of an image with a kernel. */
    public static ImageRestoration prepare(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(INPUT), kernel = settings.get(KERNEL);
        if (kernel == input)
            throw new UserError(
                    "kernel",
                    "\"" + kernel.getTitle() + "\" is the image that is to be restored",
                    "a kernel is another, small image, such as a result of Estimate Blur Kernel");
        checkReady(settings, progress);
        if (isMapGiven(settings)) return withMap(settings, progress);
        final List<String> labels = KernelIntake.channels(kernel);
        final BlurredImage image = new BlurredImage(settings, !labels.isEmpty(), progress);
        final int scale = image.scale(), width = input.getWidth() * scale, height = input.getHeight() * scale;
        final Optional<PixelSize> fine = PixelSize.of(input.getCalibration()).map(pixel -> pixel.finer(scale));
        final List<BlurKernel> kernels = new KernelIntake("kernel", scale, image.report(), progress)
                .forChannels(kernel, input, fine, width, height);
        return prepare(
                image,
                IntStream.range(0, kernels.size())
                        .mapToObj(c -> known(kernel, labels.isEmpty() ? "" : labels.get(c), kernels.get(c), scale))
                        .toList(),
                Optional.empty());
    }

    private static ImageRestoration withMap(final Settings settings, final Progress progress) {
        final ImagePlus map = settings.get(KERNEL);
        FieldSearch.checkTakesField(
                Optional.of(settings.get(KERNEL_RESTORER)),
                settings.get(KERNEL_RESTORER).name());
        final BlurredImage image = new BlurredImage(settings, progress);
        final BlurField field = BlurMaps.read(map, KERNEL.key(), image.input());
        image.report().detail(FieldSearch.FIELD, FieldSearch.described(field));
        BlurMaps.pixelSize(map, field.grid())
                .ifPresent(own -> PixelSize.of(image.input().getCalibration())
                        .filter(own::differs)
                        .ifPresent(pixel -> image.report()
                                .warn("\"" + map.getTitle() + "\" is the map of an image with pixels of " + own
                                        + ", and the image has pixels of " + pixel
                                        + ": the blur is taken for as many pixels wide")));
        return prepare(
                image,
                List.of(known(field.meanKernel(image.scale()), Optional.empty())),
                FieldSearch.varying(field, progress));
    }

    /**
     * Checks all that does not depend on the image: device and restorer.
     *
     * @throws UserError if something cannot be had
     */
    public static void checkReady(final Settings settings, final Progress progress) {
        if (usesPyTorch(settings)) BlurredImage.checkPyTorch(settings, progress);
        UserMask.checkThere(settings);
        settings.get(KERNEL_RESTORER).checkReady();
        Deviations.check(settings, new RestorerChoice(settings.get(KERNEL_RESTORER)));
    }

    /** Whether the kernel is a map of the blur over the field. */
    public static boolean isMapGiven(final Settings settings) {
        return BlurMaps.isMap(settings.get(KERNEL));
    }

    /** Whether the restorer computes with PyTorch. */
    public static boolean usesPyTorch(final Settings settings) {
        return settings.get(DEVICE).isGpu() || settings.get(KERNEL_RESTORER).usesPyTorch();
    }

    /**
     * An image from an image and a kernel that is taken as it is, as one that has just been estimated is.
     *
     * @param found the kernel's image, as an estimation gives it
     */
    public static Outcome ofFound(final Settings settings, final ImagePlus found, final Progress progress) {
        final BlurKernel kernel = KernelImages.read(found, "kernel").normalised();
        final BlurredImage image = new BlurredImage(settings, progress);
        try (ImageRestoration restoration =
                prepare(image, List.of(known(found, "", kernel, image.scale())), Optional.empty())) {
            return restoration.all(PlaneStore.MEMORY).withoutKernel();
        }
    }

    /** A kernel of which all is known that its image says. */
    private static Estimate known(final ImagePlus image, final String label, final BlurKernel kernel, final int scale) {
        return known(kernel, KernelImages.spread(image, label, kernel, scale));
    }

    private static Estimate known(final BlurKernel kernel, final Optional<KernelSpread> spread) {
        return new Estimate(kernel, ComputeDevice.CPU.name(), spread);
    }

    /**
     * @param kernels one for all channels, or one for each
     * @param field the blur over the field, if it varies
     */
    private static ImageRestoration prepare(
            final BlurredImage image, final List<Estimate> kernels, final Optional<BlurField> field) {
        final List<PlaneChoice> choices = image.planeChoices(Region.whole(image.input()));
        if (image.hasKernelPerChannel())
            choices.forEach(choice -> image.reportNoise(image.report(choice.channel()), choice));
        else image.reportNoise(choices, choices.get(0));
        final List<ChannelKernel> known = new ArrayList<>();
        for (final PlaneChoice choice : choices) {
            final Estimate kernel = kernels.get(Math.min(known.size(), kernels.size() - 1));
            kernel.spread().ifPresent(spread -> image.report(choice.channel()).spread(spread, image.scale()));
            known.add(image.known(choice, kernel).with(field));
        }
        return ImageRestoration.by(image.settings().get(KERNEL_RESTORER), image, known);
    }
}
