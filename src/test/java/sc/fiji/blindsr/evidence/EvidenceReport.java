package sc.fiji.blindsr.evidence;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Counts the results of photographs that are silently worse than a cubic spline and those that are warned of without need, with
 * kernels that were found, and with the true kernel made wrong on purpose:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=evidence.EvidenceReport -Dexec.args="SIZE SEED FOLDER..."
 * </pre>
 *
 * Of each photograph the middle SIZE×SIZE pixels are taken, in grey; kernels are drawn from the paper's distribution; scale
 * factors 2 to 4, noise of 0, 3 and 10 grey levels.
 */
public final class EvidenceReport {

    private static final int RIM = 8;
    /** What the widths of the true kernel are multiplied with. */
    private static final double[] WRONG = {0.5, 0.7, 1.4, 2};
    /** How far, in dB, a result may be below the one with the true kernel to be called good. */
    private static final double NEAR = 0.3;

    private EvidenceReport() {}

    public static void main(final String... arguments) throws IOException {
        final int size = Integer.parseInt(arguments[0]);
        final SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
        final WarningCount found = new WarningCount(), wrong = new WarningCount();
        for (final String folder : List.of(arguments).subList(2, arguments.length))
            for (final Path file : Photographs.in(Path.of(folder)))
                for (int scale = 2; scale <= 4; scale++)
                    for (final double noise : new double[] {0, 3, 10})
                        measure(file, size, scale, noise, random, found, wrong);
        System.out.printf(
                "kernel found: %d results, %d worse than the spline, of these silently %d; %d at least %.1f dB better, of"
                        + " these warned %d%n",
                found.worse() + found.good(),
                found.worse(),
                found.silent(),
                found.good(),
                WarningCount.GOOD,
                found.alarms());
        System.out.printf(
                Locale.ROOT,
                "kernel wrong: %d worse than the spline, of these warned %.0f %%; %d better, and within %.1f dB of the true"
                        + " kernel's, of these warned %.0f %%%n",
                wrong.worse(),
                100.0 * (wrong.worse() - wrong.silent()) / wrong.worse(),
                wrong.good(),
                NEAR,
                100.0 * wrong.alarms() / wrong.good());
    }

    private static void measure(
            final Path file,
            final int size,
            final int scale,
            final double noise,
            final SplittableRandom random,
            final WarningCount found,
            final WarningCount wrong) {
        final FloatProcessor truth =
                Photographs.middle(IJ.openImage(file.toString()).getProcessor(), size, scale);
        final AnisotropicGaussian gaussian = AnisotropicGaussian.random(scale, random);
        final ImagePlus low = low(truth, kernel(gaussian, scale), scale, noise, random);
        final double spline = psnr(run(low, kernel(gaussian, scale), scale, "Cubic spline"), truth);
        final double best = psnr(run(low, kernel(gaussian, scale), scale, "Sparse MAP"), truth);
        final String name = file.getFileName() + " ×" + scale + ", noise " + noise;
        final Outcome blind = Task.SUPER_RESOLVE.run(Map.of("input", low, "scale", scale), Progress.NONE);
        final double gain = psnr(blind, truth) - spline;
        found.add(name, blind, gain, gain >= WarningCount.GOOD);
        for (final double factor : WRONG) {
            final AnisotropicGaussian other = new AnisotropicGaussian(
                    gaussian.lambda1() * factor * factor, gaussian.lambda2() * factor * factor, gaussian.theta());
            final Outcome outcome = run(low, kernel(other, scale), scale, "Sparse MAP");
            final double psnr = psnr(outcome, truth);
            wrong.add(name + ", widths × " + factor, outcome, psnr - spline, psnr > best - NEAR && psnr > spline);
        }
    }

    private static BlurKernel kernel(final AnisotropicGaussian gaussian, final int scale) {
        return gaussian.kernel(scale, gaussian.sizeWithRoom(scale));
    }

    static ImagePlus low(
            final FloatProcessor truth,
            final BlurKernel kernel,
            final int scale,
            final double noise,
            final SplittableRandom random) {
        final float[] low = Pixels.floats(new Degradation(kernel, scale, Grid.CENTRED)
                .apply(
                        ArrayImgs.floats((float[]) truth.getPixels(), truth.getWidth(), truth.getHeight(), 1),
                        Progress.NONE));
        final byte[] pixels = new byte[low.length];
        for (int i = 0; i < low.length; i++)
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(low[i] + noise * random.nextGaussian())));
        return new ImagePlus(
                "low", new ByteProcessor(truth.getWidth() / scale, truth.getHeight() / scale, pixels, null));
    }

    static Outcome run(final ImagePlus low, final BlurKernel kernel, final int scale, final String restorer) {
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("input", low);
        values.put(
                "kernel",
                new ImagePlus("kernel", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats(), null)));
        values.put("scale", scale);
        values.put("restorer", restorer);
        return Task.SUPER_RESOLVE_WITH_KERNEL.run(values, Progress.NONE);
    }

    static double psnr(final Outcome outcome, final FloatProcessor truth) {
        final ImageProcessor result = outcome.result().getProcessor();
        double sum = 0;
        int n = 0;
        for (int y = RIM; y < truth.getHeight() - RIM; y++)
            for (int x = RIM; x < truth.getWidth() - RIM; x++, n++)
                sum += Math.pow(result.getf(x, y) - truth.getf(x, y), 2);
        return 10 * Math.log10(255 * 255 / (sum / n));
    }
}
