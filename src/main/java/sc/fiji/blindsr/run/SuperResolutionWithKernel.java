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

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Form;
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
        final ImagePlus input = settings.get(INPUT), kernel = settings.get(KERNEL);
        if (kernel == input)
            throw new UserError(
                    "kernel",
                    "\"" + kernel.getTitle() + "\" is the image that is to be restored",
                    "a kernel is another, small image, such as a result of Estimate Blur Kernel");
        if (BlurMaps.isMap(kernel)) return withMap(settings, progress, store);
        final List<String> labels = labels(kernel);
        final BlurredImage image = new BlurredImage(settings, !labels.isEmpty(), progress);
        final int scale = image.scale(), width = input.getWidth() * scale, height = input.getHeight() * scale;
        final Optional<PixelSize> fine = PixelSize.of(input.getCalibration()).map(pixel -> pixel.finer(scale));
        final KernelIntake intake = new KernelIntake("kernel", scale, image.report(), progress);
        if (labels.isEmpty())
            return run(image, List.of(intake.one(kernel, fine, width, height)), Optional.empty(), store);
        final List<String> channels =
                Channel.of(input, true).stream().map(Channel::label).toList();
        if (!labels.equals(channels))
            throw new UserError(
                    "kernel",
                    "\"" + kernel.getTitle() + "\" has a plane for each of " + String.join(", ", labels),
                    "the image has " + String.join(", ", channels) + "; duplicate the one plane that is to be used");
        return run(image, intake.perChannel(kernel, labels, fine, width, height), Optional.empty(), store);
    }

    private static Outcome withMap(final Settings settings, final Progress progress, final PlaneStore store) {
        final ImagePlus map = settings.get(KERNEL);
        FieldSearch.checkTakesField(
                Optional.of(settings.get(KERNEL_RESTORER)),
                settings.get(KERNEL_RESTORER).name());
        final BlurredImage image = new BlurredImage(settings, progress);
        final BlurField field = BlurMaps.read(map, KERNEL.key(), image.input());
        image.report().detail("Blur over the field", FieldSearch.described(field));
        return run(image, List.of(field.meanKernel(image.scale())), FieldSearch.varying(field, progress), store);
    }

    /**
     * Checks all that does not depend on the image: device and restorer.
     *
     * @throws UserError if something cannot be had
     */
    public static void checkReady(final Settings settings) {
        BlurredImage.checkDevice(settings);
        settings.get(KERNEL_RESTORER).checkReady();
    }

    /**
     * An image from an image and a kernel that is taken as it is, as an estimated one is.
     *
     * @param kernel of odd size, with sum 1 and centred for the scale factor
     */
    public static Outcome run(final Settings settings, final BlurKernel kernel, final Progress progress) {
        return run(new BlurredImage(settings, progress), List.of(kernel), Optional.empty(), PlaneStore.MEMORY)
                .withoutKernel();
    }

    /** The names of the channels that the planes of a kernel are for; none if they are not for channels. */
    private static List<String> labels(final ImagePlus kernel) {
        final List<String> labels = new ArrayList<>();
        for (int plane = 1; plane <= kernel.getStackSize(); plane++)
            labels.add(kernel.getStack().getSliceLabel(plane));
        return labels.size() > 1 && labels.stream().allMatch(Channel::isLabel) ? labels : List.of();
    }

    /**
     * @param kernels one for all channels, or one for each
     * @param field the blur over the field, if it varies
     */
    private static Outcome run(
            final BlurredImage image,
            final List<BlurKernel> kernels,
            final Optional<BlurField> field,
            final PlaneStore store) {
        final List<PlaneChoice> choices = image.planeChoices(Region.whole(image.input()));
        image.reportNoise(choices, choices.get(0));
        final List<ChannelKernel> known = new ArrayList<>();
        for (final PlaneChoice choice : choices)
            known.add(new ChannelKernel(
                    choice,
                    new Estimate(
                            kernels.get(Math.min(known.size(), kernels.size() - 1)),
                            Optional.empty(),
                            ComputeDevice.CPU.name()),
                    field));
        final ImagePlus result =
                new ImageRestoration(image, known, store).by(image.settings().get(KERNEL_RESTORER));
        final ImagePlus used = image.kernelImage(known);
        image.report().inscribe(used, image.input());
        image.report().inscribe(result, image.input());
        return new Outcome(used, result, image.report().rows());
    }
}
