package sc.fiji.blindsr;

import static sc.fiji.blindsr.option.Option.*;

import ij.ImagePlus;
import ij.Menus;
import ij.Prefs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.batch.Batch;
import sc.fiji.blindsr.benchmark.Benchmark;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Comparison;
import sc.fiji.blindsr.run.EngineReport;
import sc.fiji.blindsr.run.ModelDownload;
import sc.fiji.blindsr.run.ModelImport;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.PriorSampling;
import sc.fiji.blindsr.run.PriorTraining;
import sc.fiji.blindsr.run.ResultView;
import sc.fiji.blindsr.run.Simulation;
import sc.fiji.blindsr.run.SuperResolution;

/**
 * What can be asked for, once: label in the menu and in macros, options in the order of the dialog, and the work. SciJava
 * commands, plain ImageJ, batch and Java callers all come in through {@link #run}.
 */
public enum Task {
    /** Finds the blur of an image and restores it on a finer grid. */
    SUPER_RESOLVE(
            "Blind Super-Resolution...",
            SuperResolution::superResolve,
            INPUT,
            SCALE,
            ESTIMATOR,
            RESTORER,
            PRIOR,
            REGION,
            CHANNELS,
            NOISE,
            GRID,
            ITERATIONS,
            SEED,
            DEVICE),
    /** Finds the blur of an image. */
    ESTIMATE_KERNEL(
            "Estimate Blur Kernel...",
            SuperResolution::estimateKernel,
            INPUT,
            SCALE,
            ESTIMATOR,
            PRIOR,
            REGION,
            CHANNELS,
            NOISE,
            GRID,
            ITERATIONS,
            SEED,
            DEVICE),
    /** Restores an image with a kernel that the user brings. */
    SUPER_RESOLVE_WITH_KERNEL(
            "Super-Resolve With Kernel...",
            SuperResolution::superResolveWithKernel,
            INPUT,
            KERNEL,
            SCALE,
            KERNEL_RESTORER,
            NOISE,
            GRID,
            SEED,
            DEVICE),
    /** Does the first of these with all images of a folder. */
    BATCH(
            "Blind SR Batch...",
            Batch::run,
            SOURCE,
            TARGET,
            PATTERN,
            EXISTING,
            SCALE,
            ESTIMATOR,
            RESTORER,
            PRIOR,
            REGION,
            CHANNELS,
            NOISE,
            GRID,
            ITERATIONS,
            SEED,
            DEVICE),
    /** Makes a low-resolution image of which the truth is known. */
    SIMULATE(
            "Simulate Low Resolution...",
            Simulation::run,
            INPUT,
            SCALE,
            KERNEL,
            MAJOR,
            MINOR,
            ANGLE,
            ADDED_NOISE,
            GRID,
            SEED),
    /** Measures how far a result is from the truth. */
    COMPARE("Compare With Reference...", Comparison::run, RESULT, REFERENCE, BORDER),
    /** Makes a picture of input, result and kernel side by side. */
    SHOW_RESULT("Show Result...", ResultView::run, INPUT, SHOWN, KERNEL),
    /** Shows what kernels a prior holds for likely. */
    SAMPLE_PRIOR("Sample Kernel Prior...", PriorSampling::run, SCALE, PRIOR, COUNT, SEED),
    /** Trains a kernel prior, on kernels that the user brings or on the paper's. */
    TRAIN_PRIOR("Train Kernel Prior...", PriorTraining::run, SCALE, KERNELS, EPOCHS, PRIOR_TARGET, SEED, DEVICE),
    /** Measures methods on a folder of images. */
    BENCHMARK(
            "Blind SR Benchmark...",
            Benchmark::run,
            BENCHMARK_SOURCE,
            BENCHMARK_TARGET,
            SCALES,
            ESTIMATORS,
            RESTORERS,
            PRIOR,
            BENCHMARK_NOISE,
            BENCHMARK_GRID,
            ITERATIONS,
            SEEDS,
            DEVICE),
    /** Takes a trained network into the models folder. */
    IMPORT_MODEL("Import Model...", ModelImport::run, FILE),
    /** Fetches a published model and imports it. */
    DOWNLOAD_MODELS("Download Models...", ModelDownload::run, MODEL),
    /** Says what there is to compute with, and what is missing. */
    ENGINE("Blind SR Engine", EngineReport::run);

    /** The submenu that holds all tasks. */
    public static final String MENU = "Plugins>Blind SR>FKP";

    private interface Work {

        Outcome run(Settings settings, Progress progress);
    }

    private final String label;
    private final Work work;
    private final List<Option> options;

    Task(final String label, final Work work, final Option... options) {
        this.label = label;
        this.work = work;
        this.options = List.of(options);
    }

    /** The label in the menu, which is also the command's name for macros. */
    public String label() {
        return label;
    }

    /** The label without the dots that announce a dialog: for messages, the table and the dialog itself. */
    public String title() {
        return label.replace("...", "");
    }

    /** The options of this task in the order of its dialog. */
    public List<Option> options() {
        return options;
    }

    /** Whether it has to have an image. It asks for that first; others may be left out. */
    public boolean needsImage() {
        return !options.isEmpty() && options.get(0).kind() == Option.Kind.IMAGE;
    }

    /** The task with this label. */
    public static Task labelled(final String label) {
        return Arrays.stream(values())
                .filter(t -> t.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no Blind SR command \"" + label + "\"."));
    }

    /**
     * Does the work.
     *
     * @param values macro key → value; a key that is missing or null takes its default. Images are {@code ImagePlus}
     *          objects; everything else may be a String or what its {@code toString()} says
     * @param progress told of every iteration; cancels by throwing
     * @return new images, not shown, and the row for the table
     * @throws IllegalArgumentException if a value or the image is not usable; the message names the parameter, what was
     *           given and what is allowed
     * @throws CancellationException if {@code progress} cancelled
     */
    public Outcome run(final Map<String, ?> values, final Progress progress) {
        return run(Settings.of(this, values), progress);
    }

    /**
     * Does the work, with image files opened by other readers than ImageJ's own.
     *
     * @param reader opens the files that a task finds by itself
     * @see #run(Map, Progress)
     */
    public Outcome run(final Map<String, ?> values, final Progress progress, final ImageReader reader) {
        return run(Settings.of(this, values).with(reader), progress);
    }

    private Outcome run(final Settings settings, final Progress progress) {
        Models.setImageJ(imageJ());
        // A locked image cannot be closed or changed by other commands while the run reads it.
        final List<ImagePlus> locked =
                settings.images().filter(ImagePlus::lockSilently).toList();
        try {
            return work.run(settings, progress);
        } finally {
            locked.forEach(ImagePlus::unlock);
        }
    }

    /** The folder of the ImageJ that runs; null if none does. {@code IJ.getDirectory} would give the working directory. */
    private static Path imageJ() {
        if (Menus.getPlugInsPath() != null)
            return Path.of(Menus.getPlugInsPath()).toAbsolutePath().getParent();
        return Prefs.getPluginsDirProperty() == null ? null : Path.of(Prefs.getPluginsDirProperty());
    }
}
