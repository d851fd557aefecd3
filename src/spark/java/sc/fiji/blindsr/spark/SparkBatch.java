package sc.fiji.blindsr.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import sc.fiji.blindsr.batch.Batch;
import sc.fiji.blindsr.batch.BatchPlan;
import sc.fiji.blindsr.batch.BatchSummary;
import sc.fiji.blindsr.batch.ImageRecord;
import sc.fiji.blindsr.batch.SourceFile;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.fault.Attempt;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.option.FieldMode;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/**
 * The driver of a batch on Spark. An image is done in three steps, each a job of Spark: a task that finds its kernel and
 * restores its first planes; one task for each range of its other planes; a task that writes the outputs. Then the driver gives
 * these their names. Several images are under way at a time.
 */
public final class SparkBatch {

    /** Images under way for each core: while one of them waits for its last range, there is another. */
    private static final int IMAGES_PER_CORE = 2;

    private static final Progress CONSOLE = new Progress() {
        @Override
        public void update(final String stage, final int done, final int total) {
            // Spark's pages show it
        }

        @Override
        public void log(final String line) {
            System.out.println(line);
        }
    };

    private final JavaSparkContext spark;
    private final Arguments arguments;
    private final BatchPlan plan;

    private SparkBatch(final JavaSparkContext spark, final Arguments arguments, final BatchPlan plan) {
        this.spark = spark;
        this.arguments = arguments;
        this.plan = plan;
    }

    /** @param words key=value with the keys of the batch, --dry-run, --pytorch=FOLDER */
    public static void main(final String[] words) {
        try {
            run(Arguments.of(words));
        } catch (final UserError e) {
            fail(e.getMessage());
        } catch (final IOException e) {
            fail("target: " + Failure.reason(e));
        } catch (final CancellationException e) {
            fail(e.getMessage());
        }
    }

    private static void fail(final String message) {
        System.err.println(message);
        System.exit(1);
    }

    /** What would go wrong with every image is said before Spark starts. */
    private static void run(final Arguments arguments) throws IOException {
        JavaProperties.set(arguments.pytorch());
        final BatchPlan plan = new BatchPlan(arguments.settings());
        final List<SourceFile> all = plan.files();
        if (plan.usesPyTorch()) checkPyTorch(arguments.pytorch());
        checkPossible(arguments.settings(), plan);
        plan.checkReady(Progress.NONE);
        final Map<Boolean, List<SourceFile>> toDo = all.stream().collect(Collectors.partitioningBy(plan::isToDo));
        final List<SourceFile> files = toDo.get(true), before = toDo.get(false);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            spark.setLogLevel("WARN");
            final SparkBatch batch = new SparkBatch(spark, arguments, plan);
            if (arguments.dryRun()) batch.sayHow(files, before.size());
            else batch.make(files, before);
        }
    }

    /** What a run has to know of an image besides kernel and camera does not reach the executors. */
    private static void checkPossible(final Settings settings, final BatchPlan plan) {
        if (settings.get(Options.FIELD) != FieldMode.UNIFORM)
            throw new UserError(
                    "field",
                    settings.text(Options.FIELD) + " was given, but executors restore with one kernel",
                    "choose Uniform, or run Blind SR Batch");
        if (plan.isMapGiven())
            throw new UserError(
                    Batch.KERNEL_FILE.key(),
                    "\"" + settings.text(Batch.KERNEL_FILE)
                            + "\" is a map of the blur over the field, but executors restore with one kernel",
                    "give a single kernel or none, or run Blind SR Batch");
        if (settings.get(Options.UNCERTAINTY))
            throw new UserError(
                    "uncertainty",
                    "on was given, but executors make no images of standard deviations",
                    "choose off, or run Blind SR Batch");
    }

    private static void checkPyTorch(final String folder) {
        if (folder.isEmpty())
            throw new UserError(
                    "--pytorch",
                    "one of the methods computes with PyTorch, which is no part of this program",
                    "name the folder of its libraries, which all executors must see, or choose other methods");
        TorchWorker.facts(Progress.NONE);
    }

    private void sayHow(final List<SourceFile> files, final int skipped) throws IOException {
        int planes = 0, tasks = 0;
        for (final SourceFile file : files) {
            final Attempt<ImageSize> attempt = Attempt.of(() -> {
                file.checkNameable();
                return run(file.name(), List.of(tasks(file)), ImageTasks::size).get(0);
            });
            final String failure = attempt.reason(CONSOLE::log);
            CONSOLE.log(
                    file.name() + ": " + (failure.isEmpty() ? attempt.value().toString() : failure));
            if (failure.isEmpty()) {
                planes += attempt.value().planes();
                tasks += attempt.value().tasks();
            }
        }
        CONSOLE.log(files.size() + " images, " + planes + " planes: " + tasks + " tasks; " + skipped + " skipped");
    }

    private void make(final List<SourceFile> files, final List<SourceFile> before) throws IOException {
        try (Claim claim = plan.open(files)) {
            final BatchSummary summary = new BatchSummary(plan, CONSOLE);
            plan.target().clearUnfinished(before);
            summary.skip(before, plan.target());
            make(files, summary);
            summary.end();
        }
    }

    private void make(final List<SourceFile> files, final BatchSummary summary) {
        final AtomicInteger done = new AtomicInteger();
        final ExecutorService threads = Executors.newCachedThreadPool();
        try {
            final List<Future<?>> underWay = new ArrayList<>();
            for (final List<SourceFile> images : byOutputs(files)) {
                while (underWay.stream().filter(f -> !f.isDone()).count()
                        >= (long) IMAGES_PER_CORE * spark.defaultParallelism()) Thread.sleep(10);
                underWay.add(threads.submit(() -> images.forEach(file -> {
                    summary.add(file.name(), Attempt.of(() -> make(file)));
                    CONSOLE.log(done.incrementAndGet() + " of " + files.size() + " images");
                })));
            }
            for (final Future<?> images : underWay) images.get();
        } catch (final ExecutionException e) {
            throw e.getCause() instanceof CancellationException cancelled ? cancelled : new IllegalStateException(e);
        } catch (final InterruptedException e) {
            throw new CancellationException("The batch was interrupted.");
        } finally {
            threads.shutdownNow();
        }
        // Of what late attempts of tasks were still writing when their image was done, nothing is left either.
        for (final SourceFile file : files)
            Attempt.of(() -> {
                try (Claim claim = plan.target().claim(file.name())) {
                    return plan.target().clear(file.name());
                }
            });
    }

    /** Images whose outputs have the same names come one after the other, so that the second is refused. */
    private static Collection<List<SourceFile>> byOutputs(final List<SourceFile> files) {
        return files.stream()
                .collect(Collectors.groupingBy(
                        file -> CompanionImage.nameOf(file.name()), TreeMap::new, Collectors.toList()))
                .values();
    }

    private ImageTasks tasks(final SourceFile file) {
        final Map<String, String> keys =
                new LinkedHashMap<>(arguments.settings().texts());
        return new ImageTasks(keys, file.path().toAbsolutePath().toString(), file.name(), arguments.pytorch());
    }

    /** Makes the outputs of one image, if no other batch does. */
    private ImageRecord make(final SourceFile file) throws IOException {
        file.checkNameable();
        try (Claim claim = plan.target().claim(file.name())) {
            plan.target().checkFree(file.name());
            return makeAlone(file);
        }
    }

    private ImageRecord makeAlone(final SourceFile file) throws IOException {
        final Path workshop = plan.target().clear(file.name());
        try {
            // Late attempts of tasks find no file when the image is done, and cannot leave one.
            Files.createFile(Files.createDirectory(workshop).resolve(ImageTasks.PLANES));
            final WrittenOutputs outputs = outputs(tasks(file));
            plan.target().show(file.name(), Path.of(outputs.kernel()), Path.of(outputs.result()));
            return outputs.text();
        } finally {
            Attempt.of(() -> plan.target().clear(file.name()));
        }
    }

    private WrittenOutputs outputs(final ImageTasks tasks) throws IOException {
        final String name = tasks.name();
        final FirstPlanes first =
                run(name + ": kernel", List.of(tasks), ImageTasks::first).get(0);
        if (first.outputs() != null) return first.outputs();
        final List<RestoredPlanes> planes = new ArrayList<>();
        planes.add(new RestoredPlanes(first.figures(), 0)); // whose time the survey has
        planes.addAll(run(name + ": planes", first.rest(), range -> tasks.planes(first.survey(), range)));
        return run(name + ": outputs", List.of(tasks), of -> of.outputs(first.survey(), planes))
                .get(0);
    }

    /**
     * Runs a task for each input.
     *
     * @param what said in Spark's pages
     * @throws IOException if one fails; its message says why
     * @throws CancellationException if Spark has ended
     */
    private <A, B extends Serializable> List<B> run(
            final String what, final List<A> inputs, final Function<A, TaskReport<B>> task) throws IOException {
        final List<TaskReport<B>> reports;
        try {
            spark.sc().setJobDescription(what);
            reports = spark.parallelize(inputs, inputs.size()).map(task).collect();
        } catch (final Exception e) { // Spark's own are checked ones that Java does not know of
            if (spark.sc().isStopped()) throw new CancellationException("Spark has ended: " + e.getMessage());
            throw new IOException(
                    "Spark has given it up: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
        final List<B> values = new ArrayList<>();
        String failure = "";
        for (final TaskReport<B> report : reports) {
            report.log().forEach(CONSOLE::log);
            if (failure.isEmpty()) failure = report.failure();
            values.add(report.value());
        }
        if (!failure.isEmpty()) throw new IOException(failure);
        return values;
    }
}
