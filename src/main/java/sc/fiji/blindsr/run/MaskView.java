package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import sc.fiji.blindsr.camera.PixelState;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;

/**
 * Shows which pixels of the displayed plane were masked. They are not kept with a result, but worked out again: from the
 * input, with the settings in the result's Info.
 */
final class MaskView {

    /** What masks depend on. */
    private static final Form FORM = new Form("Mask", Options.MASK, Options.NOISE);

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
        final ImagePlus result = shown.settings().get(ResultView.RESULT);
        final Settings settings = settings(result).with(shown.settings().reader());
        final int plane = input.getCurrentSlice();
        final IntensityRange range = IntensityRange.of(input, "input", shown.progress());
        final OptionalDouble noise = settings.get(Options.NOISE);
        final UserMask mask = new UserMask(settings, input);
        return Channel.of(input, isApart(result, input)).stream()
                .filter(channel -> channel.has(plane))
                .map(channel -> new CameraSurvey(
                                channel,
                                range,
                                mask,
                                noise.isPresent() ? OptionalDouble.of(range.spanToUnit(noise.getAsDouble())) : noise,
                                shown.progress())
                        .states(plane))
                .reduce(MaskView::worse)
                .orElseThrow();
    }

    private static PixelState[] worse(final PixelState[] a, final PixelState[] b) {
        final PixelState[] worse = a.clone();
        Arrays.setAll(worse, i -> a[i].compareTo(b[i]) > 0 ? a[i] : b[i]);
        return worse;
    }

    /** Whether each channel, and each colour, was looked at by itself: then the result reports it so. */
    private static boolean isApart(final ImagePlus result, final ImagePlus input) {
        final List<Channel> apart = Channel.of(input, true);
        return apart.size() > 1 && result.getStringProperty(apart.get(0).label() + " Masked") != null;
    }

    private static Settings settings(final ImagePlus result) {
        final Map<String, String> given = new LinkedHashMap<>();
        FORM.options().forEach(option -> {
            final String text = result.getInfoProperty() == null
                    ? null
                    : result.getStringProperty(RunReport.PARAMETER + option.key());
            if (text == null)
                throw new UserError(
                        "result",
                        "the Info of \"" + result.getTitle() + "\" does not say with which " + option.key()
                                + " it was made",
                        "view=Mask needs a result of Blind Super-Resolution or Super-Resolve With Kernel");
            given.put(option.key(), text);
        });
        return Settings.of(FORM, given);
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
