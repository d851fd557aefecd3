package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.scene.BlurSimulator;
import sc.fiji.blindsr.scene.Sample;

/**
 * Makes the ± of a trained reader true, on photographs and scenes that no weight has seen, with all cameras. Training alone
 * makes them too small, since it knows its own images best. How far an error's logarithm falls with that of the experts' mean
 * precision and of their number is a line, fitted anew; then all standard deviations are multiplied by the factor with which
 * 68 % of the true widths lie within.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.amortized.ReaderCalibration -Dexec.args="CHECKPOINT OUT FOLDER,FOLDER,... IMAGES"
 * </pre>
 */
public final class ReaderCalibration {

    private static final double COVERAGE = 0.68;
    /** An error of less than a hundredth is as good as none. */
    private static final double SMALLEST = 1e-4;

    private static final int SCENES = 60;
    private static final long SEED = 99_991;
    /** Sizes of images, low-resolution pixels along each axis. */
    private static final int[] SIZES = {56, 92, 140, 220};

    private ReaderCalibration() {}

    public static void main(final String... arguments) throws IOException {
        final SafeTensors checkpoint = ModelFile.read(Path.of(arguments[0])).content();
        final BlurSimulator simulator = new BlurSimulator(TrainReader.photographs(arguments[2], true), SCENES, SEED);
        final ReaderWeights weights = ReaderWeights.of(checkpoint.tensors());
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("steps", checkpoint.metadata().get("step"));
        for (final String key : List.of("seconds", "seed"))
            metadata.put(key, checkpoint.metadata().get(key));
        for (final int scale : weights.scales()) {
            final List<Sample> samples = samples(simulator, scale, Integer.parseInt(arguments[3]));
            fitPooling(weights, scale, samples);
            final double factor = factor(weights, scale, samples);
            weights.pooling(scale)[0] -= (float) (2 * Math.log(factor));
            metadata.put("pooling at x" + scale, Arrays.toString(weights.pooling(scale)));
        }
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, values) -> tensors.put(name, Tensor.of(values)));
        for (int i = 4; i < arguments.length; i++)
            metadata.put(arguments[i].split("=", 2)[0], arguments[i].split("=", 2)[1]);
        new SafeTensors(metadata, tensors).write(Path.of(arguments[1]));
        System.out.println(metadata);
    }

    private static List<Sample> samples(final BlurSimulator simulator, final int scale, final int number) {
        final List<Sample> samples = new ArrayList<>();
        for (int i = 0; samples.size() < number; i++) {
            final int size = SIZES[i % SIZES.length];
            if (scale * size > ReaderTrainer.LARGEST_CROP) continue;
            samples.add(simulator.draw(scale, size, new SplittableRandom((SEED + scale) * 1_000_003L + i)));
        }
        return samples;
    }

    /** Fits share, power and count of the pooling: log e² = −(share + power · log p + count · log n). */
    private static void fitPooling(final ReaderWeights weights, final int scale, final List<Sample> samples) {
        final float[] pooling = weights.pooling(scale), trained = pooling.clone();
        // So a reading's precision is the experts' mean precision.
        System.arraycopy(new float[] {0, 1, 0, -30}, 0, pooling, 0, 4);
        final BlurReader reader = new BlurReader(weights, scale);
        final List<double[]> places = new ArrayList<>();
        final List<Double> errors = new ArrayList<>();
        for (final Sample sample : samples) {
            final Reading reading = Reading.of(reader.read(sample.low(), sample.size(), sample.size()));
            final double[] precisions = {reading.precisionXx(), reading.precisionYy(), reading.precisionXy()};
            final double[]
                    read =
                            {
                                reading.mean().xx(),
                                reading.mean().yy(),
                                reading.mean().xy()
                            },
                    truth = sample.logCovariance();
            for (int entry = 0; entry < 3; entry++) {
                places.add(new double[] {Math.log(precisions[entry]), Math.log(reader.experts(sample.size()))});
                errors.add(Math.log(Math.pow(read[entry] - truth[entry], 2) + SMALLEST));
            }
        }
        final OLSMultipleLinearRegression line = new OLSMultipleLinearRegression();
        line.newSampleData(errors.stream().mapToDouble(e -> e).toArray(), places.toArray(double[][]::new));
        final double[] fitted = line.estimateRegressionParameters();
        for (int i = 0; i < fitted.length; i++) pooling[i] = (float) -fitted[i];
        pooling[3] = trained[3];
        System.out.println(
                "x" + scale + ": pooling " + Arrays.toString(trained) + ", fitted " + Arrays.toString(pooling));
    }

    private static double factor(final ReaderWeights weights, final int scale, final List<Sample> samples) {
        final BlurReader reader = new BlurReader(weights, scale);
        final List<Double> ratios = new ArrayList<>();
        double errors = 0;
        for (final Sample sample : samples) {
            final Reading reading = Reading.of(reader.read(sample.low(), sample.size(), sample.size()));
            final KernelSpread spread = reading.spread(scale);
            final AnisotropicGaussian truth = sample.blur().gaussian(scale),
                    read = reading.mean().gaussian(scale);
            ratios.add(Math.abs(KernelFigures.width(truth.lambda1()) - KernelFigures.width(read.lambda1()))
                    / spread.fwhmMajor());
            ratios.add(Math.abs(KernelFigures.width(truth.lambda2()) - KernelFigures.width(read.lambda2()))
                    / spread.fwhmMinor());
            errors += Math.pow(sample.blur().xx() - reading.mean().xx(), 2)
                    + Math.pow(sample.blur().yy() - reading.mean().yy(), 2)
                    + Math.pow(sample.blur().xy() - reading.mean().xy(), 2);
        }
        Collections.sort(ratios);
        final double factor = ratios.get((int) (COVERAGE * ratios.size()));
        System.out.printf(
                Locale.ROOT,
                "x%d: held out, %d widths: error %.4f, factor %.3f, held before %.0f %%%n",
                scale,
                ratios.size(),
                errors / (1.5 * ratios.size()),
                factor,
                100.0 * ratios.stream().filter(r -> r <= 1).count() / ratios.size());
        return factor;
    }
}
