// Maps the blur over the field of all TIFF and PNG images of a folder: how sharp each is where.
#@ File (label = "Source folder", style = "directory") source
#@ File (label = "Target folder", style = "directory") target
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ String (label = "Of several planes", choices = {"Each", "Pooled"}, value = "Each") series
#@ CommandService commands

import ij.IJ
import ij.io.FileSaver
import sc.fiji.blindsr.command.MapBlur

for (file in source.listFiles().findAll { it.name ==~ /(?i).*\.(tif|tiff|png)/ }.sort()) {
	input = IJ.openImage(file.path)
	if (input == null) throw new IOException(file.path + " cannot be read")
	run = commands.run(MapBlur, true, "input", input, "scale", scale, "series", series).get()
	if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())
	map = run.getOutput("map")
	IJ.saveAsTiff(map, new File(target, map.title + ".tif").path)
	// The ellipses over the first plane, in colour.
	picture = run.getOutput("picture")
	new FileSaver(picture.flatten()).saveAsPng(new File(target, picture.title + ".png").path)
}
