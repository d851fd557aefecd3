package sc.fiji.blindsr.engine;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.KernelGanFkp;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Looks for errors of memory in native code: KernelGAN-FKP again and again, with one thread, in processes whose environment
 * makes the allocator check, or lay out memory otherwise.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=engine.CrashSearch -Dexec.args="MINUTES FOLDER ENVIRONMENT..."
 * </pre>
 *
 * ENVIRONMENT is a list such as {@code LD_PRELOAD=libc_malloc_debug.so.0,MALLOC_CHECK_=3}, or a comma for none. The processes take
 * turns with them. FOLDER gets {@code search.log}, a line for each process, and all that the processes said. See the page
 * Developing.
 */
public final class CrashSearch {

    /** Runs of a process, and iterations of each. */
    private static final int RUNS = 3, ITERATIONS = 20;

    private CrashSearch() {}

    public static void main(final String... arguments) throws Exception {
        if (arguments.length == 1) estimate(Integer.parseInt(arguments[0]));
        else
            search(
                    Long.parseLong(arguments[0]),
                    Path.of(arguments[1]),
                    List.of(arguments).subList(2, arguments.length));
        System.exit(0);
    }

    private static void search(final long minutes, final Path folder, final List<String> environments)
            throws IOException, InterruptedException {
        final Path log = Files.createDirectories(folder).resolve("search.log");
        final long start = System.nanoTime();
        for (int turn = 0; TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start) < minutes; turn++) {
            final String environment = environments.get(turn % environments.size());
            final Path said = folder.resolve(turn + ".txt");
            final long before = System.nanoTime();
            final int status = process(turn, environment, said).waitFor();
            final String line = String.format(
                    Locale.ROOT,
                    "%s turn %d, %s: exit status %d, %d of %d runs, %.0f s%n",
                    LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS),
                    turn,
                    environment,
                    status,
                    Files.readAllLines(said).stream()
                            .filter(l -> l.startsWith("run "))
                            .count(),
                    RUNS,
                    (System.nanoTime() - before) / 1e9);
            System.out.print(line);
            Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** With the options of the plugin's own process for PyTorch, except that a crash leaves its report with the rest. */
    private static Process process(final int turn, final String environment, final Path said) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + said.resolveSibling(turn + "-crash.txt"),
                        "-Dai.djl.pytorch.num_threads=1",
                        CrashSearch.class.getName(),
                        Integer.toString(turn))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("CLASSPATH", WorkerClassPath.find());
        builder.environment().put("OMP_NUM_THREADS", "1");
        for (final String setting : environment.split(",")) {
            final String[] parts = setting.split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        return builder.start();
    }

    private static void estimate(final int turn) {
        final ImagePlus photograph = IJ.openImage("macros/samples/camera.png");
        final Random random = new Random(turn);
        for (int run = 0; run < RUNS; run++) {
            final int size = 96 + random.nextInt(100);
            photograph.setRoi(
                    random.nextInt(photograph.getWidth() - size),
                    random.nextInt(photograph.getHeight() - size),
                    size,
                    size);
            final ImagePlus low = new ImagePlus("crop", photograph.crop().getProcessor());
            final RandomAccessibleInterval<FloatType> image = Planes.read(low, 1, IntensityRange.of(low, "input"));
            new KernelGanFkp()
                    .estimate(
                            image,
                            new EstimationProblem(
                                    2,
                                    KernelPriors.find(KernelPriors.BUILT_IN, 2),
                                    Grid.CENTRED,
                                    0,
                                    ITERATIONS,
                                    random.nextLong(),
                                    DeviceChoice.CPU),
                            Progress.NONE);
            System.out.println("run " + run);
        }
    }
}
