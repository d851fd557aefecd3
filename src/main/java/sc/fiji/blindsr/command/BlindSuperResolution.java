package sc.fiji.blindsr.command;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.blindsr.Outcome;
import sc.fiji.blindsr.Task;

/** Finds the blur of an image and restores it on a finer grid. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Blind Super-Resolution...")
public class BlindSuperResolution extends TaskCommand {

	@Parameter(label = "Image",
		description = "The blurred, low-resolution image. In a macro: its title, its id or the path of a file.",
		required = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "Scale factor",
		description = "How many times finer the result's pixel grid is.",
		choices = { "2", "3", "4" }, required = false, persist = false)
	private String scale;

	@Parameter(label = "Kernel estimator",
		description = "The method that finds the blur kernel.",
		choices = { "DIP-FKP", "Variational FKP" }, required = false, persist = false)
	private String estimator;

	@Parameter(label = "Restorer",
		description = "The method that makes the sharp image. DIP is the image that the estimator DIP-FKP made " +
			"itself: it works on the whole image. Bicubic only enlarges: it is the baseline.",
		choices = { "DIP", "Bicubic" }, required = false, persist = false)
	private String restorer;

	@Parameter(label = "Kernel prior",
		description = "\"built-in\", or the file of a trained kernel prior for this scale factor (.safetensors, or " +
			"the authors' .pt).",
		required = false, persist = false)
	private String prior;

	@Parameter(label = "Region",
		description = "Where the kernel is estimated. Auto: the selection if there is one, else the busiest part of " +
			"the image.",
		choices = { "Auto", "Whole" }, required = false, persist = false)
	private String region;

	@Parameter(label = "Channels",
		description = "One kernel for all channels, or one for each.",
		choices = { "One kernel", "Kernel per channel" }, required = false, persist = false)
	private String channels;

	@Parameter(label = "Noise (grey levels)",
		description = "\"auto\", or the noise's standard deviation in the image's grey levels. Of all methods, " +
			"only Variational FKP uses it.",
		required = false, persist = false)
	private String noise;

	@Parameter(label = "Grid",
		description = "Centred: the result overlays the input. Paper: the pixel grid of the paper's code, for its " +
			"data.",
		choices = { "Centred", "Paper" }, required = false, persist = false)
	private String grid;

	@Parameter(label = "Iterations",
		description = "Number of iterations of the estimator; 0 = the estimator's own.",
		required = false, persist = false)
	private String iterations;

	@Parameter(label = "Seed",
		description = "Seed of all random numbers. The same seed gives the same result.",
		required = false, persist = false)
	private String seed;

	@Parameter(label = "Device",
		description = "Auto, CPU, GPU, GPU 1, … Auto takes a GPU where there is one.",
		required = false, persist = false)
	private String device;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus kernel;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus result;

	/** Made by SciJava. */
	public BlindSuperResolution() {
		super(Task.SUPER_RESOLVE);
	}

	@Override
	void setOutputs(final Outcome outcome) {
		kernel = outcome.kernel();
		result = outcome.result();
	}
}
