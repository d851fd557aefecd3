// Estimates the blur of one image and restores the image on a finer grid. Only the image is needed.
//
// In ImageJ:   Plugins > Macros > Run..., or in the editor
// Headless:    imagej --headless macros/Single_Image.ijm /data/cells.tif
//
// Writes the kernel, the result and a picture of all three beside the image.

scale = 2;

path = getArgument();
if (path == "") path = File.openDialog("A blurred image");
if (!File.exists(path)) exit("There is no file \"" + path + "\"");
name = File.getDirectory(path) + File.getNameWithoutExtension(path);

// A window of that name would be taken for the output.
if (isOpen(File.getNameWithoutExtension(path) + "-kernel")) exit("Close the earlier kernel first");

setBatchMode(true);
open(path);
input = getImageID();
run("Blind Super-Resolution...", "input=" + input + " scale=" + scale);
// The result is now the active image. Its Info holds all figures of the run.
result = getImageID();
print("Blur: " + getInfo("FWHM major") + " x " + getInfo("FWHM minor") + " pixels (FWHM), residual: " + getInfo("Residual")
	+ " grey levels");
if (getInfo("Warning") != "") print("Warning: " + getInfo("Warning"));
save("Tiff", name + "-SRx" + scale + ".tif");
selectImage(File.getNameWithoutExtension(path) + "-kernel");
kernel = getImageID();
save("Tiff", name + "-kernel.tif");

run("Show Blind SR Result...", "input=" + input + " result=" + result + " kernel=" + kernel);
save("PNG", name + "-view.png");

// As a value of several words stands in options: in brackets, or in quotes if it may have a bracket that is not closed.
function enclosed(value) {
	if (indexOf(value, "'") < 0) return "'" + value + "'";
	return "[" + value + "]";
}

// Under another name first: ImageJ goes on when a disk is full, and half a file would have replaced an earlier one.
function save(format, path) {
	unfinished = File.getDirectory(path) + "unfinished-" + File.getName(path);
	// saveAs() puts every name with a blank in brackets.
	if (format == "PNG") run("PNG...", "save=" + enclosed(unfinished));
	else saveAs(format, unfinished);
	bytes = 1;
	if (format == "Tiff") bytes = getWidth() * getHeight() * nSlices * bitDepth() / 8;
	if (parseFloat(File.length(unfinished)) < bytes) {
		deleted = File.delete(unfinished);
		exit("\"" + path + "\" cannot be written");
	}
	deleted = File.delete(path);
	renamed = File.rename(unfinished, path);
	if (File.exists(unfinished)) exit("\"" + path + "\" cannot be replaced by \"" + unfinished + "\"");
	rename(File.getName(path));
}
