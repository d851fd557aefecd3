package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Random;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/** Shows what a kernel prior has learned: random kernels, as the search for an image's kernel starts from them. */
public final class PriorSampling {

    private static final int MOST = 10_000;

    private PriorSampling() {}

    public static Outcome run(final Settings settings, final Progress progress) {
        final int scale = settings.scale(), count = settings.whole(Option.COUNT, 1, MOST);
        final KernelFlow prior = KernelPriors.find(settings.text(Option.PRIOR), scale);
        final RunReport record = new RunReport(settings)
                .set("Scale", scale)
                .set("Prior", settings.text(Option.PRIOR))
                .set("Seed", settings.seed());
        final Random random = new Random(settings.seed());
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
        record.set("Image", title).inscribe(samples);
        return new Outcome(samples, null, record.rows());
    }
}
