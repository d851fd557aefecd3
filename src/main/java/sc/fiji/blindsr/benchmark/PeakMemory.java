package sc.fiji.blindsr.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.blindsr.engine.TorchEngine;

/**
 * The most memory that the process has held since {@link #reset}: resident memory, with Java's heap and native arrays, where
 * Linux tells it; else the heap alone.
 */
public final class PeakMemory {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final String PEAK = "VmHWM:";
    /** What makes Linux forget the peak (proc(5), clear_refs). */
    private static final String FORGET = "5";

    private PeakMemory() {}

    /** Gives back what earlier work has left, and forgets its peak. */
    public static void reset() {
        System.gc();
        TorchEngine.releaseMemory();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        try {
            if (isResident()) Files.writeString(PROCESS.resolve("clear_refs"), FORGET);
        } catch (final IOException e) {
            // not allowed to: then it is the peak since the start of the process, which is no less
        }
    }

    /** The peak since the last {@link #reset}, bytes. */
    public static long bytes() {
        try {
            if (isResident())
                return 1024
                        * Files.readAllLines(PROCESS.resolve("status")).stream()
                                .filter(l -> l.startsWith(PEAK))
                                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                                .findFirst()
                                .orElse(0);
        } catch (final IOException e) {
            throw new IllegalStateException("The process' status cannot be read: " + e, e);
        }
        return heap().stream().mapToLong(p -> p.getPeakUsage().getUsed()).sum();
    }

    /** What {@link #bytes} counts, in a word for a table: "resident" or "heap". */
    public static String kind() {
        return isResident() ? "resident" : "heap";
    }

    private static boolean isResident() {
        return Files.isReadable(PROCESS.resolve("status"));
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(p -> p.getType() == MemoryType.HEAP)
                .toList();
    }
}
