// Blind SR for Fiji: all TIFF and PNG images of a folder, one after the other, in a loop of one's own.
//
// "Blind SR Batch..." does the same by itself, and more: it goes on after a bad file and after a break, writes whole files or
// none, keeps a table, and needs no memory for the planes of large stacks. Take this loop where each image needs
// something of its own before or after.
//
// Run it:   imagej --headless macros/Batch_Folder.ijm "SOURCE_FOLDER|TARGET_FOLDER"
// Without a target, results go to the folder "blind-sr" in the source. Without an argument, folders are asked for.

scale = 2;

folders = split(getArgument(), "|");
if (folders.length == 0) folders = newArray(getDirectory("Source folder"), getDirectory("Target folder"));
source = folders[0] + File.separator;
if (folders.length > 1) target = folders[1] + File.separator;
else target = source + "blind-sr" + File.separator;
File.makeDirectory(target);
setBatchMode(true);

files = getFileList(source);
for (i = 0; i < files.length; i++) {
	if (!endsWith(files[i], ".tif") && !endsWith(files[i], ".png")) continue;
	name = File.getNameWithoutExtension(files[i]);
	// Always say which image: "input=" takes a title, an id, or a file as here.
	run("Blind Super-Resolution...", "input=[" + source + files[i] + "] scale=" + scale + " channels=[One kernel] seed=1");
	// The outputs are called after the image.
	selectImage(name + "-kernel");
	saveAs("Tiff", target + name + "-kernel.tif");
	selectImage(name + "-SRx" + scale);
	saveAs("Tiff", target + name + "-SRx" + scale + ".tif");
	print(files[i] + ": blur " + d2s(getInfo("FWHM major"), 2) + " x " + d2s(getInfo("FWHM minor"), 2)
		+ " pixels FWHM, residual " + d2s(getInfo("Residual"), 2) + " grey levels. " + getInfo("Warning"));
	close("*");
}
