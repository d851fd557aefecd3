// Makes kernels from beads and from optics, restores with kernels of all kinds, and ends with one that cannot be used. Argument:
// a folder for files.
dir = getArgument() + File.separator;

// beads of FWHM 2.4 pixels, pixels of 0.1 um, on a camera with an offset
newImage("beads", "32-bit black", 160, 160, 1);
random("seed", 3);
for (i = 0; i < 16; i++) setPixel(20 + 40 * (i % 4) + floor(4 * random), 20 + 40 * floor(i / 4) + floor(4 * random), 9000);
run("Gaussian Blur...", "sigma=1.02");
run("Add...", "value=200");
// seeded, unlike ImageJ's own: with some noise a bead is rightly rejected
for (y = 0; y < getHeight(); y++)
	for (x = 0; x < getWidth(); x++) setPixel(x, y, getPixel(x, y) + 3 * random("gaussian"));
setVoxelSize(0.1, 0.1, 1, "um");
run("Blur Kernel From Beads...", "input=beads scale=3");
print("beads: " + getTitle() + ", overlay " + Overlay.size + ", rows " + nResults + ", " + getResultString("Use", 0));
titles = getList("image.titles");
print("windows: " + String.join(titles, ", "));
selectImage("beads-kernel");
getVoxelSize(width, height, depth, unit);
print("measured: " + d2s(parseFloat(getInfo("Width major")), 2) + " " + getInfo("Unit") + ", pixel " + d2s(width, 4) + " " + unit + ", used " + getInfo("Beads used"));
saveAs("Tiff", dir + "psf.tif");
close("*");

// one kernel for a folder
File.makeDirectory(dir + "in");
for (i = 0; i < 2; i++) {
	newImage("sample", "8-bit ramp", 64, 48, 1);
	makeOval(10, 8, 25, 20); run("Invert"); run("Select None");
	setVoxelSize(0.1, 0.1, 1, "um");
	saveAs("Tiff", dir + "in" + File.separator + "cell" + i + ".tif");
	close();
}
run("Clear Results");
run("Blind SR Batch...", "source=[" + dir + "in] target=[" + dir + "out] kernel=[" + dir + "psf.tif] scale=3");
print("batch: " + nResults + " rows, " + getResultString("Command", 0) + ", width " + d2s(getResult("Width major", 1), 2));

// optics; the image gives the pixel size
open(dir + "in" + File.separator + "cell0.tif");
run("Blur Kernel From Optics...", "type=Confocal wavelength=520 aperture=1.2 index=1.33 input=cell0.tif scale=2");
getVoxelSize(width, height, depth, unit);
print("optics: " + getTitle() + ", pixel " + d2s(width, 3) + " " + unit + ", " + getInfo("Optics"));
run("Super-Resolve With Kernel...", "input=cell0.tif kernel=optics-kernel");
print("restored: " + getTitle() + ", brought [" + getInfo("Kernel as brought") + "]");
close("*");
run("Blur Kernel From Optics...", "wavelength=500-600 aperture=0.7-0.9 pixel=0.3 count=5 seed=4");
print("family: " + getTitle() + ", " + nSlices + " kernels");
close("*");

run("Blur Kernel From Optics...", "aperture=0.5 pixel=0.1");
print("not to be reached");
