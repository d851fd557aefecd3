// Maps the blur over the field of all TIFF and PNG images of a folder: how sharp each is where.
#@ File (label = "Source folder", style = "directory") source
#@ File (label = "Target folder", style = "directory") target
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ String (label = "Of several planes", choices = {"Each", "Pooled"}, value = "Each") series
#@ CommandService commands

import ij.IJ
import ij.io.FileSaver
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import sc.fiji.blindsr.command.MapBlur

files = source.listFiles().findAll { it.name ==~ /(?i).*\.(tif|tiff|png)/ }.sort()
// Outputs have no extension of the image: of a.png and a.tif there would be one map.
alike = files.groupBy { it.name.replaceFirst(/\.[^.]*$/, "").toLowerCase() }.values().find { it.size() > 1 }
if (alike) throw new IllegalStateException(alike*.name.join(" and ") + " would have the same map; rename one of the two")
target.mkdirs()

for (file in files) {
	input = IJ.openImage(file.path)
	if (input == null) throw new IOException(file.path + " cannot be read")
	run = commands.run(MapBlur, true, "input", input, "scale", scale, "series", series).get()
	if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())
	map = run.getOutput("map")
	save(target, map.title + ".tif") { new FileSaver(map).saveAsTiff(it) }
	// The ellipses over the first plane, in colour.
	picture = run.getOutput("picture")
	save(target, picture.title + ".png") { new FileSaver(picture.flatten()).saveAsPng(it) }
}

// Under another name first: half a file must not replace an earlier one.
def save(folder, name, write) {
	def unfinished = new File(folder, "unfinished-" + name)
	try {
		if (!write(unfinished.path)) throw new IOException(name + " cannot be written to " + folder)
		Files.move(unfinished.toPath(), folder.toPath().resolve(name), StandardCopyOption.REPLACE_EXISTING)
	} finally {
		unfinished.delete()
	}
}
