// Makes a folder of images of all kinds, a corrupt and a text file, runs the batch on it, and then every image by itself, and
// prints what came back. Argument: a folder for files; in its folder "in" there may be images already.
dir = getArgument() + File.separator;
source = dir + "in" + File.separator;
target = dir + "out" + File.separator;
File.makeDirectory(source);

// all kinds of images: title, type, channels, slices, frames
make("eight", "8-bit", 1, 1, 1); save();
make("inverted", "8-bit", 1, 1, 1); run("Invert LUT"); setMinAndMax(50, 200); save();
make("green", "8-bit", 1, 1, 1); run("Green"); save();
make("sixteen", "16-bit", 1, 1, 1); save();
make("float", "32-bit", 1, 1, 1); save();
make("rgb", "RGB", 1, 1, 1); save();
make("indexed", "RGB", 1, 1, 1); manyColours(); run("8-bit Color", "number=64"); save();
make("slices", "8-bit", 1, 5, 1); save();
make("rgbstack", "RGB", 1, 1, 3); save();
make("czt8", "8-bit", 2, 2, 2); save();
make("czt16", "16-bit", 3, 2, 1); save();
make("czt32", "32-bit", 2, 1, 2); save();
make("selected", "16-bit", 1, 1, 1); makeRectangle(4, 2, 30, 28); save();
make("annotated", "8-bit", 1, 1, 1); makeRectangle(3, 4, 10, 8); Overlay.addSelection("red"); run("Select None"); save();
File.saveString("no image at all", source + "corrupt.tif");
File.saveString("The cells of Monday were too warm.", source + "notes.txt");

options = " scale=2 iterations=2";
run("Blind SR Batch...", "source=[" + source + "] target=[" + target + "]" + options);
print("rows: " + nResults);
failed = 0;
for (row = 0; row < nResults; row++)
	if (startsWith(getResultString("Warning", row), "failed")) failed++;
print("failed: " + failed);

// the same, one by one
files = getFileList(source);
for (i = 0; i < files.length; i++) {
	name = File.getNameWithoutExtension(files[i]);
	if (name == "corrupt" || name == "notes") continue;
	open(source + files[i]);
	before = look();
	rename("input.tif");
	run("Blind Super-Resolution...", "input=input.tif" + options);
	selectImage("input-SRx2");
	single = pixels();
	selectImage("input-kernel");
	kernel = pixels();
	close("*");
	open(target + name + "-kernel.tif");
	n = differences(kernel, pixels());
	open(target + name + "-SRx2.tif");
	print("kind " + name + ": " + before + " -> " + look() + ", differences: " + (n + differences(single, pixels())));
	close("*");
}

// nothing to do for a second run, which says so
run("Clear Results");
run("Blind SR Batch...", "source=[" + source + "] target=[" + target + "] pattern=*s*.tif" + options);
print("again: " + nResults);

// each channel with a kernel of its own
run("Blind SR Batch...", "source=[" + source + "] target=[" + dir + "apart] pattern=czt8.* channels=[Kernel per channel]" + options);
open(dir + "apart" + File.separator + "czt8-kernel.tif");
print("kernels: " + nSlices + ", " + getInfo("slice.label") + ", rows: " + nResults);
close("*");

// none at all: an error that stops the macro
run("Blind SR Batch...", "source=[" + source + "] target=[" + dir + "none] pattern=*.txt" + options);
print("not to be reached");

/** An image with structure, 40x32, pixels of 0.6x0.3 um. */
function make(title, type, channels, slices, frames) {
	unit = 1;
	if (type == "16-bit") unit = 20;
	if (type == "32-bit") unit = 0.01;
	if (channels > 1) newImage(title, type + " composite-mode", 40, 32, channels, slices, frames);
	else newImage(title, type + " black", 40, 32, slices * frames);
	for (i = 1; i <= nSlices; i++) {
		if (nSlices > 1) setSlice(i);
		for (y = 0; y < 32; y++) {
			for (x = 0; x < 40; x++) {
				v = round(120 + 60 * sin(x / 2 + i) * cos(y / 3) + 20 * (x > 20));
				if (type == "RGB") setPixel(x, y, (v << 16) + ((v / 2) << 8) + 255 - v);
				else setPixel(x, y, v * unit);
			}
		}
		if (nSlices > 1) setMetadata("Label", "plane " + i);
	}
	if (nSlices > 1) setSlice(1);
	if (type != "RGB" && type != "8-bit") resetMinAndMax();
	setVoxelSize(0.6, 0.3, 1.5, "um");
}

/** Colours that no look-up table of one hue can have. */
function manyColours() {
	for (y = 0; y < 32; y++)
		for (x = 0; x < 40; x++)
			setPixel(x, y, (getPixel(x, y) & 0xff0000) + ((floor(x / 5) * 67 % 256) << 8) + floor(y / 4) * 101 % 256);
}

function save() {
	saveAs("Tiff", source + getTitle());
	close("*");
}

/** What there is to see besides the pixels. */
function look() {
	Stack.getDimensions(width, height, channels, slices, frames);
	getVoxelSize(x, y, z, unit);
	getMinAndMax(min, max);
	text = "" + bitDepth() + " bits " + width + "x" + height + " " + channels + "x" + slices + "x" + frames + " " + d2s(x, 2) + "x" + d2s(y, 2) + "x" + d2s(z, 2) + " range " + d2s(min, 2) + "-" + d2s(max, 2);
	if (bitDepth() != 24) {
		getLut(reds, greens, blues);
		text += " lut " + reds[200] + "/" + greens[200] + "/" + blues[200];
	}
	if (is("composite")) text += " composite";
	if (nSlices > 1) {
		setSlice(nSlices);
		text += " last " + getInfo("slice.label");
		setSlice(1);
	}
	text += " value " + d2s(calibrate(0), 2);
	text += " overlay " + Overlay.size;
	return text;
}

function pixels() {
	values = newArray(getWidth() * getHeight() * nSlices);
	n = 0;
	for (i = 1; i <= nSlices; i++) {
		if (nSlices > 1) setSlice(i);
		for (y = 0; y < getHeight(); y++)
			for (x = 0; x < getWidth(); x++)
				values[n++] = getPixel(x, y);
	}
	return values;
}

function differences(a, b) {
	if (a.length != b.length) return a.length + b.length;
	n = 0;
	for (i = 0; i < a.length; i++)
		if (a[i] != b[i]) n++;
	return n;
}
