package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.blindsr.camera.PixelState;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Options;

/** Shows which pixels of the displayed plane were masked, as the {@linkplain RepeatedSurvey repeated survey} finds. */
final class MaskView {

    /** Colours that people with any kind of colour vision tell apart (Okabe and Ito, "Color universal design", 2008). */
    private static final Map<PixelState, Color> COLOURS = new EnumMap<>(Map.of(
            PixelState.SATURATED, new Color(240, 228, 66),
            PixelState.DRAWN_OVER, new Color(86, 180, 233),
            PixelState.DEFECTIVE, new Color(213, 94, 0),
            PixelState.MISSING, new Color(0, 158, 115),
            PixelState.LEFT_OUT, new Color(204, 121, 167)));

    /** Width of the legend, height of its lines, size of its squares. */
    private static final int WIDTH = 230, LINE = 24, SQUARE = 14;

    private MaskView() {}

    /** The mask over a pale input, and the legend. */
    static List<Panel> panels(final Shown shown) {
        final ImagePlus input = shown.settings().get(Options.INPUT);
        final PixelState[] states = states(shown, input);
        final ImageProcessor picture = pale(shown.inputPicture());
        final Map<PixelState, Integer> counts = new EnumMap<>(PixelState.class);
        final int square = shown.zoom() * shown.scale();
        for (int y = 0; y < shown.part().height; y++)
            for (int x = 0; x < shown.part().width; x++) {
                final PixelState state = states[(shown.part().y + y) * input.getWidth() + shown.part().x + x];
                if (state == PixelState.SOUND) continue;
                counts.merge(state, 1, Integer::sum);
                picture.setColor(COLOURS.get(state));
                picture.fillRect(x * square, y * square, square, square);
            }
        final int masked = counts.values().stream().mapToInt(Integer::intValue).sum();
        return List.of(
                new Panel(picture, "Masked: " + masked + " of " + shown.part().width * shown.part().height + " pixels"),
                new Panel(legend(counts), "Reason, number of pixels"));
    }

    /** The states of the displayed plane, in all colours. */
    private static PixelState[] states(final Shown shown, final ImagePlus input) {
        final List<BlurKernel> kernels = shown.kernels();
        return RepeatedSurvey.of(shown).stream()
                .map(survey -> survey.states(
                        input.getCurrentSlice(),
                        kernels.isEmpty() ? Optional.empty() : Optional.of(Shown.kernel(kernels, survey)),
                        shown.scale(),
                        shown.progress()))
                .reduce(MaskView::worse)
                .orElseThrow();
    }

    private static PixelState[] worse(final PixelState[] a, final PixelState[] b) {
        final PixelState[] worse = a.clone();
        Arrays.setAll(worse, i -> a[i].compareTo(b[i]) > 0 ? a[i] : b[i]);
        return worse;
    }

    /** Light grey instead of colours, so that the mask's stand out. */
    private static ImageProcessor pale(final ImageProcessor picture) {
        final ImageProcessor grey = picture.convertToByte(false);
        grey.multiply(0.6);
        grey.add(80);
        return grey.convertToRGB();
    }

    private static ImageProcessor legend(final Map<PixelState, Integer> counts) {
        final ImageProcessor legend = new ColorProcessor(WIDTH, LINE * COLOURS.size());
        ResultView.clear(legend);
        int y = 0;
        for (final Map.Entry<PixelState, Color> kind : COLOURS.entrySet()) {
            legend.setColor(kind.getValue());
            legend.fillRect(0, y + (LINE - SQUARE) / 2, SQUARE, SQUARE);
            legend.setColor(ResultView.TEXT);
            legend.drawString(kind.getKey() + ": " + counts.getOrDefault(kind.getKey(), 0), SQUARE + 8, y + LINE - 3);
            y += LINE;
        }
        return legend;
    }
}
