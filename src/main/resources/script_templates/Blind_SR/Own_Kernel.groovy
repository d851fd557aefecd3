// Restores an image with a blur kernel that is known: measured with a bead, computed, or estimated on another image.
// The kernel is a point-spread function, calibrated, or else on the pixel grid of the result.
#@ ij.ImagePlus (label = "Image") input
#@ ij.ImagePlus (label = "Kernel") kernel
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ String (label = "Restorer", choices = {"Sparse MAP", "Richardson-Lucy", "USRNet", "Cubic spline"}, value = "Sparse MAP") restorer
#@ File (label = "Folder for the result", style = "directory", required = false) folder
#@ CommandService commands

import ij.io.FileSaver
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import sc.fiji.blindsr.command.SuperResolveWithKernel

run = commands.run(SuperResolveWithKernel, true, "input", input, "kernel", kernel, "scale", scale, "restorer", restorer).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())

if (folder != null) save(run.getOutput("result"), folder)

// Under another name first: half a file must not replace an earlier one. A title may have signs that no file's name has.
def save(image, folder) {
	folder.mkdirs()
	def name = image.title.replaceAll('[/\\\\:*?"<>|]', '-') + ".tif"
	def unfinished = new File(folder, "unfinished-" + name)
	try {
		if (!new FileSaver(image).saveAsTiff(unfinished.path)) throw new IOException(name + " cannot be written to " + folder)
		Files.move(unfinished.toPath(), folder.toPath().resolve(name), StandardCopyOption.REPLACE_EXISTING)
	} finally {
		unfinished.delete()
	}
}
