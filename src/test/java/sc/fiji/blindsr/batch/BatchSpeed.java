package sc.fiji.blindsr.batch;

import com.sun.management.OperatingSystemMXBean;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Prints what a batch costs beside the computing of its images: many small images, their seconds as the table has them and
 * as the clock has them. See the page Developing.
 */
public final class BatchSpeed {

    private static final int SIZE = 64;

    private BatchSpeed() {}

    /** @param args number of images, an empty folder, and key=value of the batch */
    public static void main(final String[] args) throws IOException {
        final int count = Integer.parseInt(args[0]);
        final Path folder = Path.of(args[1]), source = Files.createDirectories(folder.resolve("source"));
        for (int i = 0; i < count; i++)
            new FileSaver(new ImagePlus("", SampleImages.plane(SIZE, SIZE, 16, 20, i)))
                    .saveAsTiff(source.resolve(i + ".tif").toString());
        final Map<String, Object> values = new HashMap<>();
        values.put("source", source);
        values.put("existing", "overwrite");
        for (int i = 2; i < args.length; i++) values.put(args[i].split("=")[0], args[i].split("=")[1]);
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int run = 1; run <= 3; run++) {
            values.put("target", folder.resolve("target" + run));
            final long start = System.nanoTime(), cpuStart = system.getProcessCpuTime();
            final Outcome outcome = Task.BATCH.run(values, Progress.NONE);
            final double wall = (System.nanoTime() - start) / 1e9;
            final double cpu = (system.getProcessCpuTime() - cpuStart) / 1e9;
            final double computed = outcome.rows().stream()
                    .mapToDouble(row -> Double.parseDouble(row.get("Seconds").toString()))
                    .sum();
            System.out.printf(
                    "run %d: %d images in %.2f s, %.2f s of CPU; %.2f s computing; per image %.0f ms beside it; first %s s, last %s s%n",
                    run,
                    count,
                    wall,
                    cpu,
                    computed,
                    1000 * (wall - computed) / count,
                    outcome.rows().get(0).get("Seconds"),
                    outcome.rows().get(count - 1).get("Seconds"));
        }
    }
}
