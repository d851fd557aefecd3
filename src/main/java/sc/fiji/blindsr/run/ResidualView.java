package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.evidence.Residual;
import sc.fiji.blindsr.evidence.ResidualFigures;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Options;

/**
 * Shows the standardised residual of the displayed plane: input minus result, blurred and sampled, over the standard deviation
 * of each pixel's noise. Where result and noise are right it is grain without form, seldom beyond ±3.
 */
final class ResidualView {

    /** What the strongest colours stand for. */
    private static final double LARGEST = 4;

    /** Red where the input is brighter than the result explains, blue where it is darker, white where it is explained. */
    private static final Color BRIGHTER = new Color(178, 24, 43), DARKER = new Color(33, 102, 172);
    /** Where nothing is known: at the rim, and in masked pixels. */
    private static final Color UNKNOWN = new Color(190, 190, 190);

    /** Width of the scale, and height of a step of it. */
    private static final int WIDTH = 60, STEP = 24;

    private ResidualView() {}

    /** The residual and its scale. */
    static List<Panel> panels(final Shown shown) {
        final ImagePlus input = shown.settings().get(Options.INPUT);
        final List<BlurKernel> kernels = shown.kernels();
        if (kernels.isEmpty())
            throw new UserError(
                    "kernel", "none was given", "view=Residual blurs the result again, and needs its kernel");
        final ImagePlus result = shown.settings().get(ResultView.RESULT);
        if (Inscription.of(result).values(FieldSearch.FIELD).anyMatch(field -> field.startsWith(FieldSearch.VARIES)))
            throw new UserError(
                    "result",
                    "\"" + result.getTitle() + "\" was made with a blur that varies over the field",
                    "view=Residual is for results of one kernel");
        final List<CameraSurvey> surveys = RepeatedSurvey.of(shown);
        final float[] sum = new float[input.getWidth() * input.getHeight()];
        final List<String> figures = new ArrayList<>();
        int planes = 0;
        for (final CameraSurvey survey : surveys) {
            final double sigma = Math.max(survey.profile().sigma(), EightBitRounding.STANDARD_DEVIATION);
            final Residual residual = residual(shown, survey, Shown.kernel(kernels, survey));
            final float[] standardised = residual.standardised(sigma);
            for (int i = 0; i < standardised.length; i++) sum[i % sum.length] += standardised[i];
            planes += standardised.length / sum.length;
            final ResidualFigures found = residual.figures(sigma);
            figures.add(String.format(Locale.ROOT, "size %.2f, neighbours %+.2f", found.size(), found.correlation()));
        }
        // The mean of several colours, again with a standard deviation of 1.
        for (int i = 0; i < sum.length; i++) sum[i] /= (float) Math.sqrt(planes);
        return List.of(
                new Panel(
                        Shown.enlarged(
                                coloured(new FloatProcessor(input.getWidth(), input.getHeight(), sum)),
                                shown.part(),
                                shown.zoom() * shown.scale()),
                        "Residual over noise: " + String.join("; ", figures)),
                new Panel(scale(), ""));
    }

    private static Residual residual(final Shown shown, final CameraSurvey survey, final BlurKernel kernel) {
        final ImagePlus input = shown.settings().get(Options.INPUT),
                result = shown.settings().get(ResultView.RESULT);
        final int plane = input.getCurrentSlice();
        if (result.getStackSize() != input.getStackSize())
            throw new UserError(
                    "result",
                    "\"" + result.getTitle() + "\" has " + result.getStackSize() + " planes",
                    "the input has " + input.getStackSize());
        final Observation low = survey.read(plane, kernel, shown.scale(), shown.progress());
        // A result goes beyond the input's levels, and lacks no data there.
        final ArrayImg<FloatType, FloatArray> high =
                survey.channel().in(result).read(plane, survey.range().withoutLimits());
        return Residual.of(
                low.levels(),
                low.weights(),
                high,
                kernel,
                shown.scale(),
                RepeatedSurvey.settings(result).get(Options.GRID),
                shown.progress());
    }

    private static ColorProcessor coloured(final FloatProcessor values) {
        final int[] colours = new int[values.getPixelCount()];
        Arrays.setAll(colours, i -> colour(values.getf(i)).getRGB());
        return new ColorProcessor(values.getWidth(), values.getHeight(), colours);
    }

    private static Color colour(final double value) {
        if (Double.isNaN(value)) return UNKNOWN;
        final Color full = value > 0 ? BRIGHTER : DARKER;
        final double share = Math.min(1, Math.abs(value) / LARGEST);
        return new Color(mixed(full.getRed(), share), mixed(full.getGreen(), share), mixed(full.getBlue(), share));
    }

    private static int mixed(final int full, final double share) {
        return (int) Math.round(255 + share * (full - 255));
    }

    private static ImageProcessor scale() {
        final int steps = (int) (2 * LARGEST) + 1;
        final ImageProcessor scale = new ColorProcessor(WIDTH, STEP * steps);
        ResultView.clear(scale);
        for (int i = 0; i < steps; i++) {
            final int value = (int) LARGEST - i;
            scale.setColor(colour(value));
            scale.fillRect(0, i * STEP, STEP, STEP);
            scale.setColor(ResultView.TEXT);
            scale.drawString(value > 0 ? "+" + value : "" + value, STEP + 8, (i + 1) * STEP - 3);
        }
        return scale;
    }
}
