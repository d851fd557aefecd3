package sc.fiji.blindsr.option;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/** The options that several commands share. What only one command has is declared beside its form. */
public final class Options {

    public static final Option<ImagePlus> INPUT = Option.image(
            "input", "Image", "The image to work on. In a macro: its title, its id or the path of a file.");

    public static final Option<Integer> SCALE = Option.choice(
            "scale",
            "Scale factor",
            "How many pixels of the finer image there are for one of the coarser, along each axis. 1: deconvolution, on the"
                    + " image's own pixels.",
            2,
            List.of(1, 2, 3, 4),
            String::valueOf);

    public static final Option<KernelEstimator> ESTIMATOR = Option.choice(
            "estimator",
            "Kernel estimator",
            "The method that finds the blur kernel. Amortized FKP, a trained network, reads it off the image in a fraction"
                    + " of a second, needs no GPU and says how sure it is. Variational FKP takes seconds, and any prior."
                    + " DIP-FKP, the paper's method, takes many minutes. KernelGAN-FKP uses the fact that details of the"
                    + " image recur at other sizes. KernelGAN and Double-DIP have no kernel prior: they are for comparison.",
            Estimators.DEFAULT,
            Estimators.all(),
            KernelEstimator::name);

    public static final Option<RestorerChoice> RESTORER = Option.choice(
            "restorer",
            "Restorer",
            "The method that makes the sharp image. Sparse MAP is plain Java. Richardson-Lucy is what is known from deconvolution."
                    + " USRNet, a network, gives sharper edges where the kernel is right. DIP is the image that the estimator DIP-FKP or Double-DIP made itself: it"
                    + " works on the whole image. Cubic spline only enlarges: it is the baseline.",
            new RestorerChoice(Restorers.DEFAULT),
            RestorerChoice.all(),
            RestorerChoice::name,
            RestorerChoice::named);

    /** The restorer where the kernel is given, so that no estimator can have made an image. */
    public static final Option<Restorer> KERNEL_RESTORER = Option.choice(
            "restorer",
            "Restorer",
            "The method that makes the sharp image. Sparse MAP is plain Java. Richardson-Lucy is what is known from deconvolution."
                    + " USRNet, a network, gives sharper edges where the kernel is right. Cubic spline only enlarges, whatever the kernel: it is the baseline.",
            Restorers.DEFAULT,
            Restorers.all(),
            Restorer::name,
            Restorers::named);

    public static final Option<String> PRIOR = Option.text(
            "prior",
            "Kernel prior",
            "\"built-in\" (Gaussians), \"General\" (also discs, spots of lenses, lines of movement), or a trained kernel"
                    + " prior for this scale factor: the name of an imported one, or its file (.safetensors, or the"
                    + " authors' .pt).",
            KernelPriors.BUILT_IN,
            "the name or the file of a kernel prior",
            Optional::of,
            text -> text);

    public static final Option<KernelRegion> REGION = Option.choice(
            "region",
            "Region",
            "Where the kernel is estimated. Auto: in the selection if there is one, else in the image; of either as much as the"
                    + " estimator makes use of, the most textured part.",
            KernelRegion.AUTO,
            List.of(KernelRegion.values()),
            KernelRegion::label);

    public static final Option<ChannelMode> CHANNELS = Option.choice(
            "channels",
            "Channels",
            "One kernel for all channels and planes, or one for each channel (and for each colour of an RGB image).",
            ChannelMode.ONE_KERNEL,
            List.of(ChannelMode.values()),
            ChannelMode::label);

    public static final Option<Integer> PLANE = Option.whole(
            "plane",
            "Plane (0 = the best)",
            "The plane of a stack on which the kernel is estimated, counted from 1 in the stack's order; 0 takes the one"
                    + " that shows the blur best. With a kernel per channel: that plane's slice and frame of each channel.",
            0,
            0,
            1_000_000);

    /** The values of {@link #MASK} that name no image. */
    public static final String NO_MASK = "none", OVERLAY = "Overlay";

    public static final Option<String> MASK = Option.text(
            "mask",
            "Mask",
            "Pixels that say nothing, besides those that are found without help. Overlay: those under the input's overlay. Or"
                    + " the title, id or file of an image that is not 0 where pixels are to be left out.",
            NO_MASK,
            "none, Overlay, or the title, id or file of an image",
            Optional::of,
            text -> text);

    public static final Option<FieldMode> FIELD = Option.choice(
            "field",
            "Field",
            "Uniform: the same blur everywhere. Varying: the blur is mapped, and each place restored with its own; where the map"
                    + " says that it is the same everywhere, as with Uniform. For Amortized FKP with Sparse MAP or Richardson-Lucy.",
            FieldMode.UNIFORM,
            List.of(FieldMode.values()),
            FieldMode::label);

    public static final Option<OptionalDouble> NOISE = noise("auto", "\"auto\" estimates it.");

    public static final Option<Grid> GRID = grid(
            Grid.CENTRED,
            "Centred: the result overlays the input. Paper: the pixel grid of the paper's code, for its data.");

    public static final Option<Boolean> UNCERTAINTY = onRequest(
            "uncertainty",
            "Uncertainty",
            "on: a further image has the standard deviation of each pixel of the result, from samples of Sparse MAP's posterior."
                    + " It takes about twice as long again.");

    public static final Option<Boolean> RESOLUTION = onRequest(
            "resolution",
            "Resolution",
            "on: the finest detail that stands above the noise is found in the image and in the result, by decorrelation analysis."
                    + " It does not say whether what was added is true.");

    public static final Option<Integer> STEPS = Option.whole(
            "steps",
            "Richardson-Lucy steps (0 = automatic)",
            "Of Richardson-Lucy: the more, the sharper, and the more noise. 0 = until the residual is as small as the noise,"
                    + " the same number for all planes. A number keeps the images of a series comparable.",
            0,
            0,
            100_000);

    public static final Option<Double> SMOOTHNESS = Option.decimal(
            "smoothness",
            "Richardson-Lucy smoothness",
            "Of Richardson-Lucy: weight of the total variation, which suppresses noise in flat parts. 0 = none; 0.002 to 0.02"
                    + " are usual.",
            "0",
            0,
            0.1,
            "a number from 0 to 0.1");

    public static final Option<Integer> ITERATIONS = Option.whole(
            "iterations",
            "Iterations (0 = automatic)",
            "Number of iterations of the estimator; 0 = the estimator's own.",
            0,
            0,
            1_000_000);

    public static final Option<Long> SEED =
            Option.whole("seed", "Random seed", "Seed of all random numbers. The same seed gives the same result.", 1);

    public static final Option<DeviceChoice> DEVICE = Option.text(
            "device",
            "Device (Auto, CPU, GPU)",
            "For methods with networks; the defaults compute on the CPU. Auto: a GPU where there is one. GPU: the first; GPU 1: the"
                    + " second; …",
            DeviceChoice.AUTO.toString(),
            "Auto, CPU, GPU, GPU 1, GPU 2, …",
            DeviceChoice::named,
            DeviceChoice::toString);

    public static final Option<ImagePlus> KERNEL = Option.image(
            "kernel",
            "Kernel",
            "The blur kernel: a small image of any size, such as a result of Estimate Blur Kernel. Or a map of the blur.",
            Pattern.compile(".+-(kernel|blur)(-\\d+)?"));

    private Options() {}

    /** Something that is only done where it is asked for: off or on. */
    private static Option<Boolean> onRequest(final String key, final String label, final String help) {
        return Option.choice(key, label, help, false, List.of(false, true), on -> on ? "on" : "off");
    }

    /**
     * The noise, "auto" or its standard deviation in the image's grey levels.
     *
     * @param auto what "auto" does
     */
    public static Option<OptionalDouble> noise(final String defaultText, final String auto) {
        return Option.text(
                "noise",
                "Noise (grey levels)",
                "Standard deviation of the noise in the image's grey levels; " + auto,
                defaultText,
                "auto, or a standard deviation in grey levels, 0 or more",
                text -> text.equalsIgnoreCase("auto")
                        ? Optional.of(OptionalDouble.empty())
                        : Texts.decimal(text).filter(v -> v >= 0).map(OptionalDouble::of),
                noise -> noise.isPresent() ? String.valueOf(noise.getAsDouble()) : "auto");
    }

    /** The pixel grid. */
    public static Option<Grid> grid(final Grid defaultValue, final String help) {
        return Option.choice("grid", "Pixel grid", help, defaultValue, List.of(Grid.values()), Grid::label);
    }
}
