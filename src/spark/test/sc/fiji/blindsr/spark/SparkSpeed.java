package sc.fiji.blindsr.spark;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.batch.BatchProgram;
import sc.fiji.blindsr.file.CsvLine;

/**
 * Prints what many small files, and one stack, take the local batch and Spark with one and two executors: time of the clock and of
 * the processors, and memory. See the page on Spark.
 */
public final class SparkSpeed {

    private static final int SIZE = 64;

    private SparkSpeed() {}

    /** @param args number of files, number of planes of the stack, and an empty folder */
    public static void main(final String[] args) throws Exception {
        final int files = Integer.parseInt(args[0]), planes = Integer.parseInt(args[1]);
        final Path folder = Path.of(args[2]).toAbsolutePath();
        final Path many = Files.createDirectories(folder.resolve("files")),
                one = Files.createDirectories(folder.resolve("stack"));
        for (int i = 0; i < files; i++)
            new FileSaver(new ImagePlus("", SampleImages.plane(SIZE, SIZE, 16, 20, i)))
                    .saveAsTiff(many.resolve(i + ".tif").toString());
        final ImageStack stack = new ImageStack(SIZE, SIZE);
        for (int i = 0; i < planes; i++) stack.addSlice(SampleImages.plane(SIZE, SIZE, 16, 20, i));
        new FileSaver(new ImagePlus("", stack))
                .saveAsTiff(one.resolve("stack.tif").toString());
        for (final Path source : List.of(many, one))
            for (int executors = 0; executors <= 2; executors++) measure(source, executors, folder);
    }

    /** @param executors 0 = without Spark, on one core as an executor has it */
    private static void measure(final Path source, final int executors, final Path folder) throws Exception {
        final Path target = folder.resolve(source.getFileName() + "-" + executors);
        final List<String> command = new ArrayList<>(
                executors == 0
                        ? List.of(
                                "java",
                                "-Xmx2g",
                                "-XX:ActiveProcessorCount=1",
                                "-Djava.awt.headless=true",
                                "-cp",
                                classPath(),
                                BatchProgram.class.getName())
                        : List.of(
                                "bash",
                                "target/spark/spark-submit",
                                "--master",
                                "local-cluster[" + executors + ",1,2048]",
                                "--conf",
                                "spark.executor.memory=2g",
                                "--conf",
                                "spark.executor.extraJavaOptions=-XX:ActiveProcessorCount=1",
                                "target/blindsr-spark.jar"));
        command.addAll(List.of("source=" + source, "target=" + target));
        final long start = System.nanoTime();
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(target.getFileName() + ".log").toFile())
                .start();
        final Map<Long, Duration> processors = new HashMap<>();
        final Map<Long, Long> memory = new HashMap<>();
        while (process.isAlive()) {
            ProcessHandle.current().descendants().forEach(program -> {
                program.info().totalCpuDuration().ifPresent(time -> processors.put(program.pid(), time));
                final long peak = peak(program.pid());
                if (peak > 0) memory.put(program.pid(), peak);
            });
            Thread.sleep(100);
        }
        System.out.printf(
                "%s, %s: %.1f s, %.1f s of processors, %.1f s in its tasks; peak memory of each process in MB: %s%n",
                source.getFileName(),
                executors == 0 ? "local batch" : executors + " executors",
                (System.nanoTime() - start) / 1e9,
                processors.values().stream().mapToLong(Duration::toMillis).sum() / 1e3,
                seconds(target),
                memory.values());
    }

    /** Maven runs programs in its own Java, with a class loader for theirs. */
    private static String classPath() {
        return SparkSpeed.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    /** Greatest resident memory of a program so far, MB; 0 if it has ended. */
    private static long peak(final long program) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(program), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .sum();
        } catch (final IOException e) {
            return 0;
        }
    }

    private static double seconds(final Path target) throws IOException {
        final List<List<String>> lines = Files.readAllLines(target.resolve("Blind SR.csv")).stream()
                .map(CsvLine::values)
                .toList();
        final int column = lines.get(0).indexOf("Seconds");
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.get(column)))
                .sum();
    }
}
