// Runs the commands on all types of images, and prints what they give. Argument: a folder for files.
dir = getArgument() + File.separator;

sample("eight", "8-bit", 1);
sample("other", "8-bit", 1);
run("Blind Super-Resolution...", "input=eight iterations=3");
report();

sample("sixteen", "16-bit", 20);
id = getImageID();
sample("other", "8-bit", 1);
run("Blind Super-Resolution...", "input=" + id + " scale=3 iterations=3 restorer=Bicubic grid=Paper noise=1.5 region=Whole");
report();

sample("a file", "32-bit", 0.01);
saveAs("Tiff", dir + "a file.tif");
close("*");
run("Blind Super-Resolution...", "input=[" + dir + "a file.tif] scale=4 iterations=3 restorer=Bicubic channels=[One kernel] device=CPU");
report();

sample("other", "8-bit", 1);
sample("colour", "RGB", 1);
run("Blind Super-Resolution...", "iterations=3");
report();

sample("only a kernel", "8-bit", 1);
run("Estimate Blur Kernel...", "input=[only a kernel] iterations=3");
report();

// outputs can be selected and saved by their titles
sample("to save.tif", "8-bit", 1);
run("Blind Super-Resolution...", "input=[to save.tif] estimator=[Variational FKP] iterations=3");
selectImage("to save-kernel");
saveAs("Tiff", dir + "kernel.tif");
selectImage("to save-SRx2");
saveAs("Tiff", dir + "result.tif");
first = pixels();
close("*");

// the same seed gives the same pixels, another one does not
sample("again", "8-bit", 1);
run("Blind Super-Resolution...", "input=again estimator=[Variational FKP] iterations=3 seed=1");
print("same seed, differences: " + differences(first, pixels()));
run("Blind Super-Resolution...", "input=again estimator=[Variational FKP] iterations=3 seed=2");
print("other seed, differences: " + differences(first, pixels()));
close("*");

print("columns: " + Table.headings);
print("rows: " + nResults);
print("row 1: " + getResultString("Image", 1) + ", " + getResultString("Command", 1) + ", " + getResult("Scale", 1) + ", " + getResultString("Restorer", 1) + ", " + getResult("Seed", 1));
saveAs("Results", dir + "table.csv");
print("the end");

/** An image with structure, 40x32, pixels of 0.6x0.3 um. */
function sample(title, type, unit) {
	newImage(title, type + " black", 40, 32, 1);
	for (y = 0; y < 32; y++) {
		for (x = 0; x < 40; x++) {
			v = round(120 + 60 * sin(x / 2) * cos(y / 3) + 20 * (x > 20));
			if (type == "RGB") setPixel(x, y, (v << 16) + ((v / 2) << 8) + 255 - v);
			else setPixel(x, y, v * unit);
		}
	}
	resetMinAndMax();
	setVoxelSize(0.6, 0.3, 1, "um");
}

function report() {
	getVoxelSize(width, height, depth, unit);
	print(getTitle() + ": " + bitDepth() + " bits, " + getWidth() + "x" + getHeight() + ", pixel " + d2s(width, 3) + "x" + d2s(height, 3) + " " + unit);
	titles = getList("image.titles");
	print("windows: " + String.join(titles, ", "));
	close("*");
}

function pixels() {
	values = newArray(getWidth() * getHeight());
	for (i = 0; i < values.length; i++)
		values[i] = getPixel(i % getWidth(), floor(i / getWidth()));
	return values;
}

function differences(a, b) {
	n = 0;
	for (i = 0; i < a.length; i++)
		if (a[i] != b[i]) n++;
	return n;
}
