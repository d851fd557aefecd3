package sc.fiji.blindsr.benchmark;

import static sc.fiji.blindsr.benchmark.BenchmarkReport.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.ResultTable;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.RunReport;

/** The lines of a target's benchmarks, of which those of a test set and this version count, and what they amount to. */
final class BenchmarkLines {

    private static final String SET = "Set", GRID = "Grid", NOISE = "Noise", VERSION = "Version", FOLDER = "Folder";
    /** These tell lines apart: a run with other settings is another line. */
    private static final List<String> KEYS =
            List.of(SET, IMAGE, SCALE, ESTIMATOR, RESTORER, SEED, ITERATIONS, PRIOR, GRID, NOISE);
    /** These are taken over from the row of the restorer's task. */
    static final List<String> FIGURES = List.of("FWHM major", "FWHM minor", "Angle", "Residual");

    private static final List<String> COLUMNS = Stream.of(
                    KEYS,
                    List.of(KERNEL_PSNR, PSNR, SSIM, KERNEL_SECONDS, IMAGE_SECONDS, MEMORY, "Memory", "Device"),
                    FIGURES,
                    List.of("Warning", ERROR, VERSION, "Software", "Machine", "Date", FOLDER))
            .flatMap(List::stream)
            .toList();

    private final Settings settings;
    private final String set;
    private final Path report;
    private final ResultTable table;

    /**
     * Reads the lines that are there.
     *
     * @param set the name of the test set
     * @throws UserError if there are some of another folder of this name
     */
    BenchmarkLines(final Settings settings, final String set) throws IOException {
        this.settings = settings;
        this.set = set;
        final Path target = settings.get(Benchmark.TARGET);
        report = target.resolve(Benchmark.REPORT);
        table = new ResultTable(target.resolve(Benchmark.LINES), COLUMNS, KEYS.size());
        checkFolder();
    }

    /** Lines are told apart by the folder's name; those of another one of this name would be taken for its. */
    private void checkFolder() {
        ofSet().map(line -> line.getOrDefault(FOLDER, ""))
                .filter(other -> !other.isEmpty() && !other.equals(folder()))
                .findFirst()
                .ifPresent(other -> {
                    throw new UserError(
                            Benchmark.TARGET.key(),
                            "\"" + settings.get(Benchmark.TARGET)
                                    + "\" has the figures of another folder of this name, \"" + other + "\"",
                            "choose another target, or rename one of the two");
                });
    }

    private String folder() {
        return settings.get(Benchmark.SOURCE).toAbsolutePath().normalize().toString();
    }

    private Stream<Map<String, String>> ofSet() {
        return table.rows().stream().filter(line -> line.get(SET).equals(set) && isOfThisVersion(line));
    }

    private static boolean isOfThisVersion(final Map<String, String> line) {
        return line.get(VERSION).equals(RunReport.version());
    }

    /**
     * The line of a run, before there are any figures.
     *
     * @param run what tells it from the others of this benchmark
     */
    Map<String, Object> line(final Map<String, Object> run) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put(SET, set);
        line.putAll(run);
        line.put(GRID, settings.text(Benchmark.GRID));
        line.put(NOISE, settings.text(Benchmark.NOISE));
        return line;
    }

    /** Whether a run has a line of this version that does not say that it failed. */
    boolean isDone(final Map<String, Object> run) {
        return table.find(line(run))
                .filter(line -> line.get(ERROR).isEmpty() && isOfThisVersion(line))
                .isPresent();
    }

    /** Adds a line with its figures, and writes all of them and the report. */
    void add(final Map<String, Object> line) throws IOException {
        line.put(VERSION, RunReport.version());
        line.put("Software", Machine.software());
        line.put("Machine", Machine.hardware());
        line.put("Date", LocalDate.now());
        line.put(FOLDER, folder());
        table.add(line);
        writeReport();
    }

    /** The lines of this set, of this version, and of the seeds that were asked for; also of earlier benchmarks with other methods. */
    BenchmarkReport report() {
        return new BenchmarkReport(comparable(), Restorers.BASELINE.name());
    }

    private List<Map<String, String>> comparable() {
        final List<String> seeds =
                settings.get(Benchmark.SEEDS).stream().map(String::valueOf).toList();
        return ofSet().filter(l -> seeds.contains(l.get(SEED))
                        && l.get(GRID).equals(settings.text(Benchmark.GRID))
                        && l.get(NOISE).equals(settings.text(Benchmark.NOISE)))
                .toList();
    }

    /**
     * What a benchmark ends with of which nothing came.
     *
     * @throws UserError if there are lines, and all say that they failed
     */
    void checkAnySucceeded() {
        final List<Map<String, String>> runs = comparable();
        if (runs.isEmpty() || runs.stream().anyMatch(line -> line.get(ERROR).isEmpty())) return;
        throw new UserError(
                Benchmark.SOURCE.key(),
                "none of the " + runs.size() + " runs succeeded. " + runs.get(0).get(IMAGE) + ": "
                        + runs.get(0).get(ERROR));
    }

    void writeReport() throws IOException {
        final String head = "# Blind SR Benchmark: " + set + "\n\n" + LocalDate.now() + ", version "
                + RunReport.version() + ", "
                + Machine.software() + "; " + Machine.hardware() + ".\n\n```\n" + settings.macroLine()
                + "\n```\n\nMeans over images and seeds. PSNR and SSIM: luma, a border of the scale factor left out; kernel PSNR: "
                + "peak 1. Below "
                + Restorers.BASELINE.name()
                + ": runs whose image is less like the reference than the interpolated one. Peak: " + PeakMemory.kind()
                + " memory of the whole process, the largest of the runs.\n";
        Files.writeString(report, head + report().markdown());
    }
}
