package sc.fiji.blindsr.field;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.pixel.CellGrid;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Measures restorations with a blur over the field on the images of {@link FieldReport}, Sparse MAP at scale factor 2: PSNR
 * with one kernel, with the field that is found, and with the true field; and how many times longer the second takes than
 * the first.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=field.VaryingReport -Dexec.args="FOLDER PHOTOGRAPHS CELLS"
 * </pre>
 */
public final class VaryingReport {

    private static final int SCALE = 2, RIM = 16;

    private VaryingReport() {}

    public static void main(final String... arguments) throws IOException {
        final Map<String, List<double[]>> results = new LinkedHashMap<>();
        for (final SharpScene sharp :
                SharpScene.all(arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])))
            for (final SimulatedField.Kind kind : SimulatedField.Kind.values())
                for (final double noise : SharpScene.NOISES) {
                    final String name = sharp.group() + ", " + kind + ", noise " + (int) noise;
                    final double[] figures = measure(sharp, kind, noise);
                    print(sharp.name() + " " + name, figures);
                    results.computeIfAbsent(name, n -> new ArrayList<>()).add(figures);
                }
        results.forEach((name, all) -> {
            final double[] mean = new double[4];
            for (final double[] figures : all) for (int i = 0; i < mean.length; i++) mean[i] += figures[i] / all.size();
            print("mean of " + all.size() + " " + name, mean);
        });
        System.exit(0);
    }

    private static void print(final String name, final double[] figures) {
        System.out.printf(
                Locale.ROOT,
                "%s: one kernel %.2f dB, field %+.2f dB, true field %+.2f dB; time %.1f%n",
                name,
                figures[0],
                figures[1] - figures[0],
                figures[2] - figures[0],
                figures[3]);
    }

    /** PSNR with one kernel, with the field that is found, with the true one; ratio of times. */
    private static double[] measure(final SharpScene sharp, final SimulatedField.Kind kind, final double noise) {
        final int width = sharp.width() / SCALE, height = sharp.height() / SCALE;
        final SplittableRandom random = sharp.random(kind);
        final SimulatedField truth = new SimulatedField(kind, width, height, random);
        final float[] recorded =
                SharpScene.recorded(truth.blurred(sharp.levels(), SCALE), width, height, noise, random);
        final ImagePlus image =
                new ImagePlus(sharp.name(), new FloatProcessor(width, height, recorded.clone()).convertToByte(false));
        final long start = System.nanoTime();
        final Outcome one = run(image, "Uniform");
        final long middle = System.nanoTime();
        final Outcome varying = run(image, "Varying");
        final double times = (System.nanoTime() - middle) / (double) (middle - start);
        final Outcome best = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", image, "kernel", trueMap(image, truth)), Progress.NONE);
        return new double[] {
            psnr(pixels(one.result()), sharp),
            psnr(pixels(varying.result()), sharp),
            psnr(pixels(best.result()), sharp),
            times
        };
    }

    /** A map of the image with the true figures in it. */
    private static ImagePlus trueMap(final ImagePlus image, final SimulatedField truth) {
        final ImagePlus map =
                Task.MAP_BLUR.run(Map.of("input", image), Progress.NONE).result();
        final CellGrid grid = BlurField.grid(image.getWidth(), image.getHeight());
        for (int i = 0; i < grid.count(); i++) {
            final AnisotropicGaussian blur = truth.at(grid.x(i), grid.y(i)).gaussian(1);
            map.getStack().getProcessor(1).setf(i, (float) KernelFigures.width(blur.lambda1()));
            map.getStack().getProcessor(2).setf(i, (float) KernelFigures.width(blur.lambda2()));
            map.getStack().getProcessor(3).setf(i, (float) -Math.toDegrees(blur.theta()));
        }
        return map;
    }

    private static Outcome run(final ImagePlus image, final String field) {
        return Task.SUPER_RESOLVE.run(Map.of("input", image, "field", field), Progress.NONE);
    }

    private static float[] pixels(final ImagePlus image) {
        return (float[]) image.getProcessor().convertToFloat().getPixels();
    }

    private static double psnr(final float[] result, final SharpScene sharp) {
        double sum = 0;
        long n = 0;
        for (int y = RIM; y < sharp.height() - RIM; y++)
            for (int x = RIM; x < sharp.width() - RIM; x++, n++)
                sum += Math.pow(result[y * sharp.width() + x] / 255 - sharp.levels()[y * sharp.width() + x], 2);
        return -10 * Math.log10(sum / n);
    }
}
