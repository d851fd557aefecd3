package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.FIELD;
import static sc.fiji.blindsr.option.Options.RESOLUTION;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SMOOTHNESS;
import static sc.fiji.blindsr.option.Options.STEPS;
import static sc.fiji.blindsr.option.Options.UNCERTAINTY;

import ij.ImagePlus;
import java.util.List;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Finds the blur of an image, and nothing else. */
public final class KernelEstimation {

    public static final Form FORM = new Form(
            "Estimate Blur Kernel...",
            SuperResolution.FORM
                    .optionsBut(RESTORER, UNCERTAINTY, FIELD, RESOLUTION, STEPS, SMOOTHNESS)
                    .toList());

    private KernelEstimation() {}

    /** A kernel, or one for each channel, from an image. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final BlurredImage image = new BlurredImage(settings, progress);
        final KernelSearch search = new KernelSearch(image);
        final List<ChannelKernel> kernels = search.run(false);
        search.warnOfUncertain(kernels);
        final ImagePlus kernel = image.kernelImage(kernels);
        image.report().inscribe(kernel, image.input());
        return new Outcome(kernel, null, image.report().rows());
    }
}
