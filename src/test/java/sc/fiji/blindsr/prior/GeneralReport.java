package sc.fiji.blindsr.prior;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.shape.AberratedSpot;
import sc.fiji.blindsr.kernel.shape.BlurShape;
import sc.fiji.blindsr.kernel.shape.Disc;
import sc.fiji.blindsr.kernel.shape.MotionLine;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Compares the prior General with the built-in one on discs, rings, lines, Airy patterns and Gaussians, ten kernels of each,
 * ×2, Sparse MAP:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=prior.GeneralReport -Dexec.args="SIZE KERNELS NOISE FOLDER..."
 * </pre>
 *
 * Of each photograph the middle SIZE×SIZE pixels are taken, in grey. Each kernel blurs one photograph, in turns. The kernels
 * are printed; they are the same in each run.
 */
public final class GeneralReport {

    private static final int SCALE = 2;
    private static final long SEED = 20261128;

    private GeneralReport() {}

    private static double uniform(final double least, final double most, final SplittableRandom random) {
        return least + (most - least) * random.nextDouble();
    }

    /** A kernel and what it is, in words. */
    private record Case(String name, BlurKernel kernel) {}

    private static Map<String, Function<SplittableRandom, Case>> kinds() {
        final Map<String, Function<SplittableRandom, Case>> kinds = new LinkedHashMap<>();
        kinds.put("disc", random -> shape(new Disc(uniform(1.2, 3.2, random))));
        kinds.put(
                "ring",
                random -> shape(new AberratedSpot(
                        uniform(1.4, 2, random), uniform(0.5, 0.75, random), 0, Math.PI * random.nextDouble())));
        kinds.put(
                "line",
                random -> shape(new MotionLine(
                        uniform(3, 9, random), Math.PI * random.nextDouble(), uniform(0.5, 0.8, random))));
        kinds.put(
                "Airy",
                random -> shape(new AberratedSpot(
                        uniform(1.4, 2.4, random),
                        uniform(0, 0.25, random),
                        uniform(0, 0.15, random),
                        Math.PI * random.nextDouble())));
        kinds.put("Gaussian", random -> {
            final AnisotropicGaussian gaussian = AnisotropicGaussian.random(SCALE, random);
            return new Case(gaussian.toString(), gaussian.kernel(SCALE));
        });
        return kinds;
    }

    private static Case shape(final BlurShape shape) {
        final int wide = 31;
        return new Case(
                shape.toString(),
                KernelCentre.centred(shape.sampled(wide, wide / 2, wide / 2), SCALE, BlurKernel.sizeFor(SCALE)));
    }

    public static void main(final String... arguments) throws IOException {
        final int size = Integer.parseInt(arguments[0]), count = Integer.parseInt(arguments[1]);
        final double noise = Double.parseDouble(arguments[2]);
        final List<Path> images = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) images.addAll(Photographs.in(Path.of(arguments[i])));
        kinds().forEach((kind, draw) -> {
            final SplittableRandom random = new SplittableRandom(SEED);
            final double[] losses = new double[2];
            final int[] below = new int[2], warned = new int[2];
            double seconds = 0;
            for (int i = 0; i < count; i++) {
                final Case blur = draw.apply(random);
                final FloatProcessor truth = Photographs.middle(
                        IJ.openImage(images.get(i % images.size()).toString()).getProcessor(), size, SCALE);
                final ImagePlus low = low(truth, blur.kernel, noise, i);
                final double cubic = psnr(known(low, blur.kernel, "Cubic spline"), truth),
                        best = psnr(known(low, blur.kernel, "Sparse MAP"), truth);
                System.out.printf(Locale.ROOT, "%s %d: cubic %.2f, true %.2f", blur.name, i, cubic, best);
                final String[] priors = {KernelPriors.GENERAL, KernelPriors.BUILT_IN};
                for (int p = 0; p < priors.length; p++) {
                    final Outcome found =
                            Task.SUPER_RESOLVE.run(Map.of("input", low, "prior", priors[p]), Progress.NONE);
                    final double image = psnr(found, truth);
                    losses[p] += (best - image) / count;
                    if (image < cubic && best >= cubic) below[p]++;
                    final String warning = found.row().get("Warning").toString();
                    if (!warning.isEmpty()) warned[p]++;
                    System.out.printf(
                            Locale.ROOT,
                            ", %s %.2f%s",
                            priors[p],
                            image,
                            warning.isEmpty() ? "" : " (" + warning + ")");
                }
                System.out.println();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: loss to the true kernel: General %.2f dB, built-in %.2f; below cubic %d and %d, warned %d and %d of"
                            + " %d%n",
                    kind,
                    losses[0],
                    losses[1],
                    below[0],
                    below[1],
                    warned[0],
                    warned[1],
                    count);
        });
        System.exit(0); // ImageJ's threads would keep the JVM
    }

    private static ImagePlus low(
            final FloatProcessor truth, final BlurKernel kernel, final double noise, final int seed) {
        final ImagePlus low = Task.SIMULATE
                .run(
                        Map.of(
                                "input",
                                new ImagePlus("truth", truth.convertToByte(false)),
                                "kernel",
                                image(kernel),
                                "noise",
                                noise,
                                "seed",
                                seed),
                        Progress.NONE)
                .result();
        low.setTitle("low");
        return low;
    }

    private static ImagePlus image(final BlurKernel kernel) {
        return new ImagePlus("true", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
    }

    private static Outcome known(final ImagePlus low, final BlurKernel kernel, final String restorer) {
        return Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", low, "kernel", image(kernel), "restorer", restorer), Progress.NONE);
    }

    private static double psnr(final Outcome outcome, final FloatProcessor truth) {
        return (Double) Task.COMPARE
                .run(
                        Map.of(
                                "result",
                                outcome.result(),
                                "reference",
                                new ImagePlus("truth", truth.convertToByte(false)),
                                "border",
                                8),
                        Progress.NONE)
                .row()
                .get("PSNR");
    }
}
