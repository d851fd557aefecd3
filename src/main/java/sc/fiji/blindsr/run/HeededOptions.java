package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.ITERATIONS;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SMOOTHNESS;
import static sc.fiji.blindsr.option.Options.STEPS;

import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.restore.Restorer;

/** Which options the methods that were chosen heed: not all iterate, or can be stopped. */
public final class HeededOptions {

    private HeededOptions() {}

    /** The options that were set without any effect: "iterations = 500". */
    public static List<String> unheeded(final Settings settings) {
        return settings.form().options().stream()
                .filter(option -> !isHeeded(option, settings) && isSet(option, settings))
                .map(option -> text(option, settings))
                .toList();
    }

    /** Whether the methods that were chosen heed an option. */
    static boolean isHeeded(final Option<?> option, final Settings settings) {
        if (option == ITERATIONS)
            return !settings.has(ESTIMATOR) || settings.get(ESTIMATOR).iterates();
        if (option != STEPS && option != SMOOTHNESS) return true;
        final Optional<Restorer> restorer = settings.has(KERNEL_RESTORER)
                ? Optional.of(settings.get(KERNEL_RESTORER))
                : settings.get(RESTORER).restorer();
        return restorer.filter(Restorer::takesSteps).isPresent();
    }

    /** Whether an option is not at its default. */
    static boolean isSet(final Option<?> option, final Settings settings) {
        return !settings.text(option).equals(option.defaultText());
    }

    /** An option and its value, in words. */
    static String text(final Option<?> option, final Settings settings) {
        return option.key() + " = " + settings.text(option);
    }
}
