package sc.fiji.blindsr.restore;

import ij.IJ;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Measures the standard deviations of the result's pixels against its errors, with kernels that were found: the share of pixels
 * whose error is within it, and the correlation of root mean square error and mean deviation over patches of 16×16 pixels.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=restore.DeviationReport -Dexec.args="SCALE SIZE SEED FOLDER..."
 * </pre>
 */
public final class DeviationReport {

    private static final int PATCH = 16, RIM = 8;

    private DeviationReport() {}

    public static void main(final String... arguments) throws IOException {
        final int scale = Integer.parseInt(arguments[0]), size = Integer.parseInt(arguments[1]);
        final SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        System.out.println("| noise | image | error | mean deviation | within | correlation |");
        System.out.println("|---|---|---|---|---|---|");
        for (final double noise : new double[] {1, 3, 10}) {
            double within = 0, correlation = 0;
            int n = 0;
            for (final String folder : List.of(arguments).subList(3, arguments.length))
                for (final Path file : Photographs.in(Path.of(folder))) {
                    final double[] shares = measure(file, scale, size, noise, random);
                    within += shares[0];
                    correlation += shares[1];
                    n++;
                }
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f | mean of %d | | | %.0f %% | %.2f |%n",
                    noise,
                    n,
                    100 * within / n,
                    correlation / n);
        }
    }

    private static double[] measure(
            final Path file, final int scale, final int size, final double noise, final SplittableRandom random) {
        final ImageProcessor whole =
                IJ.openImage(file.toString()).getProcessor().convertToByte(false);
        final int width = Math.min(size, whole.getWidth()) / scale * scale,
                height = Math.min(size, whole.getHeight()) / scale * scale;
        whole.setRoi((whole.getWidth() - width) / 2, (whole.getHeight() - height) / 2, width, height);
        final FloatProcessor truth = whole.crop().convertToFloatProcessor();
        truth.multiply(1 / 255.0);
        final BlurKernel kernel = AnisotropicGaussian.random(scale, random).kernel(scale);
        final Img<FloatType> low = new Degradation(kernel, scale, Grid.CENTRED)
                .apply(ArrayImgs.floats((float[]) truth.getPixels(), width, height, 1), Progress.NONE);
        low.forEach(v -> v.set(Math.round(255 * v.get() + noise * random.nextGaussian()) / 255f));
        final Estimate found = new AmortizedFkp()
                .estimate(
                        low,
                        new EstimationProblem(
                                scale, KernelPriors.builtIn(scale), Grid.CENTRED, noise / 255, 0, 1, DeviceChoice.CPU),
                        Progress.NONE);
        final RestorationProblem problem =
                new RestorationProblem(found.kernel(), scale, Grid.CENTRED, noise / 255, DeviceChoice.CPU);
        final float[] image = Pixels.floats(new SparseMap().prepare(problem).restore(low, Progress.NONE));
        final float[] deviation = Pixels.floats(
                new PosteriorDeviation(found.spread().orElseThrow().draw(found.kernel(), scale, 8, 1), 1)
                        .prepare(problem)
                        .restore(low, Progress.NONE));
        double within = 0, error = 0, mean = 0;
        int n = 0;
        for (int y = RIM; y < height - RIM; y++)
            for (int x = RIM; x < width - RIM; x++, n++) {
                final int i = y * width + x;
                final double off = Math.abs(image[i] - truth.getf(i));
                if (off <= deviation[i]) within++;
                error += off * off;
                mean += deviation[i];
                if (System.getProperty("pixels") != null && random.nextInt(200) == 0)
                    System.out.printf(Locale.ROOT, "pixel,%.0f,%.5f,%.5f%n", noise, 255 * off, 255 * deviation[i]);
            }
        final List<Double> errors = new ArrayList<>(), deviations = new ArrayList<>();
        for (int y = RIM; y + PATCH <= height - RIM; y += PATCH)
            for (int x = RIM; x + PATCH <= width - RIM; x += PATCH) {
                double squares = 0, sum = 0;
                for (int v = y; v < y + PATCH; v++)
                    for (int u = x; u < x + PATCH; u++) {
                        squares += Math.pow(image[v * width + u] - truth.getf(v * width + u), 2);
                        sum += deviation[v * width + u];
                    }
                errors.add(Math.sqrt(squares / PATCH / PATCH));
                deviations.add(sum / PATCH / PATCH);
            }
        final double correlation = new PearsonsCorrelation()
                .correlation(
                        errors.stream().mapToDouble(v -> v).toArray(),
                        deviations.stream().mapToDouble(v -> v).toArray());
        System.out.printf(
                Locale.ROOT,
                "| %.0f | %s | %.2f | %.2f | %.0f %% | %.2f |%n",
                noise,
                file.getFileName(),
                255 * Math.sqrt(error / n),
                255 * mean / n,
                100 * within / n,
                correlation);
        return new double[] {within / n, correlation};
    }
}
