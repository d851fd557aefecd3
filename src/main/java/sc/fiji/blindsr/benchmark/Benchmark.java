package sc.fiji.blindsr.benchmark;

import static sc.fiji.blindsr.benchmark.BenchmarkReport.*;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.fault.Attempt;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.RestorerChoice;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.KernelEstimation;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.SuperResolution;
import sc.fiji.blindsr.run.SuperResolutionWithKernel;

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

    public static final Option<Path> SOURCE = Option.folder(
            "source",
            "Folder of images",
            "High-resolution images, in the folder or its subfolder hr. Low-resolution ones are made from them, each with a"
                    + " random Gaussian blur as in the paper, or the one in kernels_x2.npz or the subfolder kernels_x2; or"
                    + " they are in the subfolder lr_x2. What belongs together has the same name.");

    public static final Option<Path> TARGET = Option.newFolder(
            "target",
            "Folder of results",
            "Gets benchmark.csv, benchmark.md and pictures to look at. Runs of this version that are in benchmark.csv are not repeated.");

    public static final Option<List<Integer>> SCALES = Option.several(
            "scales",
            "Scale factors",
            "One or more of 1, 2, 3, 4, separated by commas.",
            2,
            List.of(1, 2, 3, 4),
            String::valueOf);

    private static final Option<List<KernelEstimator>> LISTED_ESTIMATORS =
            Option.several("estimators", "", "", Estimators.DEFAULT, Estimators.all(), KernelEstimator::name);

    /** The estimators to be measured; none for the bounds alone. */
    public static final Option<List<KernelEstimator>> ESTIMATORS = Option.text(
            "estimators",
            "Kernel estimators",
            "One or more, separated by commas, or \"all\". With \"none\" there are only the bounds, which are always there:"
                    + " interpolation, and the restorers with the true kernel.",
            Estimators.DEFAULT.name(),
            "none, or a list of estimators",
            text -> Optional.of(text.equalsIgnoreCase(NO_KERNEL) ? List.of() : LISTED_ESTIMATORS.parse(text)),
            list -> list.isEmpty() ? NO_KERNEL : LISTED_ESTIMATORS.format(list));

    public static final Option<List<RestorerChoice>> RESTORERS = Option.several(
            "restorers",
            "Restorers",
            "One or more, separated by commas, or \"all\".",
            new RestorerChoice(Restorers.DEFAULT),
            RestorerChoice.all(),
            RestorerChoice::name,
            RestorerChoice::named);

    public static final Option<OptionalDouble> NOISE = Options.noise(
            "0",
            "it is added to images that are made, and the methods are told. With \"auto\" nothing is added, and they"
                    + " estimate it.");

    public static final Option<Grid> GRID = Options.grid(
            Grid.PAPER, "Paper: the pixel grid of the paper's code and data. Centred: that of the other commands.");

    public static final Option<List<Long>> SEEDS = Option.wholes(
            "seeds",
            "Seeds",
            "One or more, separated by commas. Each is a repetition with other random blurs and other starts of the"
                    + " methods.",
            1);

    public static final Form FORM = new Form(
            "Blind SR Benchmark...",
            SOURCE,
            TARGET,
            SCALES,
            ESTIMATORS,
            RESTORERS,
            Options.PRIOR,
            NOISE,
            GRID,
            Options.ITERATIONS,
            SEEDS,
            Options.DEVICE);

    private final Settings settings;
    private final Progress progress;
    private final TestSet set;
    private final List<Subject> subjects;
    private final List<Method> methods;
    private final Path target;
    private BenchmarkLines lines;
    private final OptionalDouble noise;
    /** Number of runs that are behind. */
    private int done;

    /** What is restored. */
    private record Subject(String image, int scale, long seed) {}

    /**
     * What restores it.
     *
     * @param kernel where the kernel comes from, by name: an estimator, or a bound
     * @param estimator the estimator; empty for the bounds
     */
    private record Method(String kernel, Optional<KernelEstimator> estimator, RestorerChoice restorer) {

        static Method of(final KernelEstimator estimator, final RestorerChoice restorer) {
            return new Method(estimator.name(), Optional.of(estimator), restorer);
        }

        static Method bound(final String kernel, final RestorerChoice restorer) {
            return new Method(kernel, Optional.empty(), restorer);
        }

        boolean isBound() {
            return estimator.isEmpty();
        }
    }

    private Benchmark(final Settings settings, final Progress progress) {
        this.settings = settings;
        this.progress = progress;
        noise = settings.get(NOISE);
        set = new TestSet(settings.get(SOURCE));
        methods = methods();
        subjects = subjects();
        target = settings.get(TARGET);
    }

    /** The bounds, and every estimator with every restorer. What does not go together will say so in its line. */
    private List<Method> methods() {
        final RestorerChoice baseline = new RestorerChoice(Restorers.BASELINE);
        final List<RestorerChoice> restorers = settings.get(RESTORERS);
        restorers.forEach(choice -> choice.restorer().ifPresent(Restorer::checkReady));
        final List<Method> all = new ArrayList<>(List.of(Method.bound(NO_KERNEL, baseline)));
        restorers.stream()
                .filter(choice -> !choice.isJoint() && !choice.equals(baseline))
                .forEach(choice -> all.add(Method.bound(TRUE_KERNEL, choice)));
        for (final KernelEstimator estimator : settings.get(ESTIMATORS))
            restorers.forEach(choice -> all.add(Method.of(estimator, choice)));
        return all;
    }

    private List<Subject> subjects() {
        final List<Subject> all = new ArrayList<>();
        final List<Long> seeds = settings.get(SEEDS);
        for (final int scale : settings.get(SCALES)) {
            final List<String> images = set.images(scale);
            if (images.isEmpty())
                throw new UserError(
                        SOURCE.key(),
                        "\"" + settings.get(SOURCE) + "\" was given, but there are no images for scale factor " + scale
                                + " in it.");
            for (final String image : images) seeds.forEach(seed -> all.add(new Subject(image, scale, seed)));
        }
        return all;
    }

    /** Measures what is not in the target yet. */
    public static Outcome run(final Settings settings, final Progress progress) {
        try {
            return new Benchmark(settings, progress).run();
        } catch (final IOException e) {
            throw new UserError(
                    TARGET.key(),
                    "\"" + settings.get(TARGET) + "\" was given, but it cannot be used: " + Failure.reason(e) + ".",
                    e);
        }
    }

    private Outcome run() throws IOException {
        Files.createDirectories(target.resolve(SHEETS));
        try (Claim claim = claim()) {
            lines = new BenchmarkLines(settings, set.name());
            for (final Subject subject : subjects) measure(subject);
            lines.writeReport();
            lines.checkAnySucceeded();
            return new Outcome(null, null, TABLE, lines.report().means());
        }
    }

    /** Each benchmark writes all lines again and again, and would lose those of another one. */
    private Claim claim() throws IOException {
        return Claim.on(target.resolve(LINES))
                .orElseThrow(() -> new UserError(
                        TARGET.key(),
                        "another benchmark is writing \"" + target.resolve(LINES) + "\"",
                        "wait for its end, or choose another target"));
    }

    private void measure(final Subject subject) throws IOException {
        final List<Method> open =
                methods.stream().filter(m -> isOpen(subject, m)).toList();
        done += methods.size() - open.size();
        if (open.isEmpty()) return;
        final Attempt<BenchmarkCase> benchmarkCase = Attempt.of(() -> new BenchmarkCase(
                set,
                subject.image,
                subject.scale,
                subject.seed,
                settings.get(GRID),
                noise.orElse(0),
                progress(subject, "")));
        Method last = null;
        Attempt<Measurement> kernel = null;
        for (final Method method : open) {
            // The kernel is found once for all restorers.
            if (last == null
                    || !last.kernel.equals(method.kernel)
                    || last.restorer.isJoint()
                    || method.restorer.isJoint()) kernel = benchmarkCase.then(s -> find(subject, method, s));
            final Attempt<Measurement> image = kernel.then(k -> restore(subject, method, benchmarkCase.value(), k));
            add(subject, method, benchmarkCase, kernel, image);
            last = method;
            done++;
        }
    }

    /** Whether a run has no line of this version yet, or one that says that it failed. */
    private boolean isOpen(final Subject subject, final Method method) {
        if (method.kernel.equals(TRUE_KERNEL) && set.hasLow(subject.scale) && !set.hasKernels(subject.scale))
            return false;
        return !lines.isDone(run(subject, method));
    }

    /** What tells a run from the others. */
    private Map<String, Object> run(final Subject subject, final Method method) {
        final Map<String, Object> run = new LinkedHashMap<>();
        run.put(IMAGE, subject.image);
        run.put(SCALE, subject.scale);
        run.put(ESTIMATOR, method.kernel);
        run.put(RESTORER, method.restorer.name());
        run.put(SEED, subject.seed);
        if (method.isBound()) return run;
        if (settings.get(Options.ITERATIONS) > 0) run.put(ITERATIONS, settings.get(Options.ITERATIONS));
        if (method.estimator.orElseThrow().usesPrior()) run.put(PRIOR, settings.get(Options.PRIOR));
        return run;
    }

    /** The kernel, true or estimated; if it is made together with the image, both. */
    private Measurement find(final Subject subject, final Method method, final BenchmarkCase benchmarkCase) {
        if (method.isBound()) return new Measurement(new Outcome(benchmarkCase.anyKernel(), null, Map.of()));
        final Settings search = settings(SuperResolution.FORM, subject, benchmarkCase)
                .with(Options.ESTIMATOR, method.estimator.orElseThrow())
                .with(Options.PRIOR, settings.get(Options.PRIOR))
                .with(Options.ITERATIONS, settings.get(Options.ITERATIONS))
                .with(Options.RESTORER, method.restorer);
        final Progress progress = progress(subject, method.kernel + ": ");
        return Measurement.of(() -> method.restorer.isJoint()
                ? SuperResolution.run(search, progress)
                : KernelEstimation.run(search.as(KernelEstimation.FORM), progress));
    }

    /** The image, if it is not there yet: what Blind Super-Resolution makes with the kernel that was found. */
    private Measurement restore(
            final Subject subject, final Method method, final BenchmarkCase benchmarkCase, final Measurement kernel) {
        if (method.restorer.isJoint()) return new Measurement(kernel.outcome());
        final ImagePlus found = kernel.outcome().kernel();
        final Settings restoration = settings(SuperResolutionWithKernel.FORM, subject, benchmarkCase)
                .with(Options.KERNEL, found)
                .with(Options.KERNEL_RESTORER, method.restorer.restorer().orElseThrow());
        final Progress progress = progress(subject, method.restorer.name() + ": ");
        if (method.isBound()) return Measurement.of(() -> SuperResolutionWithKernel.run(restoration, progress));
        // not as one that a user brings, which would be moved if its cut tails leave it a little off its centre
        return Measurement.of(() -> SuperResolutionWithKernel.ofFound(restoration, found, progress));
    }

    /** What all runs on one image have in common. */
    private Settings settings(final Form form, final Subject subject, final BenchmarkCase benchmarkCase) {
        return Settings.of(form)
                .with(Options.INPUT, benchmarkCase.low())
                .with(Options.SCALE, subject.scale)
                .with(Options.SEED, subject.seed)
                .with(Options.NOISE, settings.get(NOISE))
                .with(Options.GRID, settings.get(GRID))
                .with(Options.DEVICE, settings.get(Options.DEVICE));
    }

    private Progress progress(final Subject subject, final String what) {
        final int runs = subjects.size() * methods.size();
        return progress.updating((stage, step, steps) -> progress.update(
                done + 1 + "/" + runs + " " + subject.image + " ×" + subject.scale + " " + what + stage + ", " + step
                        + " of " + steps,
                done,
                runs));
    }

    /** Adds the line of a run, and a strip to the sheet of its image. */
    private void add(
            final Subject subject,
            final Method method,
            final Attempt<BenchmarkCase> benchmarkCase,
            final Attempt<Measurement> kernel,
            final Attempt<Measurement> image)
            throws IOException {
        final Map<String, Object> line = lines.line(run(subject, method));
        final Attempt<Map<String, Object>> figures =
                image.then(i -> figures(method, benchmarkCase.value(), kernel.value(), i));
        if (figures.failure() == null) line.putAll(figures.value());
        line.put(ERROR, figures.reason(progress::log));
        lines.add(line);
        final String text = text(line);
        progress.log(subject.image + " ×" + subject.scale + ": " + text);
        if (figures.failure() != null) return;
        benchmarkCase
                .value()
                .addTo(
                        target.resolve(SHEETS).resolve(subject.image + "-x" + subject.scale + ".png"),
                        text,
                        image.value().outcome().result(),
                        kernel.value().outcome().kernel());
    }

    private Map<String, Object> figures(
            final Method method, final BenchmarkCase benchmarkCase, final Measurement kernel, final Measurement image) {
        final Map<String, Object> figures = new LinkedHashMap<>();
        if (!method.isBound())
            benchmarkCase.kernelPsnr(kernel.outcome().kernel()).ifPresent(p -> figures.put(KERNEL_PSNR, number(p)));
        benchmarkCase.compare(image.outcome().result(), Progress.NONE).ifPresent(row -> Stream.of(PSNR, SSIM)
                .forEach(column -> figures.put(column, number((double) row.get(column)))));
        if (!method.isBound()) figures.put(KERNEL_SECONDS, number(kernel.seconds()));
        if (!method.restorer.isJoint()) figures.put(IMAGE_SECONDS, number(image.seconds()));
        figures.put(MEMORY, Math.max(kernel.bytes(), image.bytes()) >> 20);
        figures.put("Memory", PeakMemory.kind());
        // What uses no kernel was given any one, of which its row tells.
        if (method.kernel.equals(NO_KERNEL)) return figures;
        BenchmarkLines.FIGURES.forEach(column -> figures.put(column, image.text(column)));
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
}
