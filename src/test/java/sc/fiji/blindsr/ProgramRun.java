package sc.fiji.blindsr;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What another program did: its exit status, and what it printed on both streams. */
public record ProgramRun(int status, String output) {

    /** Minutes after which a program is taken to hang. */
    private static final int LONGEST = 15;

    /**
     * Runs a program in a folder, with the Java that runs this test.
     *
     * @param environment pairs of names and values
     */
    public static ProgramRun run(final Path folder, final List<String> command, final String... environment)
            throws IOException, InterruptedException {
        final File log = File.createTempFile("program", ".txt");
        try {
            final ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            for (int i = 0; i < environment.length; i += 2)
                builder.environment().put(environment[i], environment[i + 1]);
            final Process process = builder.start();
            if (!process.waitFor(LONGEST, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new IOException(
                        command + " did not end within " + LONGEST + " minutes: " + Files.readString(log.toPath()));
            }
            final int status = process.exitValue();
            // a program may write in another encoding: what is not UTF-8 becomes a replacement character
            return new ProgramRun(status, new String(Files.readAllBytes(log.toPath()), StandardCharsets.UTF_8));
        } finally {
            Files.delete(log.toPath());
        }
    }
}
