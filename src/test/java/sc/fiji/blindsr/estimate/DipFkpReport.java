package sc.fiji.blindsr.estimate;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.model.Npz;
import sc.fiji.blindsr.prior.KernelPriors;

/**
 * Runs DIP-FKP on a benchmark image by the paper's protocol and prints how good kernel and image are, and how long an
 * iteration takes:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.DipFkpReport -Dexec.args="FOLDER NAME SCALE ITERATIONS SEED [PRIOR]"
 * </pre>
 *
 * FOLDER holds {@code hr/NAME.png}, {@code lr_x2/NAME.png}, … and {@code kernels_x2.npz}, …
 */
public final class DipFkpReport {

    private static final int REPORT_EVERY = 100;

    private DipFkpReport() {}

    public static void main(final String... arguments) throws IOException {
        final Path folder = Path.of(arguments[0]);
        final String name = arguments[1], prior = arguments.length > 5 ? arguments[5] : KernelPriors.BUILT_IN;
        final int scale = Integer.parseInt(arguments[2]), iterations = Integer.parseInt(arguments[3]);
        final long seed = Long.parseLong(arguments[4]);
        final ImagePlus low = IJ.openImage(
                folder.resolve("lr_x" + scale + "/" + name + ".png").toString());
        final ImagePlus high =
                IJ.openImage(folder.resolve("hr/" + name + ".png").toString());
        final BlurKernel truth = truth(folder.resolve("kernels_x" + scale + ".npz"), name);
        final IntensityRange range = IntensityRange.of(low, "input"), asIs = IntensityRange.IDENTITY;

        final double[] seconds = new double[iterations];
        final long[] last = {System.nanoTime()};
        final Estimate estimate = new DipFkp()
                .estimate(
                        Planes.read(low, 1, range),
                        new EstimationProblem(
                                scale,
                                KernelPriors.find(prior, scale),
                                Grid.PAPER,
                                0,
                                iterations,
                                seed,
                                DeviceChoice.AUTO),
                        (stage, done, total) -> {
                            final long now = System.nanoTime();
                            seconds[done] = (now - last[0]) / 1e9;
                            last[0] = now;
                            if (done % REPORT_EVERY == 0) System.out.println(done + " " + stage);
                        });
        Arrays.sort(seconds, 1, iterations);

        final ImagePlus result =
                new ImagePlus(name, Planes.write(estimate.image().get(), low, range));
        final ImageQuality quality =
                new ImageQuality(Planes.read(result, 1, asIs), Planes.read(high, 1, asIs), scale, 255);
        System.out.printf(
                "%s ×%d, %d iterations, seed %d, %s: kernel %.2f dB, image %.2f dB, SSIM %.4f, %.3f s an"
                        + " iteration (median)%n",
                name,
                scale,
                iterations,
                seed,
                estimate.device(),
                ImageQuality.kernelPsnr(estimate.kernel(), truth),
                quality.psnr(),
                quality.ssim(),
                seconds[(iterations + 1) / 2]);
        System.exit(0); // ImageJ's threads would keep the JVM
    }

    private static BlurKernel truth(final Path file, final String name) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return BlurKernel.square(Npz.read(in).get(name).values());
        }
    }
}
