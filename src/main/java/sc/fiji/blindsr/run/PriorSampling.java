package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.PRIOR;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Random;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/** Shows what a kernel prior has learned, by random samples from it. */
public final class PriorSampling {

    public static final Option<Integer> COUNT = Option.whole(
            "count", "Number of kernels", "How many random kernels to draw from the prior.", 25, 1, 10_000);

    public static final Form FORM = new Form("Sample Blur Kernel Prior...", SCALE, PRIOR, COUNT, SEED);

    private PriorSampling() {}

    /** A stack of random kernels. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final int scale = settings.get(SCALE), count = settings.get(COUNT);
        final KernelFlow prior = KernelPriors.find(settings.get(PRIOR), scale);
        final RunReport report = new RunReport(settings)
                .set("Scale", scale)
                .set("Prior", settings.get(PRIOR))
                .set("Seed", settings.get(SEED));
        final Random random = new Random(settings.get(SEED));
        final ImageStack stack = new ImageStack(prior.size(), prior.size());
        double greatest = 0;
        for (int i = 0; i < count; i++) {
            progress.update("Sampling", i, count);
            final BlurKernel kernel = prior.generate(prior.randomLatent(random)).kernel();
            stack.addSlice(KernelFigures.of(kernel).widths(), kernel.floats());
            for (final double v : kernel.values()) greatest = Math.max(greatest, v);
        }
        final String title = CompanionImage.unique("prior-x" + scale);
        final ImagePlus samples = new ImagePlus(title, stack);
        samples.setDisplayRange(0, greatest);
        report.set("Image", title).inscribe(samples);
        return new Outcome(samples, null, report.rows());
    }
}
