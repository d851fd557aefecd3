package sc.fiji.blindsr.evidence;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.MontageMaker;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Draws the pictures of the page "Can I trust it?":
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=evidence.TrustPictures -Dexec.args="src/site/pictures"
 * </pre>
 */
public final class TrustPictures {

    private static final int SIDE = 256, CAPTION = 22;
    private static final ImagePlus TRUTH = IJ.openImage("macros/samples/camera.png");

    private TrustPictures() {}

    public static void main(final String... arguments) throws IOException {
        final Path folder = Path.of(arguments[0]);
        final Outcome simulated = simulated(1.8, 1.4);
        final ImagePlus low = simulated.result();
        final ImageStack residuals = new ImageStack(SIDE, SIDE + CAPTION);
        residuals.addSlice(residual("Kernel and noise are right", low, simulated.kernel()));
        residuals.addSlice(
                residual("Kernel 1.9 times too wide", low, simulated(3.4, 2.7).kernel()));
        residuals.addSlice(
                residual("Kernel half as wide", low, simulated(0.9, 0.7).kernel()));
        residuals.addSlice(residual("Stripes in the noise", striped(low), simulated.kernel()));
        write(montage(residuals), folder.resolve("trust-residuals.png"));

        final Outcome outcome =
                Task.SUPER_RESOLVE.run(Map.of("input", low, "scale", 2, "uncertainty", "on"), Progress.NONE);
        final ImageProcessor deviation = outcome.deviation().getProcessor();
        deviation.setMinAndMax(0, 30);
        final ImageStack pictures = new ImageStack(SIDE, SIDE + CAPTION);
        pictures.addSlice(captioned("Result", outcome.result().getProcessor()));
        pictures.addSlice(captioned("Standard deviation, 0 to 30", deviation));
        write(montage(pictures), folder.resolve("trust-deviation.png"));
        System.exit(0); // ImageJ's threads would keep the JVM
    }

    private static Outcome simulated(final double major, final double minor) {
        return Task.SIMULATE.run(
                Map.of("input", TRUTH, "scale", 2, "major", major, "minor", minor, "angle", 20, "noise", 3),
                Progress.NONE);
    }

    /** Columns that differ by some grey levels, which no camera model knows. */
    private static ImagePlus striped(final ImagePlus low) {
        final ImagePlus striped = low.duplicate();
        striped.setTitle("striped");
        final SplittableRandom random = new SplittableRandom(2);
        for (int x = 0; x < striped.getWidth(); x++) {
            final double offset = 4 * random.nextGaussian();
            for (int y = 0; y < striped.getHeight(); y++)
                striped.getProcessor().setf(x, y, (float)
                        Math.max(0, Math.min(255, low.getProcessor().getf(x, y) + offset)));
        }
        return striped;
    }

    /** The residual alone of the view. */
    private static ImageProcessor residual(final String caption, final ImagePlus low, final ImagePlus kernel) {
        final Map<String, Object> values =
                new HashMap<>(Map.of("input", low, "scale", 2, "kernel", kernel, "noise", 3));
        final Outcome outcome = Task.SUPER_RESOLVE_WITH_KERNEL.run(values, Progress.NONE);
        System.out.println(caption + ": " + outcome.row().get("Warning"));
        final ImageProcessor view = Task.SHOW_RESULT
                .run(
                        Map.of("input", low, "result", outcome.result(), "kernel", kernel, "view", "Residual"),
                        Progress.NONE)
                .result()
                .getProcessor();
        // The view has a margin of 8, the input, as much again and then the residual, below a caption of 24.
        final int side = view.getHeight() - 24 - 8;
        view.setRoi(8 + side + 8, 24, side, side);
        return captioned(caption, view.crop());
    }

    private static ImageProcessor captioned(final String caption, final ImageProcessor picture) {
        final ImageProcessor panel = new ColorProcessor(SIDE, SIDE + CAPTION);
        panel.setColor(Color.WHITE);
        panel.fill();
        panel.setColor(Color.BLACK);
        panel.setAntialiasedText(true);
        panel.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        panel.drawString(caption, 2, CAPTION - 3);
        picture.setInterpolationMethod(ImageProcessor.NONE);
        panel.insert(picture.convertToRGB().resize(SIDE, SIDE), 0, CAPTION);
        return panel;
    }

    private static ImagePlus montage(final ImageStack panels) {
        final int columns = Math.min(2, panels.getSize());
        return new MontageMaker()
                .makeMontage2(
                        new ImagePlus("panels", panels),
                        columns,
                        (panels.getSize() + columns - 1) / columns,
                        1,
                        1,
                        panels.getSize(),
                        1,
                        0,
                        false);
    }

    private static void write(final ImagePlus picture, final Path file) throws IOException {
        ImageIO.write(picture.getBufferedImage(), "png", file.toFile());
    }
}
