package sc.fiji.blindsr.prior;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.plugin.MontageMaker;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.estimate.VariationalFkp;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.shape.BlurShape;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Trains a prior and its reader on kernels that are not Gaussian ({@link PointSpreads}), blurs an image with eight others of
 * the kind, and looks for these with that prior and both estimators that know it, with General and with the built-in one, ×2:
 *
 * <pre>
 * mvn -q test-compile exec:java@optics-report -Dexec.args="IMAGE EPOCHS MINUTES [KERNELS [optics|motion]]"
 * </pre>
 *
 * The prior and a picture of the kernels (true, and as found by each of these) come to lie in
 * {@code target/optics}.
 */
public final class OpticsReport {

    private static final int CASES = 8;

    /** A result is as good as that of the true kernel if it is no more below it than this, dB. */
    private static final double AS_GOOD = 0.5;

    /** Not the seed of the stack that is trained on. */
    private static final long SEED = 20261126;

    private OpticsReport() {}

    public static void main(final String... arguments) throws IOException {
        final ImagePlus sharp = IJ.openImage(arguments[0]);
        final int kernels = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1000;
        final Function<Random, BlurShape> family =
                arguments.length > 4 && arguments[4].equals("motion") ? PointSpreads::motion : PointSpreads::optics;
        final Path folder = Files.createDirectories(Path.of("target", "optics")),
                prior = folder.resolve("optics.safetensors");
        final Map<String, Object> training = Task.TRAIN_PRIOR
                .run(
                        Map.of(
                                "kernels",
                                PointSpreads.stack("kernels", family, kernels, 1),
                                "epochs",
                                arguments[1],
                                "minutes",
                                arguments[2],
                                "target",
                                prior),
                        Progress.NONE)
                .row();
        System.out.printf(
                Locale.ROOT,
                "%s, %s epochs: −log p %.1f, held out %.1f, %.0f s%s%n",
                training.get("Kernels"),
                training.get("Epochs"),
                training.get("−log p"),
                training.get("−log p, held out"),
                training.get("Seconds"),
                training.get("Warning").equals("") ? "" : "; " + training.get("Warning"));

        final List<Search> searches = List.of(
                new Search("trained prior", prior.toString(), AmortizedFkp.NAME),
                new Search("trained prior, " + VariationalFkp.NAME, prior.toString(), VariationalFkp.NAME),
                new Search("General", KernelPriors.GENERAL, AmortizedFkp.NAME),
                new Search("built-in", KernelPriors.BUILT_IN, AmortizedFkp.NAME));
        final double[] losses = new double[searches.size()];
        final int[] asGood = new int[searches.size()];
        final ImageStack pictures = new ImageStack(BlurKernel.sizeFor(2), BlurKernel.sizeFor(2));
        final Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            final BlurShape spread = family.apply(random);
            final ImagePlus truth = image(KernelCentre.centred(PointSpreads.kernel(spread), 2, BlurKernel.sizeFor(2)));
            final ImagePlus low = Task.SIMULATE
                    .run(Map.of("input", sharp, "kernel", truth), Progress.NONE)
                    .result();
            add(pictures, truth);
            System.out.print(spread + ":");
            final double known = psnr(
                    Task.SUPER_RESOLVE_WITH_KERNEL.run(Map.of("input", low, "kernel", truth), Progress.NONE), sharp);
            for (int j = 0; j < losses.length; j++) {
                final Search search = searches.get(j);
                final Outcome found = Task.SUPER_RESOLVE.run(
                        Map.of("input", low, "prior", search.prior, "estimator", search.estimator), Progress.NONE);
                add(pictures, found.kernel());
                final double image = psnr(found, sharp);
                losses[j] += (known - image) / CASES;
                if (image >= known - AS_GOOD) asGood[j]++;
                System.out.printf(
                        Locale.ROOT,
                        "  %s: kernel %.1f dB, image %.2f dB",
                        search.name,
                        compared(found.kernel(), truth).get("Kernel PSNR"),
                        image);
            }
            System.out.printf(Locale.ROOT, "  true kernel: image %.2f dB%n", known);
        }
        for (int j = 0; j < losses.length; j++)
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f dB below the true kernel's image in the mean, within %.1f dB %d of %d%n",
                    searches.get(j).name,
                    losses[j],
                    AS_GOOD,
                    asGood[j],
                    CASES);
        new FileSaver(new MontageMaker()
                        .makeMontage2(
                                new ImagePlus("kernels", pictures),
                                1 + searches.size(),
                                CASES,
                                12,
                                1,
                                (1 + searches.size()) * CASES,
                                1,
                                1,
                                false))
                .saveAsPng(folder.resolve("kernels.png").toString());
        System.exit(0); // ImageJ's threads would keep the JVM
    }

    /** One way to look for the kernels. */
    private record Search(String name, String prior, String estimator) {}

    private static double psnr(final Outcome found, final ImagePlus reference) {
        return (double) compared(found.result(), reference).get("PSNR");
    }

    private static Map<String, Object> compared(final ImagePlus result, final ImagePlus reference) {
        return new HashMap<>(Task.COMPARE
                .run(Map.of("result", result, "reference", reference), Progress.NONE)
                .row());
    }

    private static ImagePlus image(final BlurKernel kernel) {
        return new ImagePlus("true", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
    }

    private static void add(final ImageStack pictures, final ImagePlus kernel) {
        final ImageProcessor pixels = kernel.getProcessor().duplicate();
        pixels.resetMinAndMax();
        pictures.addSlice(pixels.convertToByteProcessor(true));
    }
}
