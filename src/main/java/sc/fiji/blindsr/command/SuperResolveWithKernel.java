package sc.fiji.blindsr.command;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.blindsr.Outcome;
import sc.fiji.blindsr.Task;

/** Restores an image with a kernel that the user brings. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Super-Resolve With Kernel...")
public class SuperResolveWithKernel extends TaskCommand {

	@Parameter(label = "Image",
		description = "The blurred, low-resolution image. In a macro: its title, its id or the path of a file.",
		required = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "Kernel",
		description = "The blur kernel: a small image of any size, such as a result of Estimate Blur Kernel.",
		autoFill = false, required = false, persist = false)
	private ImagePlus kernel;

	@Parameter(label = "Scale factor",
		description = "How many times finer the result's pixel grid is.",
		choices = { "2", "3", "4" }, required = false, persist = false)
	private String scale;

	@Parameter(label = "Restorer",
		description = "The method that makes the sharp image. Bicubic only enlarges, whatever the kernel: it is the " +
			"baseline.",
		choices = { "Bicubic" }, required = false, persist = false)
	private String restorer;

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

	@Parameter(label = "Seed",
		description = "Seed of all random numbers. The same seed gives the same result.",
		required = false, persist = false)
	private String seed;

	@Parameter(label = "Device",
		description = "Auto, CPU, GPU, GPU 1, … Auto takes a GPU where there is one.",
		required = false, persist = false)
	private String device;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus result;

	/** Made by SciJava. */
	public SuperResolveWithKernel() {
		super(Task.SUPER_RESOLVE_WITH_KERNEL);
	}

	@Override
	void setOutputs(final Outcome outcome) {
		result = outcome.result();
	}
}
