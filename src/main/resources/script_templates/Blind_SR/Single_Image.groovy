// Estimates the blur of an image and restores the image on a finer grid. Only the image is needed.
#@ ij.ImagePlus (label = "Image") input
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ File (label = "Folder for the results", style = "directory", required = false) folder
#@ CommandService commands

import ij.io.FileSaver
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import sc.fiji.blindsr.command.BlindSuperResolution

// The keys are those of macros; a key that is left out takes its default.
run = commands.run(BlindSuperResolution, true, "input", input, "scale", scale).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())

if (folder != null)
	for (output in ["kernel", "result"]) save(run.getOutput(output), folder)

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
