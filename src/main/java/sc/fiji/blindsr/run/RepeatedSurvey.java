package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;

/**
 * What a run knew of the camera. It is not kept with a result, but worked out again: from the input, with the settings in the
 * result's Info.
 */
final class RepeatedSurvey {

    /** What it depends on. */
    private static final Form FORM = new Form("Camera", Options.MASK, Options.NOISE, Options.GRID);

    private RepeatedSurvey() {}

    /**
     * The surveys of the channels that the input's displayed plane has: each colour's, if it had a kernel of its own.
     *
     * @throws UserError if the result's Info does not say how it was made
     */
    static List<CameraSurvey> of(final Shown shown) {
        final ImagePlus input = shown.settings().get(Options.INPUT),
                result = shown.settings().get(ResultView.RESULT);
        final Settings settings = settings(result).with(shown.settings().reader());
        final UserMask mask = new UserMask(settings, input);
        final List<IntensityRange> ranges = IntensityRange.ofChannels(input, mask::of, "input", shown.progress());
        final OptionalDouble noise = settings.get(Options.NOISE);
        return Channel.of(input, isApart(result, input)).stream()
                .filter(channel -> channel.has(input.getCurrentSlice()))
                .map(channel -> new CameraSurvey(channel, ranges.get(channel.number()), mask, noise, shown.progress()))
                .toList();
    }

    /** Whether each channel, and each colour, was looked at by itself: then the result reports it so. */
    private static boolean isApart(final ImagePlus result, final ImagePlus input) {
        final List<Channel> apart = Channel.of(input, true);
        return apart.size() > 1
                && Inscription.of(result)
                        .value(apart.get(0).label() + " Masked")
                        .isPresent();
    }

    /**
     * What it depends on, as it was in the run.
     *
     * @throws UserError if the result's Info does not say it
     */
    static Settings settings(final ImagePlus result) {
        final Map<String, String> given = new LinkedHashMap<>();
        final Inscription said = Inscription.of(result);
        FORM.options().forEach(option -> {
            given.put(
                    option.key(),
                    said.parameter(option.key())
                            .orElseThrow(
                                    () -> new UserError(
                                            "result",
                                            "the Info of \"" + result.getTitle() + "\" does not say with which "
                                                    + option.key() + " it was made",
                                            "the views Mask and Residual need a result of Blind Super-Resolution or Super-Resolve With Kernel")));
        });
        return Settings.of(FORM, given);
    }
}
