package sc.fiji.blindsr.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.blindsr.fault.Failure;

/** How the worker is started: the Java that runs ImageJ, a heap of its own, and the class path. */
final class WorkerCommand {

    private static final String MAIN = "sc.fiji.blindsr.worker.WorkerMain";

    /**
     * Most of the worker's heap, MB, and that as a share of the machine's memory. Its Java holds planes and crops, far less than
     * PyTorch's own arrays for them, which are not in the heap; but KernelGAN's map of a whole image has some 80 bytes for each
     * pixel.
     */
    private static final long LEAST_HEAP = 1024, HEAP_SHARE = 8;

    /** What users set for DJL and PyTorch by options of Java; environment variables the worker has anyway. */
    private static final List<String> SETTINGS = List.of("ai.djl.", "DJL_", "PYTORCH_", "OPT_OUT_");

    private WorkerCommand() {}

    /**
     * Starts a process.
     *
     * @param crashReport where Java notes how it crashed; %p stands for the process' number
     * @throws EngineUnavailableException if there is no Java to be started, or it may not be
     */
    static Process start(final Path crashReport) {
        final List<String> command = new ArrayList<>(List.of(
                java().toString(),
                "-Xmx" + heap() + "m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + crashReport,
                "-XX:+DisplayVMOutputToStderr", // standard output is for messages
                "-Djava.awt.headless=true"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> SETTINGS.stream().anyMatch(name::startsWith))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add(MAIN);
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", WorkerClassPath.find());
        try {
            return builder.start();
        } catch (final IOException e) {
            throw new EngineUnavailableException(
                    "PyTorch runs in a Java process of its own, and " + java() + " cannot be started: "
                            + Failure.reason(e)
                            + ". Is ImageJ's Java complete, and may programs be started here? Otherwise take methods that do"
                            + " without PyTorch, such as the default ones.",
                    e);
        }
    }

    private static long heap() {
        return Math.max(LEAST_HEAP, (MachineMemory.total() >> 20) / HEAP_SHARE);
    }

    private static Path java() {
        final boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
    }
}
