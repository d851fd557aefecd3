package sc.fiji.blindsr.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/**
 * Blind SR Benchmark from the command line, with the keys of the macro:
 *
 * <pre>
 * mvn -q compile exec:java@benchmark -Dexec.args="source=FOLDER target=FOLDER 'estimators=DIP-FKP, KernelGAN' scales=2"
 * </pre>
 */
public final class BenchmarkCommandLine {

    /** How often it says what it is at, ms. */
    private static final long PAUSE = 60_000;

    private BenchmarkCommandLine() {}

    /** @param arguments {@code key=value} each */
    public static void main(final String... arguments) {
        final Map<String, String> values = new LinkedHashMap<>();
        for (final String argument : arguments)
            values.put(argument.split("=", 2)[0], argument.contains("=") ? argument.split("=", 2)[1] : "");
        System.setProperty("java.awt.headless", "true");
        int status = 0;
        try {
            Benchmark.run(Settings.of(Benchmark.FORM, values), progress());
        } catch (final UserError e) {
            System.err.println(e.getMessage());
            status = 1;
        }
        System.exit(status); // ImageJ's threads would keep the JVM
    }

    private static Progress progress() {
        return new Progress() {

            private long last = System.currentTimeMillis();

            @Override
            public void update(final String stage, final int done, final int total) {
                final long now = System.currentTimeMillis();
                if (now - last < PAUSE) return;
                last = now;
                System.out.println(stage);
            }

            @Override
            public void log(final String line) {
                System.out.println(line);
            }
        };
    }
}
