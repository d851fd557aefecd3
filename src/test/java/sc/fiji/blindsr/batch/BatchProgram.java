package sc.fiji.blindsr.batch;

import java.util.HashMap;
import java.util.Map;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/** A batch in a Java of its own, for what a running one cannot change: see {@link BatchFaultsTest}. */
public final class BatchProgram {

    private BatchProgram() {}

    /** @param args key=value of the batch; prints what the log says, the rows, and an error */
    public static void main(final String[] args) {
        final Map<String, Object> values = new HashMap<>();
        for (final String arg : args) values.put(arg.split("=", 2)[0], arg.split("=", 2)[1]);
        try {
            Task.BATCH
                    .run(values, new Progress() {
                        @Override
                        public void update(final String stage, final int done, final int total) {
                            if (stage.contains(": Opened") || stage.contains("Reading grey levels"))
                                System.out.println("stage " + stage);
                        }

                        @Override
                        public void log(final String line) {
                            System.out.println("log " + line);
                        }
                    })
                    .rows()
                    .forEach(row -> System.out.println("row " + row.get("Image") + ": " + row.get("Warning")));
        } catch (final UserError e) {
            System.out.println("error " + e.getMessage());
        }
    }
}
