package sc.fiji.blindsr;

import ij.Menus;
import ij.Prefs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.batch.Batch;
import sc.fiji.blindsr.benchmark.Benchmark;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.image.ReadingLock;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.BlurMapping;
import sc.fiji.blindsr.run.Comparison;
import sc.fiji.blindsr.run.EngineReport;
import sc.fiji.blindsr.run.HeededOptions;
import sc.fiji.blindsr.run.KernelEstimation;
import sc.fiji.blindsr.run.KernelFromBeads;
import sc.fiji.blindsr.run.KernelFromOptics;
import sc.fiji.blindsr.run.ModelImport;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.PriorSampling;
import sc.fiji.blindsr.run.PriorTraining;
import sc.fiji.blindsr.run.ResolutionEstimation;
import sc.fiji.blindsr.run.ResultView;
import sc.fiji.blindsr.run.SampleImage;
import sc.fiji.blindsr.run.Simulation;
import sc.fiji.blindsr.run.SuperResolution;
import sc.fiji.blindsr.run.SuperResolutionWithKernel;

/**
 * The registry of what can be asked for: forms and the work behind them, in the order of the menu. SciJava commands, plain
 * ImageJ and Java callers all come in through {@link #run}.
 */
public enum Task {
    /** Finds the blur of an image and restores it on a finer grid. */
    SUPER_RESOLVE(SuperResolution.FORM, SuperResolution::run),
    /** Does the same with all images of a folder. */
    BATCH(Batch.FORM, Batch::run),
    /** Restores an image with a kernel that the user brings. */
    SUPER_RESOLVE_WITH_KERNEL(SuperResolutionWithKernel.FORM, SuperResolutionWithKernel::run),
    /** Finds the blur of an image. */
    ESTIMATE_KERNEL(KernelEstimation.FORM, KernelEstimation::run),
    /** Finds the blur of an image of beads. */
    KERNEL_FROM_BEADS(KernelFromBeads.FORM, KernelFromBeads::run),
    /** Computes the blur of a microscope. */
    KERNEL_FROM_OPTICS(KernelFromOptics.FORM, KernelFromOptics::run),
    /** Maps the blur over the field of an image. */
    MAP_BLUR(BlurMapping.FORM, BlurMapping::run),
    /** Makes a picture of input, result and kernel side by side. */
    SHOW_RESULT(ResultView.FORM, ResultView::run),
    /** Measures how far a result is from the truth. */
    COMPARE(Comparison.FORM, Comparison::run),
    /** Finds the highest frequency at which an image shows more than noise. */
    RESOLUTION(ResolutionEstimation.FORM, ResolutionEstimation::run),
    /** Opens a small image to try the commands on. */
    SAMPLE(SampleImage.FORM, SampleImage::run),
    /** Makes a low-resolution image of which the truth is known. */
    SIMULATE(Menu.TOOLS, Simulation.FORM, Simulation::run),
    /** Shows random kernels of a prior. */
    SAMPLE_PRIOR(Menu.TOOLS, PriorSampling.FORM, PriorSampling::run),
    /** Trains a kernel prior, on kernels that the user brings or on the paper's. */
    TRAIN_PRIOR(Menu.TOOLS, PriorTraining.FORM, PriorTraining::run),
    /** Measures methods on a folder of images. */
    BENCHMARK(Menu.TOOLS, Benchmark.FORM, Benchmark::run),
    /** Takes a trained network into the models folder. */
    IMPORT_MODEL(Menu.TOOLS, ModelImport.FORM, ModelImport::run),
    /** Says what there is to compute with, and what is missing. */
    ENGINE(Menu.TOOLS, EngineReport.FORM, EngineReport::run);

    /** Where tasks are in the menu. */
    public static final class Menu {

        /** The submenu that holds what most people do. */
        public static final String MAIN = "Plugins>Blind SR>FKP";
        /** The submenu for simulations, priors, benchmark, models and the engine. */
        public static final String TOOLS = MAIN + ">Tools";

        private Menu() {}
    }

    private interface Work {

        Outcome run(Settings settings, Progress progress);
    }

    private final String menu;
    private final Form form;
    private final Work work;

    Task(final Form form, final Work work) {
        this(Menu.MAIN, form, work);
    }

    Task(final String menu, final Form form, final Work work) {
        this.menu = menu;
        this.form = form;
        this.work = work;
    }

    /** The submenu that holds it, "A>B>C". */
    public String menu() {
        return menu;
    }

    /** What it is called and what can be set. */
    public Form form() {
        return form;
    }

    /** The label in the menu, which is also the command's name for macros. */
    public String label() {
        return form.label();
    }

    /** The label without the dots that announce a dialog. */
    public String title() {
        return form.title();
    }

    /** The options in the order of the dialog. */
    public List<Option<?>> options() {
        return form.options();
    }

    /** The task with this label. */
    public static Task labelled(final String label) {
        return Arrays.stream(values())
                .filter(t -> t.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no Blind SR command \"" + label + "\"."));
    }

    /**
     * Does the work.
     *
     * @param values macro key → value; a key that is missing or null takes its default. Images are {@code ImagePlus}
     *     objects; everything else may be a String or what its {@code toString()} says
     * @param progress told of every iteration; cancels by throwing
     * @return new images, not shown, and the row for the table
     * @throws UserError if a value or the image is not usable; the message names the parameter, what was given and what is
     *     allowed
     * @throws CancellationException if {@code progress} cancelled
     */
    public Outcome run(final Map<String, ?> values, final Progress progress) {
        return run(Settings.of(form, values), progress);
    }

    /**
     * Does the work, with image files opened by other readers than ImageJ's own.
     *
     * @param reader opens the files that a task finds by itself
     * @see #run(Map, Progress)
     */
    public Outcome run(final Map<String, ?> values, final Progress progress, final ImageReader reader) {
        return run(Settings.of(form, values).with(reader), progress);
    }

    /**
     * Does the work.
     *
     * @param settings values of this task's options
     * @see #run(Map, Progress)
     */
    Outcome run(final Settings settings, final Progress progress) {
        Models.setImageJ(imageJ());
        HeededOptions.unheeded(settings).forEach(option -> progress.log(option + " has no effect with these methods."));
        try (ReadingLock lock = new ReadingLock(settings.images())) {
            return work.run(settings, progress);
        }
    }

    /** The folder of the ImageJ that runs; null if none does. {@code IJ.getDirectory} would give the working directory. */
    private static Path imageJ() {
        if (Menus.getPlugInsPath() != null)
            return Path.of(Menus.getPlugInsPath()).toAbsolutePath().getParent();
        return Prefs.getPluginsDirProperty() == null ? null : Path.of(Prefs.getPluginsDirProperty());
    }
}
