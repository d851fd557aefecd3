package sc.fiji.blindsr.benchmark;

import java.util.function.Supplier;
import sc.fiji.blindsr.run.Outcome;

/**
 * What a task gave, and what it took.
 *
 * @param outcome what it gave
 * @param seconds wall-clock time
 * @param bytes most memory that the process held meanwhile, as {@link PeakMemory} counts it
 */
record Measurement(Outcome outcome, double seconds, long bytes) {

    /** Something that took nothing. */
    public Measurement(final Outcome outcome) {
        this(outcome, 0, 0);
    }

    /** Runs a task. */
    public static Measurement of(final Supplier<Outcome> task) {
        PeakMemory.reset();
        final long start = System.nanoTime();
        final Outcome outcome = task.get();
        return new Measurement(outcome, (System.nanoTime() - start) / 1e9, PeakMemory.bytes());
    }

    /** What the task's row has in a column, if anything. */
    public String text(final String column) {
        return String.valueOf(outcome.row().getOrDefault(column, ""));
    }
}
