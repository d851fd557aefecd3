package sc.fiji.blindsr.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.PublishedModel;

/**
 * Everything a user can set, once: the macro key, the label and help of the dialogs, the default and the choices.
 * Dialogs, macros, scripts and the checks in {@link Settings} all read it here. Keys and labels are a public interface:
 * other people's macros depend on them.
 */
public enum Option {
    INPUT(Kind.IMAGE, Text.INPUT, "", Text.INPUT_HELP),
    SCALE(Kind.CHOICE, Text.SCALE, "2", Text.SCALE_HELP, "2", "3", "4"),
    ESTIMATOR(Kind.CHOICE, Text.ESTIMATOR, Estimators.DEFAULT, Text.ESTIMATOR_HELP, Estimators.names()),
    RESTORER(Kind.CHOICE, Text.RESTORER, Restorers.DEFAULT, Text.RESTORER_HELP, Restorers.names()),
    PRIOR(Kind.TEXT, Text.PRIOR, "built-in", Text.PRIOR_HELP),
    REGION(Kind.CHOICE, Text.REGION, "Auto", Text.REGION_HELP, "Auto", "Whole"),
    CHANNELS(Kind.CHOICE, Text.CHANNELS, "One kernel", Text.CHANNELS_HELP, "One kernel", "Kernel per channel"),
    NOISE(Kind.TEXT, Text.NOISE, "auto", Text.NOISE_HELP),
    GRID(
            Kind.CHOICE,
            Text.GRID,
            Grid.CENTRED.label(),
            Text.GRID_HELP,
            Arrays.stream(Grid.values()).map(Grid::label).toArray(String[]::new)),
    ITERATIONS(Kind.NUMBER, Text.ITERATIONS, "0", Text.ITERATIONS_HELP),
    SEED(Kind.NUMBER, Text.SEED, "1", Text.SEED_HELP),
    DEVICE(Kind.TEXT, Text.DEVICE, "Auto", Text.DEVICE_HELP),
    KERNEL(Kind.IMAGE, Text.KERNEL, "", Text.KERNEL_HELP),
    KERNEL_RESTORER(
            "restorer",
            Kind.CHOICE,
            Text.KERNEL_RESTORER,
            Restorers.DEFAULT,
            Text.KERNEL_RESTORER_HELP,
            Restorers.namesForKernel()),
    MAJOR(Kind.TEXT, Text.MAJOR, "2.0", Text.MAJOR_HELP),
    MINOR(Kind.TEXT, Text.MINOR, "1.5", Text.MINOR_HELP),
    ANGLE(Kind.TEXT, Text.ANGLE, "0", Text.ANGLE_HELP),
    ADDED_NOISE("noise", Kind.TEXT, Text.ADDED_NOISE, "0", Text.ADDED_NOISE_HELP),
    RESULT(Kind.IMAGE, Text.RESULT, "", Text.RESULT_HELP),
    SHOWN("result", Kind.IMAGE, Text.SHOWN, "", Text.SHOWN_HELP),
    REFERENCE(Kind.IMAGE, Text.REFERENCE, "", Text.REFERENCE_HELP),
    BORDER(Kind.TEXT, Text.BORDER, "auto", Text.BORDER_HELP),
    COUNT(Kind.NUMBER, Text.COUNT, "25", Text.COUNT_HELP),
    KERNELS(Kind.IMAGE, Text.KERNELS, "", Text.KERNELS_HELP),
    EPOCHS(Kind.NUMBER, Text.EPOCHS, "100", Text.EPOCHS_HELP),
    PRIOR_TARGET("target", Kind.NEW_FILE, Text.PRIOR_TARGET, "", Text.PRIOR_TARGET_HELP),
    SOURCE(Kind.FOLDER, Text.SOURCE, "", Text.SOURCE_HELP),
    TARGET(Kind.FOLDER, Text.TARGET, "", Text.TARGET_HELP),
    PATTERN(Kind.TEXT, Text.PATTERN, "*", Text.PATTERN_HELP),
    EXISTING(Kind.CHOICE, Text.EXISTING, "skip", Text.EXISTING_HELP, "skip", "overwrite"),
    FILE(Kind.FILE, Text.FILE, "", Text.FILE_HELP),
    MODEL(Kind.CHOICE, Text.MODEL, PublishedModel.USRNET.label(), Text.MODEL_HELP, PublishedModel.labels()),
    BENCHMARK_SOURCE("source", Kind.FOLDER, Text.BENCHMARK_SOURCE, "", Text.BENCHMARK_SOURCE_HELP),
    BENCHMARK_TARGET("target", Kind.FOLDER, Text.BENCHMARK_TARGET, "", Text.BENCHMARK_TARGET_HELP),
    SCALES(Kind.TEXT, Text.SCALES, "2", Text.SCALES_HELP),
    ESTIMATORS(Kind.TEXT, Text.ESTIMATORS, Estimators.DEFAULT, Text.ESTIMATORS_HELP),
    RESTORERS(Kind.TEXT, Text.RESTORERS, Restorers.DEFAULT, Text.RESTORERS_HELP),
    SEEDS(Kind.TEXT, Text.SEEDS, "1", Text.SEEDS_HELP),
    BENCHMARK_NOISE("noise", Kind.TEXT, Text.NOISE, "0", Text.BENCHMARK_NOISE_HELP),
    BENCHMARK_GRID(
            "grid",
            Kind.CHOICE,
            Text.GRID,
            Grid.PAPER.label(),
            Text.BENCHMARK_GRID_HELP,
            Arrays.stream(Grid.values()).map(Grid::label).toArray(String[]::new));

    /**
     * Labels and help texts as constants, so that the annotations of the SciJava commands use the same: {@code X} is the
     * label and {@code X_HELP} the help of option {@code X}.
     */
    public static final class Text {

        public static final String INPUT = "Image";
        public static final String INPUT_HELP =
                "The image to work on. In a macro: its title, its id or the path of a file.";
        public static final String SCALE = "Scale factor";
        public static final String SCALE_HELP =
                "How many pixels of the finer image there are for one of the coarser, along each axis.";
        public static final String ESTIMATOR = "Kernel estimator";
        public static final String ESTIMATOR_HELP =
                "The method that finds the blur kernel. Variational FKP takes seconds, needs no GPU and says how sure it is. DIP-FKP, the "
                        + "paper's, takes many minutes. KernelGAN-FKP looks at how the image's own details come again at other sizes. "
                        + "KernelGAN and Double-DIP have no kernel prior: they are for comparison.";
        public static final String RESTORER = "Restorer";
        public static final String RESTORER_HELP =
                "The method that makes the sharp image. Sparse MAP needs nothing else. USRNet, a network, gives sharper edges where "
                        + "the kernel is right, and needs its weights (Download Models..., or Import Model...). DIP is the image that the estimator "
                        + "DIP-FKP or Double-DIP made itself: it works on the whole image. Bicubic only enlarges: it is the baseline.";
        public static final String PRIOR = "Kernel prior";
        public static final String PRIOR_HELP =
                "\"built-in\", or a trained kernel prior for this scale factor: the name of an imported one, or its file "
                        + "(.safetensors, or the authors' .pt).";
        public static final String REGION = "Region";
        public static final String REGION_HELP =
                "Where the kernel is estimated. Auto: the selection if there is one, else the busiest part of the image; of several "
                        + "planes, the one that shows it best.";
        public static final String CHANNELS = "Channels";
        public static final String CHANNELS_HELP =
                "One kernel for all channels and planes, or one for each channel (and for each colour of an RGB image).";
        public static final String NOISE = "Noise (grey levels)";
        public static final String NOISE_HELP =
                "Standard deviation of the noise in the image's grey levels; \"auto\" estimates it.";
        public static final String GRID = "Pixel grid";
        public static final String GRID_HELP =
                "Centred: the result overlays the input. Paper: the pixel grid of the paper's code, for its data.";
        public static final String ITERATIONS = "Iterations (0 = automatic)";
        public static final String ITERATIONS_HELP = "Number of iterations of the estimator; 0 = the estimator's own.";
        public static final String SEED = "Random seed";
        public static final String SEED_HELP = "Seed of all random numbers. The same seed gives the same result.";
        public static final String DEVICE = "Device (Auto, CPU, GPU)";
        public static final String DEVICE_HELP = "Auto, CPU, GPU, GPU 1, … Auto takes a GPU where there is one.";
        public static final String KERNEL = "Kernel";
        public static final String KERNEL_HELP =
                "The blur kernel: a small image of any size, such as a result of Estimate Blur Kernel.";
        public static final String KERNEL_RESTORER = RESTORER;
        public static final String KERNEL_RESTORER_HELP =
                "The method that makes the sharp image. Sparse MAP needs nothing else. USRNet, a network, gives sharper edges where "
                        + "the kernel is right, and needs its weights (Download Models..., or Import Model...). Bicubic only enlarges, whatever the "
                        + "kernel: it is the baseline.";
        public static final String MAJOR = "FWHM, long axis (LR pixels)";
        public static final String MAJOR_HELP =
                "Full width at half maximum of the Gaussian blur along its longer axis, in pixels of the low-resolution "
                        + "image.";
        public static final String MINOR = "FWHM, short axis (LR pixels)";
        public static final String MINOR_HELP = "The same along its shorter axis.";
        public static final String ANGLE = "Angle (degrees)";
        public static final String ANGLE_HELP =
                "Direction of the longer axis, counter-clockwise from the x axis, as ImageJ measures angles.";
        public static final String ADDED_NOISE = "Added noise (grey levels)";
        public static final String ADDED_NOISE_HELP =
                "Standard deviation of the Gaussian noise that is added, in the image's grey levels.";
        public static final String RESULT = "Result";
        public static final String RESULT_HELP = "The image or kernel to judge.";
        public static final String SHOWN = RESULT;
        public static final String SHOWN_HELP =
                "The super-resolved image. If the input has a selection, that part is shown.";
        public static final String REFERENCE = "Reference";
        public static final String REFERENCE_HELP = "The true image or kernel.";
        public static final String BORDER = "Border (pixels)";
        public static final String BORDER_HELP =
                "Pixels at every edge that are left out; \"auto\": the scale factor, if the result's Info tells it, else "
                        + "0.";
        public static final String COUNT = "Number of kernels";
        public static final String COUNT_HELP = "How many random kernels of the prior are shown.";
        public static final String KERNELS = "Kernels";
        public static final String KERNELS_HELP =
                "A stack of point-spread functions on the result's pixel grid, one to a plane, background taken away. Left out: the "
                        + "paper's anisotropic Gaussians.";
        public static final String EPOCHS = "Epochs";
        public static final String EPOCHS_HELP = "How long to train: each epoch is 50 000 kernels, some seconds.";
        public static final String PRIOR_TARGET = "File of the prior";
        public static final String PRIOR_TARGET_HELP =
                "The file to write, NAME.safetensors. Then the option \"Kernel prior\" of the other commands takes it.";
        public static final String SOURCE = "Source folder";
        public static final String SOURCE_HELP =
                "The folder with the images. Its subfolders and hidden files are left out.";
        public static final String TARGET = "Target folder";
        public static final String TARGET_HELP =
                "The folder that gets a kernel and a result (TIFF) for each image, and the table \"Blind SR.csv\". It is made if it "
                        + "does not exist.";
        public static final String PATTERN = "File names";
        public static final String PATTERN_HELP =
                "Which files are taken: *.tif, img_??.png, *.{tif,png}; upper and lower case count the same. * is all.";
        public static final String EXISTING = "Existing results";
        public static final String EXISTING_HELP =
                "skip: images whose kernel and result are in the target already are left as they are, so that a batch can be gone "
                        + "on with. overwrite: all are made anew.";
        public static final String FILE = "Model file";
        public static final String FILE_HELP =
                "The file of a trained USRNet or kernel prior: .pth or .pt of PyTorch, or .safetensors. Nothing in it is run; "
                        + "a checked copy is stored in the models folder.";
        public static final String MODEL = "Model";
        public static final String MODEL_HELP =
                "The model to fetch. USRNet: 2.4 MB from the repository of FKP's authors, github.com/JingyunLiang/FKP.";
        public static final String BENCHMARK_SOURCE = "Folder of images";
        public static final String BENCHMARK_SOURCE_HELP =
                "High-resolution images, in the folder or its subfolder hr. Low-resolution ones are made from them, each with a "
                        + "random Gaussian blur of the paper's, or the one in kernels_x2.npz or the subfolder kernels_x2; or they are in the "
                        + "subfolder lr_x2. What belongs together has the same name.";
        public static final String BENCHMARK_TARGET = "Folder of results";
        public static final String BENCHMARK_TARGET_HELP =
                "Gets benchmark.csv, benchmark.md and pictures to look at. Runs that are in benchmark.csv are not repeated.";
        public static final String SCALES = "Scale factors";
        public static final String SCALES_HELP = "One or more of 2, 3, 4, separated by commas.";
        public static final String ESTIMATORS = "Kernel estimators";
        public static final String ESTIMATORS_HELP =
                "One or more, separated by commas, or \"all\". With \"none\" there are only the bounds, which are always there: "
                        + "interpolation, and the restorers with the true kernel.";
        public static final String RESTORERS = "Restorers";
        public static final String RESTORERS_HELP = "One or more, separated by commas, or \"all\".";
        public static final String SEEDS = "Seeds";
        public static final String SEEDS_HELP =
                "One or more, separated by commas. Each is a repetition with other random blurs and other starts of the methods.";
        public static final String BENCHMARK_NOISE_HELP =
                "Standard deviation of the noise in the low-resolution images' grey levels. It is added to images that are made, and "
                        + "the methods are told. With \"auto\" nothing is added, and they estimate it.";
        public static final String BENCHMARK_GRID_HELP =
                "Paper: the pixel grid of the paper's code and data. Centred: that of the other commands.";

        private Text() {}
    }

    /** What sort of value an option takes. */
    public enum Kind {
        /** An image. Macros name it by title, id or file. */
        IMAGE,
        /** One of {@link Option#choices()}. */
        CHOICE,
        /** Free text. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** The path of a file that is read. */
        FILE,
        /** The path of a file that is written. */
        NEW_FILE,
        /** The path of a folder. */
        FOLDER
    }

    private final String key;
    private final Kind kind;
    private final String label;
    private final String defaultValue;
    private final String help;
    private final List<String> choices;

    Option(final Kind kind, final String label, final String defaultValue, final String help, final String... choices) {
        this(null, kind, label, defaultValue, help, choices);
    }

    Option(
            final String key,
            final Kind kind,
            final String label,
            final String defaultValue,
            final String help,
            final String... choices) {
        this.key = key == null ? name().toLowerCase(Locale.ROOT) : key;
        this.kind = kind;
        this.label = label;
        this.defaultValue = defaultValue;
        this.help = help;
        this.choices = List.of(choices);
    }

    /** The macro key: one lower-case word, the same as the field's name in the SciJava commands. */
    public String key() {
        return key;
    }

    /** What sort of value this option takes. */
    public Kind kind() {
        return kind;
    }

    /** The label in dialogs. */
    public String label() {
        return label;
    }

    /** The value it has where the user gives none; empty for an image (the active one is taken), a file and a folder. */
    public String defaultValue() {
        return defaultValue;
    }

    /** One or two sentences for a tool tip. */
    public String help() {
        return help;
    }

    /** The allowed values of a {@link Kind#CHOICE}, in the order of the dialog; empty for other kinds. */
    public List<String> choices() {
        return choices;
    }
}
