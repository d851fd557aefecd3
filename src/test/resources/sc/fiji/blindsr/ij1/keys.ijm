// Gives keys that the other macros leave out, and prints what came of each. Arguments: a photograph, a folder for files.
given = split(getArgument(), "|");
dir = given[1] + File.separator;
open(given[0]);
makeRectangle(60, 40, 144, 136);
run("Crop");
rename("scene");
setVoxelSize(0.05, 0.05, 1, "um");

run("Simulate Low Resolution...", "input=scene scale=2 major=2.2 minor=1.3 angle=30 camera=[Read noise] seed=2");
low = getTitle();
report("camera", "Parameter camera");
newImage("panel", "8-bit black", 72, 68, 1);
setColor(255);
fillRect(0, 0, 10, 6);
panel = getImageID();

run("Blind Super-Resolution...", "input=" + low + " mask=panel uncertainty=on resolution=on field=Varying");
result = getTitle();
report("mask by title", "Masked");
report("resolution", "Resolution of the input");
selectImage("scene-LRx2-sd");
report("uncertainty", "Image");
selectImage("scene-LRx2-kernel-1");
rename("found");

run("Show Blind SR Result...", "input=" + low + " result=" + result + " kernel=found view=Residual");
report("view", "Parameter view");
run("Compare Blind SR Result...", "result=" + result + " reference=scene border=9");
print("border: " + getResult("Border"));
run("Estimate Blur Kernel...", "input=" + low + " mask=" + panel + " prior=General plane=1");
report("mask by id", "Masked");
report("recorded", "Parameter mask");
report("prior", "Prior");
run("Super-Resolve With Kernel...", "input=" + low + " kernel=found restorer=Richardson-Lucy steps=7 smoothness=0.002");
report("steps", "Steps");
report("smoothness", "Parameter smoothness");

run("Map Blur...", "input=" + low + " series=Pooled");
report("series", "Parameter series");
run("Blur Kernel From Optics...", "type=Confocal wavelength=520 aperture=1.2 index=1.33 medium=1.38 pixel=0.1 pinhole=0.8 defocus=0.1 depth=3");
report("optics", "Optics");

run("Estimate Image Resolution...", "input=scene");
print("resolution of: " + getTitle() + ", " + getResultString("Image") + ", " + getResultString("FRC of") + ", found " + (getResult("Decorrelation") > 2));
selectImage("scene");
run("Duplicate...", "title=again");
run("Add Noise");
run("Estimate Image Resolution...", "input=scene second=again");
print("second view: " + getResultString("FRC of"));

run("Open Blind SR Sample");
print("sample: " + getTitle());
close("*");

source = dir + "source" + File.separator;
File.makeDirectory(source);
for (i = 1; i <= 5; i++) {
	newImage("image" + i, "8-bit ramp", 60, 50, 1);
	saveAs("Tiff", source + "image" + i + ".tif");
	close();
}
for (part = 1; part <= 2; part++) {
	run("Blind SR Batch...", "source=[" + source + "] target=[" + dir + "target] part=" + part + "/2 existing=overwrite restorer=[Cubic spline]");
	made = getFileList(dir + "target");
	print("part " + part + ": " + made.length);
}

open(given[0]);
run("Blind Super-Resolution...", "input=" + getTitle() + " mask=nowhere");
print("not to be reached");

/** What the active image's Info says of a key. */
function report(name, key) {
	print(name + ": " + getTitle() + ", " + getInfo(key));
}
