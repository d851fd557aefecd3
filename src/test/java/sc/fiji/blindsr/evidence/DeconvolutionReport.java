package sc.fiji.blindsr.evidence;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.scene.Scenes;

/**
 * Measures scale factor 1, deconvolution on the image's own grid: by how much PSNR Sparse MAP's result is above the input with the
 * kernel that was found, and with the true one; how often the ± holds the true width; and the warnings:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=evidence.DeconvolutionReport -Dexec.args="SIZE KERNELS NOISE SCENES ESTIMATOR RESTORER FOLDER..."
 * </pre>
 *
 * Of each photograph, and of SCENES scenes of four kinds as microscopes show them, the middle SIZE×SIZE pixels are taken, in
 * grey, after the blur, so that no boundary is seen. The KERNELS for each are Gaussians whose widths along both axes are drawn
 * from 1.5 to 5 pixels; noise in grey levels of 255. A border of the scale factor, one pixel, is left out.
 */
public final class DeconvolutionReport {

    private static final double NARROWEST = 1.5, WIDEST = 5;
    private static final int BORDER = 1;
    /** No pixel is taken to which the blur brought something from the opposite edge. */
    private static final int MARGIN = 12;

    private static final List<Scenes> SCENES = List.of(Scenes.CELLS, Scenes.FILAMENTS, Scenes.SPOTS, Scenes.VESICLES);

    /** What was measured of some images. */
    private static final class Sums {

        private int count;
        private double found;
        private double given;
        private double widths;
        private int held;
        private int warned;
        private int worse;
        private int silent;

        void print(final String name) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %+.2f | %+.2f | %.2f | %+.0f %% | %.0f %% | %d | %d (%d) |%n",
                    name,
                    count,
                    found / count,
                    given / count,
                    (given - found) / count,
                    100 * widths / 2 / count,
                    100.0 * held / 2 / count,
                    warned,
                    worse,
                    silent);
        }
    }

    private final int kernels;
    private final double noise;
    private final int scenes;
    private final String estimator;
    private final String restorer;
    private final Sums all = new Sums();

    private DeconvolutionReport(final String... arguments) {
        kernels = Integer.parseInt(arguments[1]);
        noise = Double.parseDouble(arguments[2]);
        scenes = Integer.parseInt(arguments[3]);
        estimator = arguments[4];
        restorer = arguments[5];
    }

    public static void main(final String... arguments) throws IOException {
        final int size = Integer.parseInt(arguments[0]);
        final DeconvolutionReport report = new DeconvolutionReport(arguments);
        System.out.println(
                "| images | results | gain, kernel found | gain, true kernel | loss | widths | ± holds | warned | worse than the input (silently) |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (final String folder : List.of(arguments).subList(6, arguments.length)) {
            final Sums sums = new Sums();
            for (final Path file : Photographs.in(Path.of(folder)))
                report.measure(
                        IJ.openImage(file.toString()).getProcessor().convertToByte(false), size, file.toString(), sums);
            sums.print(Path.of(folder).toString());
        }
        for (final Scenes kind : SCENES) {
            final int side = size + 2 * MARGIN;
            final Sums sums = new Sums();
            for (int i = 0; i < report.scenes; i++) {
                final float[] levels = kind.image(side, new SplittableRandom(kind.ordinal() + 1 + 100L * i));
                final ImageProcessor scene = new FloatProcessor(side, side, levels);
                scene.multiply(255);
                report.measure(scene, size, i == 0 ? kind.name() : kind.name() + " " + (i + 1), sums);
            }
            sums.print(kind.name());
        }
        report.all.print("all");
    }

    private void measure(final ImageProcessor image, final int size, final String name, final Sums sums) {
        final FloatProcessor sharp = image.convertToFloatProcessor();
        final SplittableRandom random =
                new SplittableRandom(Path.of(name).getFileName().toString().hashCode());
        for (int k = 0; k < kernels; k++) {
            final double one = random.nextDouble(NARROWEST, WIDEST), other = random.nextDouble(NARROWEST, WIDEST);
            final AnisotropicGaussian blur =
                    AnisotropicGaussian.ofWidths(Math.max(one, other), Math.min(one, other), random.nextDouble(180), 1);
            measure(sharp, size, blur, random, name, sums);
        }
    }

    private void measure(
            final FloatProcessor sharp,
            final int size,
            final AnisotropicGaussian blur,
            final SplittableRandom random,
            final String name,
            final Sums sums) {
        final BlurKernel kernel = blur.kernel(1, blur.sizeWithRoom(1));
        final int width = sharp.getWidth(), height = sharp.getHeight();
        final Img<FloatType> blurred = new Degradation(kernel, 1, Grid.CENTRED)
                .apply(ArrayImgs.floats((float[]) sharp.getPixels(), width, height, 1), Progress.NONE);
        final FloatProcessor clean = new FloatProcessor(width, height);
        int i = 0;
        for (final FloatType value : blurred) clean.setf(i++, value.get());
        final FloatProcessor truth = middle(sharp, size), seen = middle(clean, size);
        final byte[] pixels = new byte[seen.getPixelCount()];
        for (int j = 0; j < pixels.length; j++)
            pixels[j] = (byte) Math.max(0, Math.min(255, Math.round(seen.getf(j) + noise * random.nextGaussian())));
        final ImagePlus input =
                new ImagePlus("input", new ByteProcessor(truth.getWidth(), truth.getHeight(), pixels, null));
        final double before = psnr(input, truth);
        final Outcome blind = Task.SUPER_RESOLVE.run(
                Map.of("input", input, "scale", 1, "estimator", estimator, "restorer", restorer), Progress.NONE);
        final Outcome given = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of(
                        "input",
                        input,
                        "kernel",
                        new ImagePlus(
                                "kernel", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats(), null)),
                        "scale",
                        1,
                        "restorer",
                        restorer),
                Progress.NONE);
        count(
                name,
                blur,
                blind.row(),
                psnr(blind.result(), truth) - before,
                psnr(given.result(), truth) - before,
                sums);
    }

    private void count(
            final String name,
            final AnisotropicGaussian blur,
            final Map<String, Object> row,
            final double found,
            final double given,
            final Sums of) {
        final double[] wide = {KernelFigures.width(blur.lambda1()), KernelFigures.width(blur.lambda2())};
        final List<Double> errors = new ArrayList<>();
        for (final Sums sums : List.of(of, all)) {
            sums.count++;
            sums.found += found;
            sums.given += given;
            for (int axis = 0; axis < 2; axis++) {
                final String column = axis == 0 ? "FWHM major" : "FWHM minor";
                final double error = (double) row.get(column) - wide[axis];
                errors.add(error);
                sums.widths += error / wide[axis];
                if (row.get(column + " ±") instanceof Double spread && Math.abs(error) <= spread) sums.held++;
            }
            final boolean warned = !row.get("Warning").equals("");
            if (warned) sums.warned++;
            if (found < 0) sums.worse++;
            if (found < 0 && !warned) sums.silent++;
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %.1f × %.1f, off by %+.2f and %+.2f (± %s, %s): %+.2f dB, true kernel %+.2f; %s%n",
                Path.of(name).getFileName(),
                wide[0],
                wide[1],
                errors.get(0),
                errors.get(1),
                decimals(row.get("FWHM major ±")),
                decimals(row.get("FWHM minor ±")),
                found,
                given,
                row.get("Warning"));
    }

    private static String decimals(final Object spread) {
        return spread instanceof Double value ? String.format(Locale.ROOT, "%.2f", value) : "–";
    }

    private static FloatProcessor middle(final FloatProcessor image, final int size) {
        final int width = Math.min(size, image.getWidth() - 2 * MARGIN),
                height = Math.min(size, image.getHeight() - 2 * MARGIN);
        image.setRoi((image.getWidth() - width) / 2, (image.getHeight() - height) / 2, width, height);
        return (FloatProcessor) image.crop();
    }

    private static double psnr(final ImagePlus result, final FloatProcessor truth) {
        double sum = 0;
        int n = 0;
        for (int y = BORDER; y < truth.getHeight() - BORDER; y++)
            for (int x = BORDER; x < truth.getWidth() - BORDER; x++, n++)
                sum += Math.pow(result.getProcessor().getf(x, y) - truth.getf(x, y), 2);
        return 10 * Math.log10(255 * 255 / (sum / n));
    }
}
