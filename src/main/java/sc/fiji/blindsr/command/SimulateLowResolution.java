package sc.fiji.blindsr.command;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.blindsr.Outcome;
import sc.fiji.blindsr.Task;

/** Makes a low-resolution image of which the truth is known. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Simulate Low Resolution...")
public class SimulateLowResolution extends TaskCommand {

	@Parameter(label = "Image",
		description = "The blurred, low-resolution image. In a macro: its title, its id or the path of a file.",
		required = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "Scale factor",
		description = "How many times finer the result's pixel grid is.",
		choices = { "2", "3", "4" }, required = false, persist = false)
	private String scale;

	@Parameter(label = "Kernel",
		description = "The blur kernel: a small image of any size, such as a result of Estimate Blur Kernel.",
		autoFill = false, required = false, persist = false)
	private ImagePlus kernel;

	@Parameter(label = "FWHM, long axis (LR pixels)",
		description = "Full width at half maximum of the Gaussian blur along its longer axis, in pixels of the " +
			"low-resolution image.",
		required = false, persist = false)
	private String major;

	@Parameter(label = "FWHM, short axis (LR pixels)",
		description = "The same along its shorter axis.",
		required = false, persist = false)
	private String minor;

	@Parameter(label = "Angle (degrees)",
		description = "Direction of the longer axis, counter-clockwise from the x axis, as ImageJ measures angles.",
		required = false, persist = false)
	private String angle;

	@Parameter(label = "Added noise (grey levels)",
		description = "Standard deviation of the Gaussian noise that is added, in the image's grey levels.",
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

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus truth;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus result;

	/** Made by SciJava. */
	public SimulateLowResolution() {
		super(Task.SIMULATE);
	}

	@Override
	void setOutputs(final Outcome outcome) {
		truth = outcome.kernel();
		result = outcome.result();
	}
}
