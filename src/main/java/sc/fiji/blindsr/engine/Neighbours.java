package sc.fiji.blindsr.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether two jobs can be done side by side, each in a process of its own. */
final class Neighbours {

    /** What a process takes before it computes, bytes: Java, and PyTorch's libraries. */
    private static final long PROCESS = 600L << 20;

    /** Where Linux tells its memory; Java counts what holds copies of files as used, though any program may have it. */
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private static final String AVAILABLE = "MemAvailable:";

    private Neighbours() {}

    /**
     * Why a job has to wait for another.
     *
     * @param other the other; null if it has just ended
     * @param starts whether a process has to be started for the job
     */
    static Optional<String> obstacle(final Job<?> other, final Job<?> job, final boolean starts) {
        if (other == null) return Optional.of("that one is about to end");
        if (gpu(job) >= 0 && gpu(job) == gpu(other)) return Optional.of("both use the same GPU");
        if (job.memory() == 0 && !starts) return Optional.empty();
        final long needed = job.memory() + other.memory() + (starts ? PROCESS : 0), available = available();
        return needed <= available
                ? Optional.empty()
                : Optional.of(
                        "both need " + (needed >> 20) + " MB of memory, and " + (available >> 20) + " MB are free");
    }

    /** The GPU that a job may use; -1 = none. */
    private static int gpu(final Job<?> job) {
        final DeviceChoice choice = job.device();
        if (choice == DeviceChoice.AUTO) return WorkerClassPath.mayKnowGpus() ? 0 : -1;
        return choice.gpu();
    }

    private static long available() {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            final Optional<String> line =
                    lines.filter(l -> l.startsWith(AVAILABLE)).findFirst();
            if (line.isPresent()) return Long.parseLong(line.get().replaceAll("\\D", "")) << 10;
        } catch (final IOException e) {
            // another system
        }
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
    }
}
