package sc.fiji.blindsr.spark;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.TaskContext;
import sc.fiji.blindsr.progress.Progress;

/** The progress of a task: ends it when Spark no longer wants it, and keeps what it says for the driver. */
final class TaskProgress implements Progress {

    private final TaskContext task = TaskContext.get();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void update(final String stage, final int done, final int total) {
        if (task.isInterrupted()) throw new CancellationException("Spark has ended the task");
    }

    @Override
    public void log(final String line) {
        lines.add(line);
    }

    /** The lines for the log so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }
}
