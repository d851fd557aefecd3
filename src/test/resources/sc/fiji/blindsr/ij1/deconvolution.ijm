// Blurs a part of a photograph, and takes the blur away again on the image's own pixels. Argument: the photograph.
open(getArgument());
makeRectangle(160, 60, 96, 120);
run("Crop");
rename("photograph");
setVoxelSize(0.1, 0.1, 1, "um");
run("Simulate Low Resolution...", "input=photograph scale=1 major=3 minor=2 angle=30 noise=1");
report();
run("Blind Super-Resolution...", "input=photograph-LRx1 scale=1");
report();
selectImage("photograph-LRx1-kernel-1");
print("kernel: " + getWidth() + "x" + getHeight());
print("better: " + (error("photograph-LRx1-SRx1") < 0.85 * error("photograph-LRx1")));
run("Blind Super-Resolution...", "input=photograph-LRx1 scale=1 estimator=KernelGAN");
print("not to be reached");

function report() {
	getVoxelSize(width, height, depth, unit);
	print(getTitle() + ": " + bitDepth() + " bits, " + getWidth() + "x" + getHeight() + ", pixel " + d2s(width, 3) + "x" + d2s(height, 3) + " " + unit);
}

/** Root mean square difference from the photograph. */
function error(title) {
	truth = pixels("photograph");
	found = pixels(title);
	sum = 0;
	for (i = 0; i < truth.length; i++) sum += pow(found[i] - truth[i], 2);
	return sqrt(sum / truth.length);
}

function pixels(title) {
	selectImage(title);
	values = newArray(getWidth() * getHeight());
	for (i = 0; i < values.length; i++)
		values[i] = getPixel(i % getWidth(), floor(i / getWidth()));
	return values;
}
