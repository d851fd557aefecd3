// Restores a time series (or any stack) with one kernel, estimated on one of its frames. All frames stay comparable.
#@ ij.ImagePlus (label = "Time series") input
#@ Integer (label = "Frame to estimate the kernel on (0 = the displayed one)", min = 0, value = 0) frame
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ File (label = "Folder for the results", style = "directory", required = false) folder
#@ CommandService commands

import ij.io.FileSaver
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import sc.fiji.blindsr.command.EstimateBlurKernel
import sc.fiji.blindsr.command.SuperResolveWithKernel

// The command counts planes in the order of the stack; a plain stack has its frames as slices.
plane = frame == 0 ? input.currentSlice
	: input.NFrames > 1 ? input.getStackIndex(input.c, input.z, frame) : frame
estimation = commands.run(EstimateBlurKernel, true, "input", input, "scale", scale, "plane", plane).get()
if (estimation.isCanceled()) throw new IllegalStateException(estimation.getCancelReason())
kernel = estimation.getOutput("kernel")

restoration = commands.run(SuperResolveWithKernel, true, "input", input, "kernel", kernel, "scale", scale).get()
if (restoration.isCanceled()) throw new IllegalStateException(restoration.getCancelReason())
result = restoration.getOutput("result")

if (folder != null)
	for (image in [kernel, result]) save(image, folder)

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
