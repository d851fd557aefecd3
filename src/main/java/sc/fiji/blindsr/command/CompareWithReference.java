package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.blindsr.Outcome;
import sc.fiji.blindsr.Task;

/** Measures how far a result is from the truth. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Compare With Reference...")
public class CompareWithReference extends TaskCommand {

	@Parameter(label = "Result",
		description = "The image or kernel to judge.",
		required = false, persist = false)
	private ImagePlus result;

	@Parameter(label = "Reference",
		description = "The true image or kernel.",
		required = false, persist = false)
	private ImagePlus reference;

	@Parameter(label = "Border (pixels)",
		description = "Pixels at every edge that are left out; \"auto\": the scale factor, if the result's Info " +
			"tells it, else 0.",
		required = false, persist = false)
	private String border;

	/** Made by SciJava. */
	public CompareWithReference() {
		super(Task.COMPARE);
	}

	@Override
	void setOutputs(final Outcome outcome) {
		// The row in the table is all.
	}
}
