// Finds the blur of an image and restores it on a finer grid. Nothing but the image is needed.
#@ ij.ImagePlus (label = "Image") input
#@ String (label = "Scale factor", choices = {"2", "3", "4"}, value = "2") scale
#@ File (label = "Folder for the results", style = "directory", required = false) folder
#@ CommandService commands

import ij.IJ
import sc.fiji.blindsr.command.BlindSuperResolution

// What is left out has its default; the keys are those of macros.
run = commands.run(BlindSuperResolution, true, "input", input, "scale", scale).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())

if (folder != null)
	for (output in ["kernel", "result"]) {
		image = run.getOutput(output)
		IJ.saveAsTiff(image, new File(folder, image.getTitle() + ".tif").getPath())
	}
