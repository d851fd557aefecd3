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

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Restores an image with a kernel that the user brings. */
public final class SuperResolutionWithKernel {

    public static final Form FORM = new Form(
            "Super-Resolve With Kernel...", INPUT, KERNEL, SCALE, KERNEL_RESTORER, MASK, NOISE, GRID, SEED, DEVICE);

    private SuperResolutionWithKernel() {}

    /** An image from an image and a kernel. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(INPUT), kernel = settings.get(KERNEL);
        if (kernel == input)
            throw new UserError(
                    "kernel",
                    "\"" + kernel.getTitle() + "\" is the image that is to be restored",
                    "a kernel is another, small image, such as a result of Estimate Blur Kernel");
        final int scale = settings.get(SCALE);
        return run(
                settings,
                KernelImages.readForUse(
                        kernel, "kernel", scale, input.getWidth() * scale, input.getHeight() * scale, progress),
                progress);
    }

    /**
     * An image from an image and a kernel that is taken as it is, as an estimated one is.
     *
     * @param kernel of odd size, with sum 1 and centred for the scale factor
     */
    public static Outcome run(final Settings settings, final BlurKernel kernel, final Progress progress) {
        final BlurredImage image = new BlurredImage(settings, progress);
        final Region whole = Region.whole(image.input());
        final List<PlaneChoice> choices = image.planeChoices(whole);
        image.reportNoise(choices, choices.get(0));
        final Estimate known = new Estimate(kernel, Optional.empty(), ComputeDevice.CPU.name());
        final List<ChannelKernel> kernels =
                choices.stream().map(choice -> new ChannelKernel(choice, known)).toList();
        final ImagePlus result =
                new ImageRestoration(image, kernels, PlaneStore.MEMORY).by(settings.get(KERNEL_RESTORER));
        image.kernelImage(kernels); // for the kernel's figures in the report
        image.report().inscribe(result, image.input());
        return new Outcome(null, result, image.report().rows());
    }
}
