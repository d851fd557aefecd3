package sc.fiji.blindsr.evidence;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.camera.CameraModel;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * How far the defaults are above a cubic spline with each camera of Simulate Low Resolution, and how often the warnings err:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=evidence.CameraReport -Dexec.args="SIZE SCALE SEED FOLDER..."
 * </pre>
 *
 * Of each photograph the middle SIZE×SIZE pixels are taken, in grey; kernels are drawn from the paper's distribution. The
 * PSNR is that of the image which is the truth but for gain and offset, without what is saturated.
 */
public final class CameraReport {

    private static final int RIM = 10;

    private CameraReport() {}

    public static void main(final String... arguments) throws IOException {
        final int size = Integer.parseInt(arguments[0]), scale = Integer.parseInt(arguments[1]);
        final List<Path> files = new ArrayList<>();
        for (final String folder : List.of(arguments).subList(3, arguments.length))
            files.addAll(Photographs.in(Path.of(folder)));
        System.out.println("| camera | images | gain, dB | least | worse | silently | good | of these warned |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (final CameraModel camera : CameraModel.values())
            measure(camera, files, size, scale, Integer.parseInt(arguments[2]));
        System.exit(0); // ImageJ's threads would stay
    }

    private static void measure(
            final CameraModel camera, final List<Path> files, final int size, final int scale, final int seed) {
        final WarningCount count = new WarningCount();
        double sum = 0, least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < files.size(); i++) {
            final FloatProcessor truth =
                    Photographs.middle(IJ.openImage(files.get(i).toString()).getProcessor(), size, scale);
            final SplittableRandom random = new SplittableRandom(1000L * seed + i);
            final AnisotropicGaussian gaussian = AnisotropicGaussian.random(scale, random);
            final BlurKernel kernel = gaussian.kernel(scale, gaussian.sizeWithRoom(scale));
            final ImageProcessor grey = truth.convertToByte(false);
            final Outcome low = Task.SIMULATE.run(
                    Map.of(
                            "input",
                            new ImagePlus("truth", camera == CameraModel.BAYER ? grey.convertToRGB() : grey),
                            "kernel",
                            new ImagePlus("psf", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats())),
                            "scale",
                            scale,
                            "camera",
                            camera.label(),
                            "seed",
                            random.nextInt(1000)),
                    Progress.NONE);
            final Outcome result;
            try {
                result = Task.SUPER_RESOLVE.run(Map.of("input", low.result(), "scale", scale), Progress.NONE);
            } catch (final UserError e) {
                System.out.printf("%s, %s: %s%n", camera.label(), files.get(i).getFileName(), e.getMessage());
                continue;
            }
            final Outcome spline = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                    Map.of("input", low.result(), "kernel", low.kernel(), "scale", scale, "restorer", "Cubic spline"),
                    Progress.NONE);
            final double highest = camera == CameraModel.SATURATION ? 125 : 255,
                    gain = psnr(result, truth, highest) - psnr(spline, truth, highest);
            sum += gain;
            least = Math.min(least, gain);
            count.add(camera.label() + ", " + files.get(i).getFileName(), result, gain, gain >= WarningCount.GOOD);
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %d | %d | %d | %d |%n",
                camera.label(),
                count.results(),
                sum / count.results(),
                least,
                count.worse(),
                count.silent(),
                count.good(),
                count.alarms());
    }

    /** After the best gain and offset, over the pixels whose truth is not above a level. */
    private static double psnr(final Outcome outcome, final FloatProcessor truth, final double highest) {
        final FloatProcessor result =
                outcome.result().getProcessor().convertToByte(false).convertToFloatProcessor();
        final SimpleRegression fit = new SimpleRegression();
        for (int y = RIM; y < truth.getHeight() - RIM; y++)
            for (int x = RIM; x < truth.getWidth() - RIM; x++)
                if (truth.getf(x, y) <= highest) fit.addData(result.getf(x, y), truth.getf(x, y));
        return 10 * Math.log10(255 * 255 / (fit.getSumSquaredErrors() / fit.getN()));
    }
}
