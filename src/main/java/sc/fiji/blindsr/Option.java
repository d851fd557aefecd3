package sc.fiji.blindsr;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.restore.Restorers;

/**
 * Everything a user can set, once: the macro key, the label and help of the dialogs, the default and the choices.
 * Dialogs, macros, scripts and the checks in {@link Settings} all read it here. Keys and labels are a public interface:
 * other people's macros depend on them.
 */
public enum Option {
	INPUT(Kind.IMAGE, "Image", "", "The blurred, low-resolution image. In a macro: its title, its id or the path of a file."),
	SCALE(Kind.CHOICE, "Scale factor", "2", "How many times finer the result's pixel grid is.", "2", "3", "4"),
	ESTIMATOR(Kind.CHOICE, "Kernel estimator", Estimators.DEFAULT, "The method that finds the blur kernel.",
		Estimators.names()),
	RESTORER(Kind.CHOICE, "Restorer", Restorers.DEFAULT,
		"The method that makes the sharp image. DIP is the image that the estimator DIP-FKP made itself: it works on the"
			+ " whole image. Bicubic only enlarges: it is the baseline.", Restorers.names()),
	PRIOR(Kind.TEXT, "Kernel prior", "built-in",
		"\"built-in\", or the file of a trained kernel prior for this scale factor (.safetensors, or the authors' .pt)."),
	REGION(Kind.CHOICE, "Region", "Auto",
		"Where the kernel is estimated. Auto: the selection if there is one, else the busiest part of the image.",
		"Auto", "Whole"),
	CHANNELS(Kind.CHOICE, "Channels", "One kernel", "One kernel for all channels, or one for each.", "One kernel",
		"Kernel per channel"),
	NOISE(Kind.TEXT, "Noise (grey levels)", "auto",
		"\"auto\", or the noise's standard deviation in the image's grey levels. Of all methods, only Variational FKP uses" +
			" it."),
	GRID(Kind.CHOICE, "Grid", Grid.CENTRED.label(),
		"Centred: the result overlays the input. Paper: the pixel grid of the paper's code, for its data.",
		Arrays.stream(Grid.values()).map(Grid::label).toArray(String[]::new)),
	ITERATIONS(Kind.NUMBER, "Iterations", "0", "Number of iterations of the estimator; 0 = the estimator's own."),
	SEED(Kind.NUMBER, "Seed", "1", "Seed of all random numbers. The same seed gives the same result."),
	DEVICE(Kind.TEXT, "Device", "Auto", "Auto, CPU, GPU, GPU 1, … Auto takes a GPU where there is one."),
	KERNEL(Kind.IMAGE, "Kernel", "", "The blur kernel: a small image of any size, such as a result of Estimate Blur Kernel."),
	KERNEL_RESTORER("restorer", Kind.CHOICE, "Restorer", Restorers.DEFAULT_FOR_KERNEL,
		"The method that makes the sharp image. Bicubic only enlarges, whatever the kernel: it is the baseline.", Restorers
			.namesForKernel()),
	MAJOR(Kind.TEXT, "FWHM, long axis (LR pixels)", "2.0",
		"Full width at half maximum of the Gaussian blur along its longer axis, in pixels of the low-resolution image."),
	MINOR(Kind.TEXT, "FWHM, short axis (LR pixels)", "1.5", "The same along its shorter axis."),
	ANGLE(Kind.TEXT, "Angle (degrees)", "0",
		"Direction of the longer axis, counter-clockwise from the x axis, as ImageJ measures angles."),
	ADDED_NOISE("noise", Kind.TEXT, "Added noise (grey levels)", "0",
		"Standard deviation of the Gaussian noise that is added, in the image's grey levels."),
	RESULT(Kind.IMAGE, "Result", "", "The image or kernel to judge."),
	REFERENCE(Kind.IMAGE, "Reference", "", "The true image or kernel."),
	BORDER(Kind.TEXT, "Border (pixels)", "auto",
		"Pixels at every edge that are left out; \"auto\": the scale factor, if the result's Info tells it, else 0.");

	/** What sort of value an option takes. */
	public enum Kind {
		/** An image. Macros name it by title, id or file. */
		IMAGE,
		/** One of {@link Option#choices()}. */
		CHOICE,
		/** Free text. */
		TEXT,
		/** A whole number. */
		NUMBER
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

	Option(final String key, final Kind kind, final String label, final String defaultValue, final String help,
		final String... choices)
	{
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

	/** The value it has where the user gives none; empty for an image (the active one is taken). */
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
