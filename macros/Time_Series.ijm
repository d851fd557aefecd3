// Restores a time series (or any stack) with one kernel, estimated on one of its frames. All frames stay comparable.
//
// In ImageJ:   Plugins > Macros > Run..., or in the editor
// Headless:    imagej --headless macros/Time_Series.ijm /data/series.tif
//
// Writes the kernel and the restored series beside the file.

scale = 2;

path = getArgument();
if (path == "") path = File.openDialog("A time series");
if (!File.exists(path)) exit("There is no file \"" + path + "\"");
name = File.getDirectory(path) + File.getNameWithoutExtension(path);

setBatchMode(true);
open(path);
input = getImageID();
// The plane to estimate the kernel on, counted in the order of the stack: here the one in the middle. Choose one that is in
// focus, or 0 for the plane that shows the blur best.
plane = floor((nSlices + 1) / 2);
run("Estimate Blur Kernel...", "input=" + input + " scale=" + scale + " plane=" + plane);
kernel = getImageID();
save("Tiff", name + "-kernel.tif");

run("Super-Resolve With Kernel...", "input=" + input + " kernel=" + kernel + " scale=" + scale);
print(nSlices + " frames of " + getWidth() + " x " + getHeight() + " pixels");
save("Tiff", name + "-SRx" + scale + ".tif");

// Under another name first: ImageJ goes on when a disk is full, and half a file would have replaced an earlier one.
function save(format, path) {
	unfinished = File.getDirectory(path) + "unfinished-" + File.getName(path);
	saveAs(format, unfinished);
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
