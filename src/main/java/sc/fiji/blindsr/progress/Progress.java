package sc.fiji.blindsr.progress;

import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Reports from a long computation to whoever waits for it. An algorithm calls {@link #update} once per iteration or tile; it
 * need not know who listens (status bar, console, nobody) nor how the user cancels.
 */
@FunctionalInterface
public interface Progress {

    /** Listens to nothing and never cancels. */
    Progress NONE = (stage, done, total) -> {};

    /**
     * Reports how far the work is.
     *
     * @param stage what is being done, in a few words, with the figures worth seeing
     * @param done steps finished, 0…{@code total}
     * @param total number of steps of this stage
     * @throws CancellationException if the user has asked to stop; the algorithm lets it pass, after closing what it
     *     has open
     */
    void update(String stage, int done, int total);

    /**
     * Shows the current estimate of the kernel. A listener that shows no kernels does nothing.
     *
     * @param kernel its weights, X×Y; not changed afterwards
     */
    default void kernel(final RandomAccessibleInterval<FloatType> kernel) {
        // most show no kernels
    }

    /**
     * Adds a line to the user's log, at once: a decision, a warning, or a failure that does not end the work.
     *
     * @param line one line for users
     */
    default void log(final String line) {
        // most keep no log
    }

    /** A progress with updates of its own that passes log lines on to this one; it shows no kernels. */
    default Progress updating(final Progress updates) {
        final Progress whole = this;
        return new Progress() {

            @Override
            public void update(final String stage, final int done, final int total) {
                updates.update(stage, done, total);
            }

            @Override
            public void log(final String line) {
                whole.log(line);
            }
        };
    }

    /**
     * The progress of one of several parts of the work that take about as long as each other.
     *
     * @param name what the part is called, "plane 3 of 40"
     * @param before number of parts before it
     * @param parts number of all parts
     */
    default Progress part(final String name, final int before, final int parts) {
        final Progress whole = this;
        return new Progress() {

            @Override
            public void update(final String stage, final int done, final int total) {
                whole.update(stage + ", " + name, before * total + done, parts * total);
            }

            @Override
            public void kernel(final RandomAccessibleInterval<FloatType> kernel) {
                whole.kernel(kernel);
            }

            @Override
            public void log(final String line) {
                whole.log(line);
            }
        };
    }
}
