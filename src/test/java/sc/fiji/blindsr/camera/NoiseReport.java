package sc.fiji.blindsr.camera;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;
import ij.io.FileSaver;
import ij.plugin.MontageMaker;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Shows for each {@link CameraModel} the noise that is fitted to one of its images, beside the truth, which many images of the
 * same scene tell:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=camera.NoiseReport -Dexec.args="IMAGE PNG"
 * </pre>
 *
 * Dots: standard deviation of single images from their mean at a level (from the scene itself for JPEG, whose noise is none of
 * chance), as the median of the squares shows it, which defects do not change. Line: {@link CameraProfile}. What it allows
 * for in JPEG files and mosaics is not what is there, but what Sparse MAP bears best.
 */
public final class NoiseReport {

    private static final int RECORDINGS = 24, LEVELS = 16, FEWEST = 200, COLUMNS = 4;
    /** Of Gaussian noise of variance 1, the median of the squares. */
    private static final double MEDIAN_OF_SQUARES = 0.4549;
    /** Blur of the scene, pixels. */
    private static final double BLUR = 1.2;

    private NoiseReport() {}

    /** Takes the path of a grey image, and that of the picture to write. */
    public static void main(final String[] args) {
        final FloatProcessor image = IJ.openImage(args[0]).getProcessor().convertToFloatProcessor();
        image.blurGaussian(BLUR);
        image.multiply(1 / 255.0);
        final ImageStack panels = new ImageStack();
        for (final CameraModel model : CameraModel.values())
            if (model != CameraModel.NONE && model != CameraModel.LOW_CONTRAST) // they have no noise
            panels.addSlice(
                        model.label(),
                        panel(model, scene(image, model == CameraModel.BAYER ? 3 : 1))
                                .convertToRGB());
        final ImagePlus montage = new MontageMaker()
                .makeMontage2(
                        new ImagePlus("", panels),
                        COLUMNS,
                        (panels.size() + COLUMNS - 1) / COLUMNS,
                        1,
                        1,
                        panels.size(),
                        1,
                        0,
                        false);
        if (!new FileSaver(montage).saveAsPng(args[1])) throw new IllegalStateException(args[1]);
    }

    private static Frame scene(final FloatProcessor image, final int channels) {
        final int area = image.getPixelCount();
        final float[] levels = new float[channels * area];
        for (int i = 0; i < levels.length; i++) levels[i] = image.getf(i % area);
        return new Frame(levels, image.getWidth(), image.getHeight(), channels);
    }

    private static ImageProcessor panel(final CameraModel model, final Frame scene) {
        final SplittableRandom random = new SplittableRandom(1);
        final List<float[]> recordings = new ArrayList<>();
        for (int i = 0; i < RECORDINGS; i++)
            recordings.add(model.camera().record(scene, random).levels());
        final boolean byChance = model != CameraModel.JPEG;
        final double[][] truth = truth(byChance ? mean(recordings) : scene.levels(), recordings);
        // Their mean has some of the noise of each.
        if (byChance) Arrays.setAll(truth[1], i -> truth[1][i] * Math.sqrt(RECORDINGS / (RECORDINGS - 1.0)));
        final CameraProfile found = CameraProfile.of(
                List.of(new Frame(recordings.get(0).clone(), scene.width(), scene.height(), scene.channels())), true);
        final double[] levels = truth[0], line = new double[levels.length];
        for (int i = 0; i < line.length; i++)
            line[i] = 255
                    * Math.hypot(
                            found.noise().sigma(levels[i] / 255), found.lines().rows());
        final double highest = Math.max(
                Arrays.stream(line).max().orElse(1),
                Arrays.stream(truth[1]).max().orElse(1));
        final Plot plot = new Plot("", "level", "noise, levels of 255");
        plot.setSize(300, 220);
        plot.setFont(Font.PLAIN, 11);
        plot.setLimits(0, 255, 0, 1.3 * highest + 0.1);
        plot.setColor("black", "black");
        plot.add("circle", levels, truth[1]);
        plot.setColor("red");
        plot.setLineWidth(2);
        plot.add("line", levels, line);
        plot.setColor("black");
        plot.addLabel(0.04, 0.12, model.label());
        System.out.printf(Locale.ROOT, "%s: %s, fitted over true:", model.label(), found.kind());
        for (int i = 0; i < line.length; i++) System.out.printf(Locale.ROOT, " %.2f", line[i] / truth[1][i]);
        System.out.println();
        return plot.getProcessor();
    }

    private static float[] mean(final List<float[]> recordings) {
        final float[] mean = new float[recordings.get(0).length];
        for (final float[] recording : recordings)
            for (int i = 0; i < mean.length; i++) mean[i] += recording[i] / recordings.size();
        return mean;
    }

    /** Levels, and the standard deviation of the noise there; levels that few pixels have are left out. */
    private static double[][] truth(final float[] expected, final List<float[]> recordings) {
        final double[][] truth = new double[2][LEVELS];
        int n = 0;
        for (int level = 0; level < LEVELS; level++) {
            final double from = level / (double) LEVELS, to = (level + 1.0) / LEVELS;
            final double[] squares = new double[expected.length * 2];
            int count = 0;
            for (int i = 0; i < expected.length; i++)
                for (int r = 0; r < 2 && expected[i] > from && expected[i] <= to; r++)
                    squares[count++] = Math.pow(recordings.get(r)[i] - expected[i], 2);
            if (count < FEWEST) continue;
            Arrays.sort(squares, 0, count);
            truth[0][n] = 255 * (from + to) / 2;
            truth[1][n++] = 255 * Math.sqrt(squares[count / 2] / MEDIAN_OF_SQUARES);
        }
        return new double[][] {Arrays.copyOf(truth[0], n), Arrays.copyOf(truth[1], n)};
    }
}
