package sc.fiji.blindsr.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.blindsr.engine.TorchWorker;

/**
 * The most memory that ImageJ, and the process of PyTorch if there is one, have held since {@link #reset}: resident memory, with
 * Java's heap and native arrays, where Linux tells it; else ImageJ's heap alone.
 */
public final class PeakMemory {

    private static final Path PROCESSES = Path.of("/proc");
    private static final String SELF = "self";
    private static final String PEAK = "VmHWM:";
    /** What makes Linux forget the peak (proc(5), clear_refs). */
    private static final String FORGET = "5";

    private PeakMemory() {}

    /** Gives back what earlier work has left, and forgets its peak. */
    public static void reset() {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        if (!isResident()) return;
        for (final Path process : processes().toList())
            try {
                Files.writeString(process.resolve("clear_refs"), FORGET);
            } catch (final IOException e) {
                // not allowed to: then it is the peak since the start of the process, which is no less
            }
    }

    /** The peak since the last {@link #reset}, bytes. */
    public static long bytes() {
        return isResident()
                ? processes().mapToLong(PeakMemory::resident).sum()
                : heap().stream().mapToLong(p -> p.getPeakUsage().getUsed()).sum();
    }

    /** What {@link #bytes} counts, in a word for a table: "resident" or "heap". */
    public static String kind() {
        return isResident() ? "resident" : "heap";
    }

    private static boolean isResident() {
        return Files.isReadable(PROCESSES.resolve(SELF).resolve("status"));
    }

    private static Stream<Path> processes() {
        return Stream.concat(Stream.of(SELF), TorchWorker.pids().mapToObj(Long::toString))
                .map(PROCESSES::resolve);
    }

    private static long resident(final Path process) {
        try (Stream<String> lines = Files.lines(process.resolve("status"))) {
            return 1024
                    * lines.filter(l -> l.startsWith(PEAK))
                            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0);
        } catch (final NoSuchFileException e) {
            return 0; // it has just ended
        } catch (final IOException e) {
            throw new IllegalStateException("The status of " + process + " cannot be read: " + e, e);
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(p -> p.getType() == MemoryType.HEAP)
                .toList();
    }
}
