// Blind SR for Fiji: a demonstration on two images.
//
//   1. The macro blurs and down-samples a photograph, so the truth is known. It estimates the blur kernel from the small image
//      alone and restores the image. It compares both with the truth, and the image also with cubic interpolation.
//   2. A retinal photograph that is really blurred. Nobody knows the truth; the residual is the evidence.
//
// Run it:   imagej --headless macros/Demo.ijm OUTPUT_FOLDER
// It writes inputs, kernels and results as TIFF, and pictures of them side by side as PNG.

// It names its images, and closes them all in the end.
if (nImages > 0) exit("Close all images first");

scale = 2;

output = getArgument();
if (output == "") output = getDirectory("temp") + "blind-sr-demo";
File.makeDirectory(output);
if (!File.isDirectory(output)) exit("\"" + output + "\" cannot be made; is the folder around it there?");
output = output + File.separator;
samples = findSamples();
setBatchMode(true);

// 1. The truth is known
open(samples + "camera.png");
truth = getTitle();
run("Simulate Low Resolution...", "input=[" + truth + "] scale=" + scale + " major=2.2 minor=1.3 angle=30");
low = getTitle();
trueKernel = "true-kernel";
selectImage(low + "-kernel");
rename(trueKernel);
restore(low);
result = low + "-SRx" + scale;
kernel = low + "-kernel";
cubic = "camera-cubic";
interpolate(low, trueKernel, cubic);

kernelPsnr = compare(kernel, trueKernel, "Kernel PSNR");
resultPsnr = compare(result, truth, "PSNR");
cubicPsnr = compare(cubic, truth, "PSNR");
print("camera, x" + scale + ":");
print("  kernel PSNR         " + d2s(kernelPsnr, 2) + " dB");
print("  image PSNR          " + d2s(resultPsnr, 2) + " dB");
print("  cubic interpolation " + d2s(cubicPsnr, 2) + " dB");
print("  gain                " + d2s(resultPsnr - cubicPsnr, 2) + " dB");
part = newArray(20, 10, 96, 96);
picture(low, cubic, kernel, part, "camera-cubic");
picture(low, result, kernel, part, "camera-result");
picture(low, truth, trueKernel, part, "camera-truth");
save(newArray(low, trueKernel, kernel, result, cubic));
close("*");

// 2. Really blurred
open(samples + "microaneurysms.png");
low = getTitle();
restore(low);
name = File.getNameWithoutExtension(low);
result = name + "-SRx" + scale;
kernel = name + "-kernel";
cubic = name + "-cubic";
interpolate(low, kernel, cubic);
selectImage(result);
print("microaneurysms, x" + scale + ":");
// The sign is written as a code because ImageJ reads macros in the encoding of the system.
plusMinus = fromCharCode(177);
print("  blur                " + d2s(getInfo("FWHM major"), 2) + " x " + d2s(getInfo("FWHM minor"), 2) + " pixels FWHM,"
	+ " +/- " + d2s(getInfo("FWHM major " + plusMinus), 2) + " x " + d2s(getInfo("FWHM minor " + plusMinus), 2));
print("  residual            " + d2s(getInfo("Residual"), 2) + " grey levels RMS");
picture(low, result, kernel, newArray(0, 0, 102, 102), name + "-result");
save(newArray(low, kernel, result, cubic));
print("Written to " + output);

// The samples are beside this macro. If the host does not tell the macro's path, try the folder of the update site.
function findSamples() {
	places = newArray(File.getDirectory(getInfo("macro.filepath")),
		getDirectory("imagej") + "macros" + File.separator + "Blind-SR" + File.separator);
	for (i = 0; i < places.length; i++) {
		folder = places[i] + "samples" + File.separator;
		if (File.exists(folder + "camera.png")) return folder;
	}
	exit("The sample images are missing: " + folder);
}

function restore(title) {
	start = getTime();
	run("Blind Super-Resolution...", "input=[" + title + "] scale=" + scale + " seed=1");
	print(title + ": " + d2s((getTime() - start) / 1000, 1) + " s");
}

// The baseline: cubic interpolation at the same grid positions. The command requires a kernel, but Cubic spline ignores it.
function interpolate(title, anyKernel, newTitle) {
	run("Super-Resolve With Kernel...", "input=[" + title + "] kernel=[" + anyKernel + "] scale=" + scale
		+ " restorer=[Cubic spline]");
	rename(newTitle);
}

function compare(image, reference, column) {
	run("Compare Blind SR Result...", "result=[" + image + "] reference=[" + reference + "]");
	if (isOpen("Blind SR")) return Table.get(column, Table.size("Blind SR") - 1, "Blind SR");
	return getResult(column, nResults - 1);
}

// Saves a picture of input, result and kernel side by side, of one part (x, y, width, height) of the input.
function picture(input, result, kernel, part, name) {
	selectImage(input);
	makeRectangle(part[0], part[1], part[2], part[3]);
	run("Show Blind SR Result...", "input=[" + input + "] result=[" + result + "] kernel=[" + kernel + "]");
	write("PNG", output + name + ".png");
	close();
	selectImage(input);
	run("Select None");
}

function save(titles) {
	for (i = 0; i < titles.length; i++) {
		selectImage(titles[i]);
		run("Duplicate...", "title=copy");
		write("Tiff", output + File.getNameWithoutExtension(titles[i]) + ".tif");
		close();
	}
}

// As a value of several words stands in options: in brackets, or in quotes if it may have a bracket that is not closed.
function enclosed(value) {
	if (indexOf(value, "'") < 0) return "'" + value + "'";
	return "[" + value + "]";
}

// Under another name first: ImageJ goes on when a disk is full, and half a file would have replaced an earlier one.
function write(format, path) {
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
	// The folder may be one of the user's.
	if (File.exists(path)) print("\"" + path + "\" is replaced");
	deleted = File.delete(path);
	renamed = File.rename(unfinished, path);
	if (File.exists(unfinished)) exit("\"" + path + "\" cannot be replaced by \"" + unfinished + "\"");
	rename(File.getName(path));
}
