package sc.fiji.blindsr.spark;

import java.io.Serializable;
import java.util.List;
import sc.fiji.blindsr.fault.Attempt;
import sc.fiji.blindsr.progress.Progress;

/**
 * What a task tells the driver. What goes wrong with an image is no failure of the task, which Spark would only repeat.
 *
 * @param value what was made; null if that failed
 * @param failure why it failed, for users; empty if it did not
 * @param log lines for the log
 */
record TaskReport<T>(T value, String failure, List<String> log) implements Serializable {

    /** What a task does. */
    @FunctionalInterface
    interface Work<T> {

        T with(Progress progress) throws Exception;
    }

    /**
     * Does the work of a task.
     *
     * @param name of the image, for the log
     */
    static <T> TaskReport<T> of(final String name, final Work<T> work) {
        final TaskProgress progress = new TaskProgress();
        final Attempt<T> attempt = Attempt.twice(name, () -> work.with(progress), progress::log);
        final String failure = attempt.reason(progress::log);
        return new TaskReport<>(attempt.value(), failure, progress.lines());
    }
}
