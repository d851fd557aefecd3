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
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.restore.Tiles;
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
        for (int i = 0; i < recorded.length; i++) recorded[i] /= 255;
        final ArrayImg<FloatType, FloatArray> low = ArrayImgs.floats(recorded, width, height, 1);
        final BlurField field = truth.field();
        final RestorationProblem problem = new RestorationProblem(
                field.meanKernel(SCALE),
                field,
                SCALE,
                Grid.CENTRED,
                (double) one.row().get("Noise") / 255,
                0,
                0,
                DeviceChoice.CPU);
        final float[] best = Pixels.floats(
                new Tiles(Restorers.DEFAULT.prepare(problem), Tiles.MEMORY).restore(low, SCALE, Progress.NONE));
        for (int i = 0; i < best.length; i++) best[i] = Math.round(255 * Math.max(0, Math.min(1, best[i])));
        return new double[] {
            psnr(pixels(one.result()), sharp), psnr(pixels(varying.result()), sharp), psnr(best, sharp), times
        };
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
