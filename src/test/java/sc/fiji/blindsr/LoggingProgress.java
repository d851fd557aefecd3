package sc.fiji.blindsr;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.blindsr.progress.Progress;

/** Keeps the log lines of a run. */
public class LoggingProgress implements Progress {

    /** In the order in which they came. */
    public final List<String> lines = new ArrayList<>();

    @Override
    public void update(final String stage, final int done, final int total) {
        // only the lines count
    }

    @Override
    public void log(final String line) {
        lines.add(line);
    }
}
