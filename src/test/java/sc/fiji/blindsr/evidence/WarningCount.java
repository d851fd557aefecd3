package sc.fiji.blindsr.evidence;

import java.util.Locale;
import sc.fiji.blindsr.run.Outcome;

/** Counts the results that are worse than a spline, and the good ones, and how many of either are warned of. */
final class WarningCount {

    /** How far, in dB, a result must be above the spline to be called good. */
    static final double GOOD = 0.5;

    private int results;
    private int worse;
    private int silent;
    private int good;
    private int alarms;

    /** Counts a result, and prints where the warnings err. */
    void add(final String name, final Outcome outcome, final double gain, final boolean isGood) {
        final String warning = outcome.row().get("Warning").toString();
        results++;
        if (gain < 0) worse++;
        if (gain < 0 && warning.isEmpty()) {
            silent++;
            System.out.printf(Locale.ROOT, "silently worse: %s, by %.2f dB%n", name, -gain);
        }
        if (isGood) good++;
        if (isGood && !warning.isEmpty()) {
            alarms++;
            System.out.printf(Locale.ROOT, "warned, but good (%+.2f dB): %s: %s%n", gain, name, warning);
        }
    }

    int results() {
        return results;
    }

    int worse() {
        return worse;
    }

    /** Worse ones that nothing was said of. */
    int silent() {
        return silent;
    }

    int good() {
        return good;
    }

    /** Good ones that were warned of. */
    int alarms() {
        return alarms;
    }
}
