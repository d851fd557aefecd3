package sc.fiji.blindsr.benchmark;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.blindsr.engine.MachineMemory;
import sc.fiji.blindsr.engine.TorchWorker;

/** What computes here, in words for a table of figures. */
public final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Such as "Linux amd64, 2 × Intel Xeon, 16 GB". */
    public static String hardware() {
        return String.format(
                Locale.ROOT,
                "%s %s, %d × %s, %d GB",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                processor().orElse("CPU"),
                Math.round(MachineMemory.total() / Math.pow(2, 30)));
    }

    /** The processor's model, where Linux tells it. */
    private static Optional<String> processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(l -> l.startsWith("model name"))
                    .map(l -> l.replaceFirst(".*:", "").replaceAll("\\s+", " ").trim())
                    .findFirst();
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    /** The versions of Java, ImageJ and, once it is in use, PyTorch. */
    public static String software() {
        return "Java " + System.getProperty("java.version") + ", ImageJ " + IJ.getVersion()
                + TorchWorker.loaded().map(v -> ", " + v).orElse("");
    }
}
