package sc.fiji.blindsr;

import java.util.function.Supplier;

import sc.fiji.blindsr.evaluate.PeakMemory;

/**
 * What a task gave, and what it took.
 *
 * @param outcome what it gave
 * @param seconds wall-clock time
 * @param bytes most memory that the process held meanwhile, as {@link PeakMemory} counts it
 */
record Measured(Outcome outcome, double seconds, long bytes) {

	/** Something that took nothing. */
	Measured(final Outcome outcome) {
		this(outcome, 0, 0);
	}

	/** Runs a task. */
	static Measured of(final Supplier<Outcome> task) {
		PeakMemory.reset();
		final long start = System.nanoTime();
		final Outcome outcome = task.get();
		return new Measured(outcome, (System.nanoTime() - start) / 1e9, PeakMemory.bytes());
	}

	/** What the task's row has in a column, if anything. */
	String text(final String column) {
		return String.valueOf(outcome.row().getOrDefault(column, ""));
	}
}
