package sc.fiji.blindsr.benchmark;

import static sc.fiji.blindsr.benchmark.BenchmarkReport.*;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.file.ResultTable;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.CubicSplineRestorer;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.Attempt;
import sc.fiji.blindsr.run.KernelImages;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.RunReport;
import sc.fiji.blindsr.run.SuperResolution;

/**
 * Measures methods on a folder of images, as users run them, against the truth. With the methods come their bounds: mere
 * interpolation, and restoration with the true kernel.
 * <p>
 * Every run of a method is a line of {@value #LINES}, written as soon as it is done; a run whose line is there is not
 * repeated, so that a benchmark that was broken off goes on where it stopped. A run that failed has a line that says why, and
 * is tried again by the next benchmark.
 */
public final class Benchmark {

    /** What the bounds have in the place of an estimator. */
    public static final String NO_KERNEL = "none", TRUE_KERNEL = "True kernel";
    /** The files in the target folder. */
    public static final String LINES = "benchmark.csv", REPORT = "benchmark.md", SHEETS = "sheets";

    private static final String TABLE = "Blind SR Benchmark";
    private static final String SET = "Set", GRID = "Grid", NOISE = "Noise";
    /** These tell lines apart: a run with other settings is another line. */
    private static final List<String> KEYS =
            List.of(SET, IMAGE, SCALE, ESTIMATOR, RESTORER, SEED, ITERATIONS, PRIOR, GRID, NOISE);
    /** These are taken over from the row of the restorer's task. */
    private static final List<String> FIGURES = List.of("FWHM major", "FWHM minor", "Angle", "Residual");

    private static final List<String> COLUMNS = Stream.of(
                    KEYS,
                    List.of(KERNEL_PSNR, PSNR, SSIM, KERNEL_SECONDS, IMAGE_SECONDS, MEMORY, "Memory", "Device"),
                    FIGURES,
                    List.of("Warning", ERROR, "Version", "Software", "Machine", "Date"))
            .flatMap(List::stream)
            .toList();

    private final Settings settings;
    private final Progress progress;
    private final TestSet set;
    private final List<Subject> subjects;
    private final List<Method> methods;
    private final Path target;
    private final ResultTable ledger;
    private final OptionalDouble noise;
    /** Number of runs that are behind. */
    private int done;

    /** What is restored. */
    private record Subject(String image, int scale, long seed) {}

    /** What restores it. */
    private record Method(String estimator, String restorer) {

        boolean isBound() {
            return estimator.equals(NO_KERNEL) || estimator.equals(TRUE_KERNEL);
        }

        /** Whether kernel and image are made together. */
        boolean isJoint() {
            return Restorers.named(restorer).needsImage();
        }
    }

    private Benchmark(final Settings settings, final Progress progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        noise = settings.noise(Option.BENCHMARK_NOISE);
        set = new TestSet(settings.folder(Option.BENCHMARK_SOURCE));
        methods = methods();
        subjects = subjects();
        target = settings.newFolder(Option.BENCHMARK_TARGET);
        Files.createDirectories(target);
        ledger = new ResultTable(target.resolve(LINES), COLUMNS, KEYS.size());
        Files.createDirectories(target.resolve(SHEETS));
    }

    /** The bounds, and every estimator with every restorer. What does not go together will say so in its line. */
    private List<Method> methods() {
        final List<String> estimators = new ArrayList<>(List.of(TRUE_KERNEL));
        if (!settings.text(Option.ESTIMATORS).equalsIgnoreCase(NO_KERNEL))
            estimators.addAll(settings.several(Option.ESTIMATORS, List.of(Estimators.names())));
        final List<String> restorers = settings.several(Option.RESTORERS, List.of(Restorers.names()));
        restorers.forEach(r -> Restorers.named(r).checkReady());
        final List<Method> all = new ArrayList<>(List.of(new Method(NO_KERNEL, CubicSplineRestorer.NAME)));
        for (final String estimator : estimators) restorers.forEach(r -> all.add(new Method(estimator, r)));
        all.removeIf(
                m -> m.estimator.equals(TRUE_KERNEL) && (m.isJoint() || m.restorer.equals(CubicSplineRestorer.NAME)));
        return all;
    }

    private List<Subject> subjects() {
        final List<Subject> all = new ArrayList<>();
        final List<Long> seeds = settings.wholes(Option.SEEDS);
        for (final String scale : settings.several(Option.SCALES, Option.SCALE.choices())) {
            final int s = Integer.parseInt(scale);
            final List<String> images = set.images(s);
            if (images.isEmpty())
                throw new IllegalArgumentException("source: \"" + settings.text(Option.BENCHMARK_SOURCE)
                        + "\" was given, but there are no images for scale factor " + s + " in it.");
            for (final String image : images) seeds.forEach(seed -> all.add(new Subject(image, s, seed)));
        }
        return all;
    }

    public static Outcome run(final Settings settings, final Progress progress) {
        try {
            final Benchmark benchmark = new Benchmark(settings, progress);
            for (final Subject subject : benchmark.subjects) benchmark.measure(subject);
            benchmark.write();
            return new Outcome(null, null, TABLE, benchmark.report().means());
        } catch (final IOException e) {
            throw new IllegalArgumentException(
                    "target: \"" + settings.text(Option.BENCHMARK_TARGET) + "\" was given, but it cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    private void measure(final Subject subject) throws IOException {
        final List<Method> open =
                methods.stream().filter(m -> isOpen(subject, m)).toList();
        done += methods.size() - open.size();
        if (open.isEmpty()) return;
        final Attempt<BenchmarkCase> specimen = Attempt.of(() -> new BenchmarkCase(
                set,
                subject.image,
                subject.scale,
                subject.seed,
                settings.grid(Option.BENCHMARK_GRID),
                noise.orElse(0),
                progress(subject, "")));
        Method last = null;
        Attempt<Measurement> kernel = null;
        for (final Method method : open) {
            // The kernel is found once for all restorers.
            if (last == null || !last.estimator.equals(method.estimator) || last.isJoint() || method.isJoint())
                kernel = specimen.then(s -> find(subject, method, s));
            final Attempt<Measurement> image = kernel.then(k -> restore(subject, method, specimen.value(), k));
            add(subject, method, specimen, kernel, image);
            last = method;
            done++;
        }
    }

    /** Whether a run has no line yet, or one that says that it failed. */
    private boolean isOpen(final Subject subject, final Method method) {
        if (method.estimator.equals(TRUE_KERNEL) && set.hasLow(subject.scale) && !set.hasKernels(subject.scale))
            return false;
        return ledger.find(keys(subject, method))
                .filter(line -> line.get(ERROR).isEmpty())
                .isEmpty();
    }

    private Map<String, Object> keys(final Subject subject, final Method method) {
        final Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(SET, set.name());
        keys.put(IMAGE, subject.image);
        keys.put(SCALE, subject.scale);
        keys.put(ESTIMATOR, method.estimator);
        keys.put(RESTORER, method.restorer);
        keys.put(SEED, subject.seed);
        keys.put(GRID, settings.text(Option.BENCHMARK_GRID));
        keys.put(NOISE, settings.text(Option.BENCHMARK_NOISE));
        if (method.isBound()) return keys;
        if (settings.iterations() > 0) keys.put(ITERATIONS, settings.iterations());
        if (Estimators.named(method.estimator).usesPrior()) keys.put(PRIOR, settings.text(Option.PRIOR));
        return keys;
    }

    /** The kernel, true or estimated; if it is made together with the image, both. */
    private Measurement find(final Subject subject, final Method method, final BenchmarkCase specimen) {
        if (method.isBound()) return new Measurement(new Outcome(specimen.anyKernel(), null, Map.of()));
        final Map<String, Object> values = values(subject, specimen);
        values.put("estimator", method.estimator);
        values.put("prior", settings.text(Option.PRIOR));
        values.put("iterations", settings.iterations());
        if (method.isJoint()) values.put("restorer", method.restorer);
        final Task task = method.isJoint() ? Task.SUPER_RESOLVE : Task.ESTIMATE_KERNEL;
        return Measurement.of(() -> task.run(values, progress(subject, method.estimator + ": ")));
    }

    /** The image, if it is not there yet: what Blind Super-Resolution makes with the kernel that was found. */
    private Measurement restore(
            final Subject subject, final Method method, final BenchmarkCase specimen, final Measurement kernel) {
        if (method.isJoint()) return new Measurement(kernel.outcome());
        final Map<String, Object> values = values(subject, specimen);
        values.put("kernel", kernel.outcome().kernel());
        values.put("restorer", method.restorer);
        final Progress told = progress(subject, method.restorer + ": ");
        if (method.isBound()) return Measurement.of(() -> Task.SUPER_RESOLVE_WITH_KERNEL.run(values, told));
        // not as one that a user brings, which would be moved if its cut tails leave it a little off its centre
        final BlurKernel found =
                KernelImages.read(kernel.outcome().kernel(), "kernel").normalised();
        return Measurement.of(() -> SuperResolution.superResolveWithKernel(
                Settings.of(Task.SUPER_RESOLVE_WITH_KERNEL, values), found, told));
    }

    private Map<String, Object> values(final Subject subject, final BenchmarkCase specimen) {
        return new HashMap<>(Map.of(
                "input",
                specimen.low(),
                "scale",
                subject.scale,
                "seed",
                subject.seed,
                "noise",
                settings.text(Option.BENCHMARK_NOISE),
                "grid",
                settings.text(Option.BENCHMARK_GRID),
                "device",
                settings.text(Option.DEVICE)));
    }

    private Progress progress(final Subject subject, final String what) {
        final int runs = subjects.size() * methods.size();
        return (stage, step, steps) -> progress.update(
                done + 1 + "/" + runs + " " + subject.image + " ×" + subject.scale + " " + what + stage + ", " + step
                        + " of " + steps,
                done,
                runs);
    }

    /** Adds the line of a run, and a strip to the sheet of its image. */
    private void add(
            final Subject subject,
            final Method method,
            final Attempt<BenchmarkCase> specimen,
            final Attempt<Measurement> kernel,
            final Attempt<Measurement> image)
            throws IOException {
        final Map<String, Object> line = keys(subject, method);
        final Attempt<Map<String, Object>> figures =
                image.then(i -> figures(method, specimen.value(), kernel.value(), i));
        if (figures.failure() == null) line.putAll(figures.value());
        line.put(ERROR, figures.reason());
        line.put("Version", RunReport.version());
        line.put("Software", Machine.software());
        line.put("Machine", Machine.hardware());
        line.put("Date", LocalDate.now());
        ledger.add(line);
        write();
        final String text = text(line);
        IJ.log(subject.image + " ×" + subject.scale + ": " + text);
        if (figures.failure() != null) return;
        specimen.value()
                .addTo(
                        target.resolve(SHEETS).resolve(subject.image + "-x" + subject.scale + ".png"),
                        text,
                        image.value().outcome().result(),
                        kernel.value().outcome().kernel());
    }

    private Map<String, Object> figures(
            final Method method, final BenchmarkCase specimen, final Measurement kernel, final Measurement image) {
        final Map<String, Object> figures = new LinkedHashMap<>();
        if (!method.isBound())
            specimen.kernelPsnr(kernel.outcome().kernel()).ifPresent(p -> figures.put(KERNEL_PSNR, number(p)));
        specimen.compare(image.outcome().result(), Progress.NONE).ifPresent(row -> Stream.of(PSNR, SSIM)
                .forEach(column -> figures.put(column, number((double) row.get(column)))));
        if (!method.isBound()) figures.put(KERNEL_SECONDS, number(kernel.seconds()));
        if (!method.isJoint()) figures.put(IMAGE_SECONDS, number(image.seconds()));
        figures.put(MEMORY, Math.max(kernel.bytes(), image.bytes()) >> 20);
        figures.put("Memory", PeakMemory.kind());
        FIGURES.forEach(column -> figures.put(column, image.text(column)));
        for (final String column : List.of("Device", "Warning"))
            figures.put(
                    column,
                    Stream.of(kernel.text(column), image.text(column))
                            .filter(t -> !t.isEmpty())
                            .distinct()
                            .collect(Collectors.joining("; ")));
        return figures;
    }

    /** A line in few words: for the log, and above the strip. */
    private static String text(final Map<String, Object> line) {
        final String method = Stream.of(ESTIMATOR, RESTORER, ITERATIONS)
                .map(c -> line.getOrDefault(c, "").toString()
                        + (c.equals(ITERATIONS) && line.containsKey(c) ? " iterations" : ""))
                .filter(t -> !t.isEmpty())
                .collect(Collectors.joining(", "));
        if (!line.get(ERROR).equals("")) return method + ": " + line.get(ERROR);
        return method + ", seed " + line.get(SEED)
                + Stream.of(KERNEL_PSNR, PSNR, SSIM)
                        .filter(line::containsKey)
                        .map(c -> ", " + c + " " + line.get(c))
                        .collect(Collectors.joining());
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** The lines of this set, also of earlier benchmarks with other methods. */
    private BenchmarkReport report() {
        return new BenchmarkReport(
                ledger.lines().stream()
                        .filter(l -> l.get(SET).equals(set.name())
                                && l.get(GRID).equals(settings.text(Option.BENCHMARK_GRID))
                                && l.get(NOISE).equals(settings.text(Option.BENCHMARK_NOISE)))
                        .toList(),
                CubicSplineRestorer.NAME);
    }

    private void write() throws IOException {
        final String call = settings.texts().entrySet().stream()
                .map(e -> e.getKey() + "=" + (e.getValue().matches("\\S+") ? e.getValue() : "[" + e.getValue() + "]"))
                .collect(Collectors.joining(" "));
        final String head = "# Blind SR Benchmark: " + set.name() + "\n\n" + LocalDate.now() + ", version "
                + RunReport.version() + ", "
                + Machine.software() + "; " + Machine.hardware() + ".\n\n```\nrun(\""
                + settings.task().label() + "\", \"" + call
                + "\");\n```\n\nMeans over images and seeds. PSNR and SSIM: luma, a border of the scale factor left out; kernel PSNR: "
                + "peak 1. Below "
                + CubicSplineRestorer.NAME
                + ": runs whose image is less like the reference than the interpolated one. Peak: " + PeakMemory.kind()
                + " memory of the whole process, the largest of the runs.\n";
        Files.writeString(target.resolve(REPORT), head + report().markdown());
    }
}
