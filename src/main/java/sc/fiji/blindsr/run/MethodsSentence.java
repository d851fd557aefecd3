package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.PRIOR;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.IJ;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.RestorerChoice;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.restore.Restorer;

/**
 * What a paper's Methods section says of a run: what was done by which methods, where these come from, the versions, and all
 * parameters that have not their defaults.
 */
final class MethodsSentence {

    /** The parameters that the sentence names by what was done. */
    private static final List<Option<?>> TOLD =
            List.of(INPUT, KERNEL, SCALE, ESTIMATOR, RESTORER, KERNEL_RESTORER, PRIOR, SEED);

    private MethodsSentence() {}

    /**
     * @param version this plugin's
     * @param selected whether the kernel is that of a part which somebody selected
     * @param made what was done, where neither an estimator nor a restorer did it
     */
    static String of(final Settings settings, final String version, final boolean selected, final String made) {
        final String others = settings.form().options().stream()
                .filter(option -> !TOLD.contains(option) && option.kind() != Option.Kind.IMAGE)
                .filter(option -> HeededOptions.isHeeded(option, settings) && HeededOptions.isSet(option, settings))
                .map(option -> HeededOptions.text(option, settings))
                .collect(Collectors.joining(", "));
        return done(settings, selected, made) + ", using the command "
                + settings.form().title() + " of Blind SR for Fiji " + version
                + " in ImageJ " + IJ.getVersion() + " ("
                + (settings.has(SEED) ? "random seed " + settings.get(SEED) + "; " : "")
                + (others.isEmpty() ? "" : others + "; ") + "all other parameters at their defaults).";
    }

    private static String done(final Settings settings, final boolean selected, final String made) {
        if (settings.has(KERNEL_RESTORER)) {
            final Restorer restorer = settings.get(KERNEL_RESTORER);
            return "The image was restored with a given "
                    + (BlurMaps.isMap(settings.get(KERNEL)) ? "map of the blur" : "blur kernel") + " on "
                    + grid(settings) + " by "
                    + cited(restorer.name(), restorer.citation());
        }
        if (!settings.has(ESTIMATOR)) return made;
        final KernelEstimator estimator = settings.get(ESTIMATOR);
        final String prior = settings.text(PRIOR).equals(PRIOR.defaultText())
                ? ""
                : "the kernel prior \"" + settings.text(PRIOR) + "\"";
        final String kernel = "The blur kernel was estimated from "
                + (selected ? "a selected part of the image" : "the image itself") + " by "
                + cited(estimator.name(), estimator.citation(), prior);
        if (!settings.has(RESTORER)) return kernel + " at scale factor " + settings.get(SCALE);
        final RestorerChoice choice = settings.get(RESTORER);
        return kernel + ", and the image restored on " + grid(settings) + " by "
                + cited(choice.name(), choice.restorer().map(Restorer::citation).orElse(""));
    }

    private static String grid(final Settings settings) {
        final int scale = settings.get(SCALE);
        return scale == 1 ? "its own grid" : "a grid " + scale + " times finer along each axis";
    }

    /** A method's name, followed in brackets by what there is to say of it. */
    private static String cited(final String name, final String... about) {
        return Optional.of(Stream.of(about).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty())
                .map(text -> name + " (" + text + ")")
                .orElse(name);
    }
}
