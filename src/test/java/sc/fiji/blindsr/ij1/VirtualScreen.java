package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A screen that nobody sees, by Xvfb. */
final class VirtualScreen implements AutoCloseable {

    /** The environment variable that names a screen. */
    static final String DISPLAY = "DISPLAY";

    private static final String APP = "target/app";

    private final Process xvfb;
    private final String display;

    /**
     * Skips the test where there is no Xvfb.
     *
     * @param size such as 1600x1000x24
     */
    VirtualScreen(final String size) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(p -> Files.isExecutable(Path.of(p, "Xvfb"))),
                "there is no Xvfb");
        xvfb = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", size)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        display = ":" + xvfb.inputReader(StandardCharsets.US_ASCII).readLine();
    }

    /** Its name, for {@link #DISPLAY}. */
    String display() {
        return display;
    }

    /** The command that starts ImageJ, as built, with a user of it among the tests. */
    static List<String> imageJ(final Class<?> user, final List<String> options, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dplugins.dir=" + APP,
                "-cp",
                String.join(
                        File.pathSeparator,
                        APP + "/jars/*",
                        APP + "/plugins/*",
                        user.getProtectionDomain().getCodeSource().getLocation().getPath())));
        command.addAll(options);
        command.add(user.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public void close() throws InterruptedException {
        xvfb.destroy();
        xvfb.waitFor();
    }
}
