package sc.fiji.blindsr.estimate.amortized;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import ij.plugin.MontageMaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The course of a training beside its checkpoint: a CSV file, and a picture of its columns over the step: the loss, the mean
 * square error of the log-covariance's entries, and the share of them that their ± holds (0.68 is true).
 */
final class TrainingCurves {

    private static final List<String> CURVES = List.of("loss", "mean square error", "within");

    private final Path csv;
    private final Path picture;

    /** @param checkpoint the training's checkpoint; figures that are there already stay */
    TrainingCurves(final Path checkpoint) throws IOException {
        csv = checkpoint.resolveSibling(checkpoint.getFileName() + ".csv");
        picture = checkpoint.resolveSibling(checkpoint.getFileName() + ".png");
        if (!Files.exists(csv)) Files.writeString(csv, "step,seconds," + String.join(",", CURVES) + "\n");
    }

    /**
     * Adds a line, and draws anew.
     *
     * @param figures the columns after the step, with commas
     */
    void add(final int step, final String figures) {
        try {
            Files.writeString(csv, step + "," + figures + "\n", StandardOpenOption.APPEND);
            draw();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void draw() throws IOException {
        final ResultsTable table = ResultsTable.open(csv.toString());
        final double[] steps = table.getColumn("step");
        final ImageStack stack = new ImageStack();
        for (final String curve : CURVES) {
            final Plot plot = new Plot(curve, "step", curve);
            plot.setSize(500, 240);
            plot.add("line", steps, table.getColumn(curve));
            plot.setLimits(0, steps[steps.length - 1], Double.NaN, Double.NaN);
            stack.addSlice(curve, plot.getProcessor().convertToRGB());
        }
        final ImagePlus sheet = new MontageMaker().makeMontage2(new ImagePlus("", stack), 1, 3, 1, 1, 3, 1, 0, false);
        ImageIO.write(sheet.getBufferedImage(), "PNG", picture.toFile());
    }
}
