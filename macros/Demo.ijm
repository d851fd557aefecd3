// Blind SR for Fiji: what it does, on two images.
//
//   1. A photograph is blurred and down-sampled here, so that the truth is known. Its blur kernel is estimated from the
//      small image alone, and the image restored; both are compared with the truth, and with mere interpolation.
//   2. A retinal photograph that is really blurred: nobody knows the truth; the residual is the evidence.
//
// Run it:   imagej --headless macros/Demo.ijm OUTPUT_FOLDER
// It writes TIFFs of inputs, kernels and results and, for each image, a montage as PNG.

scale = 2;

output = getArgument();
if (output == "") output = getDirectory("temp") + "blind-sr-demo";
File.makeDirectory(output);
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
interpolate(low, trueKernel);
cubic = "cubic";

kernelPsnr = compare(kernel, trueKernel, "Kernel PSNR");
resultPsnr = compare(result, truth, "PSNR");
cubicPsnr = compare(cubic, truth, "PSNR");
print("camera, x" + scale + ":");
print("  kernel PSNR         " + d2s(kernelPsnr, 2) + " dB");
print("  image PSNR          " + d2s(resultPsnr, 2) + " dB");
print("  cubic interpolation " + d2s(cubicPsnr, 2) + " dB");
print("  gain                " + d2s(resultPsnr - cubicPsnr, 2) + " dB");
montage(newArray(cubic, result, truth), newArray(trueKernel, kernel), "camera-montage");
save(newArray(low, trueKernel, kernel, result, cubic));
close("*");

// 2. Really blurred
open(samples + "microaneurysms.png");
low = getTitle();
restore(low);
name = File.getNameWithoutExtension(low);
result = name + "-SRx" + scale;
kernel = name + "-kernel";
interpolate(low, kernel);
selectImage(result);
print("microaneurysms, x" + scale + ":");
// Written as a code, because ImageJ reads macros in the encoding of the system.
plusMinus = fromCharCode(177);
print("  blur                " + d2s(getInfo("FWHM major"), 2) + " x " + d2s(getInfo("FWHM minor"), 2) + " pixels FWHM,"
	+ " +/- " + d2s(getInfo("FWHM major " + plusMinus), 2) + " x " + d2s(getInfo("FWHM minor " + plusMinus), 2));
print("  residual            " + d2s(getInfo("Residual"), 2) + " grey levels RMS");
montage(newArray("cubic", result), newArray(kernel), name + "-montage");
save(newArray(low, kernel, result, "cubic"));
print("Written to " + output);

// Beside this macro; or, where its host does not tell which file it runs, where an update site puts them.
function findSamples() {
	places = newArray(File.getDirectory(getInfo("macro.filepath")),
		getDirectory("imagej") + "macros" + File.separator + "Blind-SR" + File.separator);
	for (i = 0; i < places.length; i++) {
		folder = places[i] + "samples" + File.separator;
		if (File.exists(folder + "camera.png")) return folder;
	}
	exit("The sample images are not there: " + folder);
}

function restore(title) {
	start = getTime();
	run("Blind Super-Resolution...", "input=[" + title + "] scale=" + scale + " seed=1");
	print(title + ": " + d2s((getTime() - start) / 1000, 1) + " s");
}

// The baseline: cubic interpolation at the same grid positions. The kernel is asked for, but Bicubic does not look at it.
function interpolate(title, anyKernel) {
	run("Super-Resolve With Kernel...", "input=[" + title + "] kernel=[" + anyKernel + "] scale=" + scale
		+ " restorer=Bicubic");
	rename("cubic");
}

function compare(image, reference, column) {
	run("Compare With Reference...", "result=[" + image + "] reference=[" + reference + "]");
	if (isOpen("Blind SR")) return Table.get(column, Table.size("Blind SR") - 1, "Blind SR");
	return getResult(column, nResults - 1);
}

// Images side by side, kernels enlarged and as bright as they can be, after them.
function montage(images, kernels, title) {
	selectImage(images[0]);
	width = getWidth();
	height = getHeight();
	newImage(title, "8-bit black", (images.length + kernels.length) * (width + 4) - 4, height, 1);
	for (i = 0; i < images.length + kernels.length; i++) {
		if (i < images.length) {
			selectImage(images[i]);
			run("Duplicate...", "title=part");
		} else {
			selectImage(kernels[i - images.length]);
			run("Duplicate...", "title=part");
			getStatistics(area, mean, least, most);
			setMinAndMax(0, most);
			run("8-bit");
			zoom = floor(width / getWidth());
			run("Size...", "width=" + zoom * getWidth() + " height=" + zoom * getHeight() + " interpolation=None");
		}
		run("Select All");
		run("Copy");
		makeRectangle(0, 0, getWidth(), getHeight());
		partWidth = getWidth();
		partHeight = getHeight();
		close("part");
		selectImage(title);
		makeRectangle(i * (width + 4), 0, partWidth, partHeight);
		run("Paste");
		run("Select None");
	}
	selectImage(title);
	run("Size...", "width=" + 2 * getWidth() + " height=" + 2 * getHeight() + " interpolation=None");
	saveAs("PNG", output + title + ".png");
	close();
}

function save(titles) {
	for (i = 0; i < titles.length; i++) {
		selectImage(titles[i]);
		run("Duplicate...", "title=copy");
		saveAs("Tiff", output + File.getNameWithoutExtension(titles[i]) + ".tif");
		close();
	}
}
