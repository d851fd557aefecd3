package sc.fiji.blindsr.field;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Path;
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
 * Measures maps of the blur on simulated fields, at scale factor 2, clean and at noise 3 (grey levels of 255): on every
 * fifth photograph of a folder, by name, which no weight has seen (up to 640×640 pixels of each), or evenly chosen ones of
 * these, and on simulated cells (1024×1024).
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=field.FieldReport -Dexec.args="FOLDER PHOTOGRAPHS CELLS [PICTURES]"
 * </pre>
 *
 * For each kind of field: mean error of both widths over the cells; that of one kernel for all; how often the ± holds the
 * true width; how often the field is found to vary.
 */
public final class FieldReport {

    private static final int SCALE = 2;

    private final Map<String, Sums> results = new LinkedHashMap<>();

    private static final class Sums {

        double error, errorOfOne, held, varies;
        final List<Double> errors = new ArrayList<>();
        int images;
    }

    public static void main(final String... arguments) throws IOException {
        final Path pictures = arguments.length > 3 ? Path.of(arguments[3]) : null;
        final FieldReport report = new FieldReport();
        for (final SharpScene sharp :
                SharpScene.all(arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])))
            report.measure(sharp, pictures);
        report.print();
        System.exit(0);
    }

    private void measure(final SharpScene sharp, final Path pictures) {
        final int width = sharp.width() / SCALE, height = sharp.height() / SCALE;
        for (final SimulatedField.Kind kind : SimulatedField.Kind.values())
            for (final double noise : SharpScene.NOISES) {
                final SplittableRandom random = sharp.random(kind);
                final SimulatedField truth = new SimulatedField(kind, width, height, random);
                final float[] recorded =
                        SharpScene.recorded(truth.blurred(sharp.levels(), SCALE), width, height, noise, random);
                final ImagePlus image =
                        new ImagePlus(sharp.name(), new FloatProcessor(width, height, recorded).convertToByte(false));
                final Outcome outcome = Task.MAP_BLUR.run(Map.of("input", image), Progress.NONE);
                final String name = sharp.group() + ", " + kind + ", noise " + (int) noise;
                add(results.computeIfAbsent(name, n -> new Sums()), outcome, truth, sharp.name() + " " + name);
                if (pictures != null)
                    new FileSaver(outcome.kernel().flatten())
                            .saveAsPng(pictures.resolve(sharp.name() + "-" + kind + "-" + (int) noise + ".png")
                                    .toString());
            }
    }

    private static void add(final Sums sums, final Outcome outcome, final SimulatedField truth, final String name) {
        final ImagePlus map = outcome.result();
        final int n = map.getWidth() * map.getHeight();
        final CellGrid grid =
                BlurField.grid(outcome.kernel().getWidth(), outcome.kernel().getHeight());
        double error = 0, one = 0;
        int held = 0;
        for (int i = 0; i < n; i++) {
            final AnisotropicGaussian blur = truth.at(grid.x(i), grid.y(i)).gaussian(1);
            final double[] widths = {KernelFigures.width(blur.lambda1()), KernelFigures.width(blur.lambda2())};
            for (int axis = 0; axis < 2; axis++) {
                final double found = map.getStack().getProcessor(axis + 1).getf(i),
                        spread = map.getStack().getProcessor(axis + 4).getf(i),
                        whole = (double) outcome.row().get(axis == 0 ? "FWHM major" : "FWHM minor");
                error += Math.abs(found / widths[axis] - 1) / (2 * n);
                one += Math.abs(whole / widths[axis] - 1) / (2 * n);
                if (Math.abs(found - widths[axis]) <= spread) held++;
            }
        }
        sums.error += error;
        sums.errors.add(error);
        sums.errorOfOne += one;
        sums.held += held / (2.0 * n);
        sums.varies += map.getStringProperty("Blur over the field").startsWith("varies") ? 1 : 0;
        sums.images++;
        System.out.printf(
                Locale.ROOT,
                "%s: error %.1f %%, of one kernel %.1f %%, evidence %s, structure %s%n",
                name,
                100 * error,
                100 * one,
                map.getStringProperty("Evidence for a field"),
                map.getStringProperty("Cells with structure"));
    }

    private void print() {
        results.forEach((name, sums) -> {
            sums.errors.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d images: error mean %.1f %%, median %.1f %%; of one kernel %.1f %%; ± holds %.0f %%; varies %.0f %%%n",
                    name,
                    sums.images,
                    100 * sums.error / sums.images,
                    100 * sums.errors.get(sums.errors.size() / 2),
                    100 * sums.errorOfOne / sums.images,
                    100 * sums.held / sums.images,
                    100 * sums.varies / sums.images);
        });
    }
}
