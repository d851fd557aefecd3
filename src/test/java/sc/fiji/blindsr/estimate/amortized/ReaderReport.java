package sc.fiji.blindsr.estimate.amortized;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.Digitisation;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.ReadNoise;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.progress.Progress;

/**
 * Measures the reader on sharp images that are blurred and sampled here, with fresh kernels:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.amortized.ReaderReport -Dexec.args="WEIGHTS|built-in KERNELS FOLDER ..."
 * </pre>
 *
 * For each scale factor and noise (grey levels of 255): mean square error of the log-covariance's entries, its mean and median
 * over images; by how much widths are too large; how often the ± holds the true width.
 */
public final class ReaderReport {

    private static final double[] NOISES = {0, 3, 10};

    private ReaderReport() {}

    public static void main(final String... arguments) throws IOException {
        final int kernels = Integer.parseInt(arguments[1]);
        final List<Path> images = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) images.addAll(Photographs.in(Path.of(arguments[i])));
        final boolean builtIn = arguments[0].equals("built-in");
        final ReaderWeights weights = builtIn
                ? null
                : ReaderWeights.of(
                        ModelFile.read(Path.of(arguments[0])).content().tensors());
        for (final int scale : builtIn ? ReaderWeights.SCALES : weights.scales()) {
            final BlurReader reader = builtIn ? BlurReader.builtIn(scale) : new BlurReader(weights, scale);
            for (final double noise : NOISES) measure(reader, scale, noise, kernels, images);
        }
    }

    private static void measure(
            final BlurReader reader, final int scale, final double noise, final int kernels, final List<Path> images) {
        final List<Double> errors = new ArrayList<>();
        double bias = 0;
        int held = 0, widths = 0;
        for (int i = 0; i < images.size(); i++) {
            final ImagePlus sharp = IJ.openImage(images.get(i).toString());
            final RandomAccessibleInterval<FloatType> high = Planes.read(sharp, 1, new IntensityRange(0, 255));
            double error = 0;
            for (int k = 0; k < kernels; k++) {
                final SplittableRandom random = new SplittableRandom((17 * scale) * 1_000_003L + i * 1000 + k);
                final AnisotropicGaussian blur = AnisotropicGaussian.random(scale, random);
                final RandomAccessibleInterval<FloatType> low =
                        new Degradation(blur.kernel(scale), scale, Grid.CENTRED).apply(high, Progress.NONE);
                final int width = (int) low.dimension(0), height = (int) low.dimension(1);
                final float[] recorded = Camera.of(new ReadNoise(noise / 255), new Digitisation(8))
                        .record(new Frame(Channels.luminanceOf(low), width, height, 1), random)
                        .levels();
                final Reading reading = Reading.of(reader.read(recorded, width, height));
                final LogCovariance truth = LogCovariance.ofGaussian(blur, scale), read = reading.mean();
                error += (square(read.xx() - truth.xx())
                                + square(read.yy() - truth.yy())
                                + square(read.xy() - truth.xy()))
                        / 3
                        / kernels;
                final AnisotropicGaussian found = read.gaussian(scale);
                final KernelSpread spread = reading.spread(scale);
                final double major = KernelFigures.width(Math.max(blur.lambda1(), blur.lambda2())),
                        minor = KernelFigures.width(Math.min(blur.lambda1(), blur.lambda2()));
                bias += KernelFigures.width(found.lambda1()) / major
                        - 1
                        + KernelFigures.width(found.lambda2()) / minor
                        - 1;
                if (Math.abs(KernelFigures.width(found.lambda1()) - major) <= spread.fwhmMajor()) held++;
                if (Math.abs(KernelFigures.width(found.lambda2()) - minor) <= spread.fwhmMinor()) held++;
                widths += 2;
            }
            errors.add(error);
        }
        Collections.sort(errors);
        System.out.printf(
                Locale.ROOT,
                "x%d, noise %.0f: error mean %.4f, median %.4f, worst %.3f; widths %+.1f %%; ± holds %.0f %% of %d%n",
                scale,
                noise,
                errors.stream().mapToDouble(e -> e).average().orElseThrow(),
                errors.get(errors.size() / 2),
                errors.get(errors.size() - 1),
                100 * bias / widths,
                100.0 * held / widths,
                widths);
    }

    private static double square(final double x) {
        return x * x;
    }
}
