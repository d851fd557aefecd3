// Estimates the blur of an image and restores the image on a finer grid. Only the image is needed.
#@ ij.ImagePlus (label = "Image") input
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ File (label = "Folder for the results", style = "directory", required = false) folder
#@ CommandService commands

import ij.IJ
import sc.fiji.blindsr.command.BlindSuperResolution

// The keys are those of macros; a key that is left out takes its default.
run = commands.run(BlindSuperResolution, true, "input", input, "scale", scale).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())

if (folder != null)
	for (output in ["kernel", "result"]) {
		image = run.getOutput(output)
		IJ.saveAsTiff(image, new File(folder, image.getTitle() + ".tif").getPath())
	}
