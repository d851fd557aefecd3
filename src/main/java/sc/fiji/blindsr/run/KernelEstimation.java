package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.CHANNELS;
import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.ITERATIONS;
import static sc.fiji.blindsr.option.Options.NOISE;
import static sc.fiji.blindsr.option.Options.PLANE;
import static sc.fiji.blindsr.option.Options.PRIOR;
import static sc.fiji.blindsr.option.Options.REGION;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Finds the blur of an image, and nothing else. */
public final class KernelEstimation {

    public static final Form FORM = new Form(
            "Estimate Blur Kernel...",
            INPUT,
            SCALE,
            ESTIMATOR,
            PRIOR,
            REGION,
            CHANNELS,
            PLANE,
            NOISE,
            GRID,
            ITERATIONS,
            SEED,
            DEVICE);

    private KernelEstimation() {}

    /** A kernel, or one for each channel, from an image. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final BlurredImage image = new BlurredImage(settings, progress);
        final ImagePlus kernel = image.kernelImage(new KernelSearch(image).run(false));
        image.report().inscribe(kernel, image.input());
        return new Outcome(kernel, null, image.report().rows());
    }
}
