package sc.fiji.blindsr.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The memory of the machine, bytes. */
public final class MachineMemory {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Where Linux tells its memory; Java counts what holds copies of files as used, though any program may have it. */
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private static final String AVAILABLE = "MemAvailable:";

    private MachineMemory() {}

    /** All that it has. */
    public static long total() {
        return SYSTEM.getTotalMemorySize();
    }

    /** What programs may still have. */
    static long available() {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            final Optional<String> line =
                    lines.filter(l -> l.startsWith(AVAILABLE)).findFirst();
            if (line.isPresent()) return Long.parseLong(line.get().replaceAll("\\D", "")) << 10;
        } catch (final IOException e) {
            // another system
        }
        return SYSTEM.getFreeMemorySize();
    }
}
