// Restores an image with a blur kernel that is known: measured with a bead, computed, or estimated on another image.
//
// In ImageJ:   Plugins > Macros > Run..., or in the editor
// Headless:    imagej --headless macros/Own_Kernel.ijm "/data/cells.tif|/data/psf.tif"
//
// A kernel that is not calibrated is taken to be on the fine grid: "scale" of its pixels are as wide as one of the image. The
// command normalises the kernel to sum 1 and centres it. The macro writes the result beside the image.

scale = 2;

files = split(getArgument(), "|");
if (files.length == 0) files = newArray(File.openDialog("A blurred image"), File.openDialog("Its blur kernel"));

for (i = 0; i < 2; i++) if (!File.exists(files[i])) exit("There is no file \"" + files[i] + "\"");
setBatchMode(true);
open(files[0]);
input = getImageID();
open(files[1]);
kernel = getImageID();
// If image and kernel are calibrated, the command brings the kernel to the right pixel size. It subtracts a background, and
// takes the plane in focus of a stack. "Blur Kernel From Beads..." makes a better kernel of a whole field of beads.

run("Super-Resolve With Kernel...", "input=" + input + " kernel=" + kernel + " scale=" + scale);
print("Residual: " + getInfo("Residual") + " grey levels");
save("Tiff", File.getDirectory(files[0]) + File.getNameWithoutExtension(files[0]) + "-SRx" + scale + ".tif");

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
