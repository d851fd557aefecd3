// Restores an image with a blur kernel that is known: measured with a bead, computed, or estimated on another image.
//
// In ImageJ:   Plugins > Macros > Run..., or in the editor
// Headless:    imagej --headless macros/Own_Kernel.ijm "/data/cells.tif|/data/psf.tif"
//
// The kernel is a point-spread function on the fine grid: "scale" of its pixels are as wide as one pixel of the image. The
// command normalises the kernel to sum 1 and centres it. The macro writes the result beside the image.

scale = 2;

files = split(getArgument(), "|");
if (files.length == 0) files = newArray(File.openDialog("A blurred image"), File.openDialog("Its blur kernel"));

setBatchMode(true);
open(files[0]);
input = getImageID();
open(files[1]);
kernel = getImageID();
// A bead that was recorded like the image has the image's pixel size. Subtract its background and enlarge it first:
//   run("Size...", "width=" + scale * getWidth() + " height=" + scale * getHeight() + " interpolation=Bicubic");

run("Super-Resolve With Kernel...", "input=" + input + " kernel=" + kernel + " scale=" + scale);
print("Residual: " + getInfo("Residual") + " grey levels");
saveAs("Tiff", File.getDirectory(files[0]) + File.getNameWithoutExtension(files[0]) + "-SRx" + scale + ".tif");
