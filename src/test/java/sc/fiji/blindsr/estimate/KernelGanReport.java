package sc.fiji.blindsr.estimate;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.model.Npz;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Runs a KernelGAN on a benchmark image ×2 by the paper's protocol and prints how good the kernel is, and how long an
 * iteration takes:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.KernelGanReport -Dexec.args="FOLDER NAME ITERATIONS SEED [ESTIMATOR [PRIOR [RESTORER]]]"
 * </pre>
 *
 * FOLDER holds {@code kernelgan_lr_x2/NAME.png} and {@code kernelgan_kernels_x2.npz}. ITERATIONS may be a list such as
 * 100,1000: a search for each of them. With a RESTORER it says how good the image is, beside {@code hr/NAME.png}, with this
 * kernel and with the true one.
 */
public final class KernelGanReport {

    private static final int SCALE = 2;
    /** Pixels at every edge that the blur with circular boundaries has spoilt, and somewhat more. */
    private static final int RIM = 10;

    private KernelGanReport() {}

    public static void main(final String... arguments) throws IOException {
        final Path folder = Path.of(arguments[0]);
        final String name = arguments[1], estimator = arguments.length > 4 ? arguments[4] : KernelGanFkp.NAME;
        final ImagePlus low =
                IJ.openImage(folder.resolve("kernelgan_lr_x2/" + name + ".png").toString());
        final RandomAccessibleInterval<FloatType> image =
                Views.zeroMin(Views.expandZero(Planes.read(low, 1, IntensityRange.of(low, "input")), -RIM, -RIM, 0));
        final BlurKernel truth;
        try (InputStream in = Files.newInputStream(folder.resolve("kernelgan_kernels_x2.npz"))) {
            truth = BlurKernel.square(Npz.read(in).get(name).values());
        }
        for (final String iterations : arguments[2].split(",")) {
            final BlurKernel found = report(
                    name,
                    Estimators.named(estimator).orElseThrow(),
                    image,
                    truth,
                    new EstimationProblem(
                            SCALE,
                            KernelPriors.find(arguments.length > 5 ? arguments[5] : KernelPriors.BUILT_IN, SCALE),
                            Grid.PAPER,
                            0,
                            Integer.parseInt(iterations),
                            Long.parseLong(arguments[3]),
                            DeviceChoice.AUTO));
            if (arguments.length > 6)
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f dB, with the true kernel %.2f dB%n",
                        arguments[6],
                        restored(folder, name, low, found, arguments[6]),
                        restored(folder, name, low, truth, arguments[6]));
        }
        System.exit(0); // ImageJ's threads would keep the JVM
    }

    /** PSNR of the image that a restorer makes with a kernel. */
    private static double restored(
            final Path folder, final String name, final ImagePlus low, final BlurKernel kernel, final String restorer) {
        final ImagePlus array =
                new ImagePlus("kernel", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
        final ImagePlus result = Task.SUPER_RESOLVE_WITH_KERNEL
                .run(
                        Map.of(
                                "input",
                                low,
                                "kernel",
                                array,
                                "scale",
                                SCALE,
                                "grid",
                                Grid.PAPER.label(),
                                "restorer",
                                restorer),
                        Progress.NONE)
                .result();
        return (double) Task.COMPARE
                .run(
                        Map.of(
                                "result",
                                result,
                                "reference",
                                IJ.openImage(
                                        folder.resolve("hr/" + name + ".png").toString())),
                        Progress.NONE)
                .row()
                .get("PSNR");
    }

    private static BlurKernel report(
            final String name,
            final KernelEstimator estimator,
            final RandomAccessibleInterval<FloatType> image,
            final BlurKernel truth,
            final EstimationProblem problem) {
        final double[] seconds = new double[problem.iterations()];
        final long[] last = {System.nanoTime()};
        final Estimate estimate = estimator.estimate(image, problem, (stage, done, total) -> {
            final long now = System.nanoTime();
            seconds[done] = (now - last[0]) / 1e9;
            last[0] = now;
        });
        Arrays.sort(seconds, 1, seconds.length); // the first is the way to the first iteration
        System.out.printf(
                Locale.ROOT,
                "%s, %s ×%d, %d iterations, seed %d, %s: kernel %.2f dB, %s (true: %s), %.4f s an"
                        + " iteration (median)%n",
                estimator.name(),
                name,
                SCALE,
                seconds.length,
                problem.seed(),
                estimate.device(),
                ImageQuality.kernelPsnr(estimate.kernel(), truth),
                KernelFigures.of(estimate.kernel()).widths(),
                KernelFigures.of(truth).widths(),
                seconds[(seconds.length + 1) / 2]);
        return estimate.kernel();
    }
}
