package sc.fiji.blindsr.progress;

import java.util.function.LongSupplier;

/** Estimates how long a stage of the work will still take from the time its steps have taken so far. */
public final class TimeLeft {

    /** No estimate is given in the first seconds of a stage. */
    private static final double SECONDS_BEFORE_FIRST_ESTIMATE = 1;

    private final LongSupplier clock;
    private long start;
    private int first;
    private int last = Integer.MAX_VALUE;
    private int total;

    /** Uses the computer's clock. */
    public TimeLeft() {
        this(System::nanoTime);
    }

    /** @param clock gives nanoseconds */
    TimeLeft(final LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Takes note of a step. A new stage begins where the number of steps done falls, or their total changes.
     *
     * @return such as "12 s left", "3 min left" or "2 h 5 min left"; empty while there is no estimate
     */
    public String after(final int done, final int steps) {
        final long now = clock.getAsLong();
        if (done < last || steps != total) {
            start = now;
            first = done;
            total = steps;
        }
        last = done;
        final double seconds = (now - start) / 1e9;
        return seconds < SECONDS_BEFORE_FIRST_ESTIMATE || done == first
                ? ""
                : inWords(seconds / (done - first) * (steps - done)) + " left";
    }

    private static String inWords(final double seconds) {
        final long s = (long) Math.ceil(seconds), minutes = Math.round(seconds / 60);
        if (s < 100) return s + " s";
        return minutes < 100 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
