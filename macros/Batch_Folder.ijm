// Blind SR for Fiji: restores all TIFF and PNG images of a folder in a loop that you can change.
//
// "Blind SR Batch..." does the same without a macro, and more: it continues after a bad file, resumes after an interruption,
// keeps a table, and reads large stacks plane by plane. Use this loop if each image needs something of its own before or after.
//
// Run it:   imagej --headless macros/Batch_Folder.ijm "SOURCE_FOLDER|TARGET_FOLDER"
// Without a target, the results go to the folder "blind-sr" in the source. Without an argument, the macro asks for both.

scale = 2;

folders = split(getArgument(), "|");
if (folders.length == 0) folders = newArray(getDirectory("Source folder"), getDirectory("Target folder"));
if (!File.isDirectory(folders[0])) exit("There is no folder \"" + folders[0] + "\"");
source = folders[0] + File.separator;
if (folders.length > 1) target = folders[1] + File.separator;
else target = source + "blind-sr" + File.separator;
File.makeDirectory(target);
if (!File.isDirectory(target)) exit("\"" + target + "\" cannot be made; is the folder around it there?");
setBatchMode(true);

files = imagesOf(source);
for (i = 0; i < files.length; i++) {
	name = File.getNameWithoutExtension(files[i]);
	// A window of that name would be taken for the output.
	if (isOpen(name + "-kernel")) exit("Close \"" + name + "-kernel\" first");
	// Always name the image: "input=" takes a title, an id or, as here, a file.
	run("Blind Super-Resolution...", "input=" + enclosed(source + files[i]) + " scale=" + scale + " channels=[One kernel] seed=1");
	// The result is now the active image; the kernel is named after the input.
	result = getImageID();
	selectImage(name + "-kernel");
	kernel = getImageID();
	save("Tiff", target + name + "-kernel.tif");
	selectImage(result);
	save("Tiff", target + name + "-SRx" + scale + ".tif");
	print(files[i] + ": blur " + d2s(getInfo("FWHM major"), 2) + " x " + d2s(getInfo("FWHM minor"), 2)
		+ " pixels FWHM, residual " + d2s(getInfo("Residual"), 2) + " grey levels. " + getInfo("Warning"));
	closeAll(newArray(kernel, result));
}

// Outputs have no extension of the image: of a.png and a.tif there would be one result.
function imagesOf(folder) {
	files = Array.filter(getFileList(folder), "((?i).*\\.(tif|tiff|png))");
	names = "/";
	for (i = 0; i < files.length; i++) {
		name = toLowerCase(File.getNameWithoutExtension(files[i])) + "/";
		if (indexOf(names, "/" + name) >= 0)
			exit("\"" + files[i] + "\" and another image of this name would have the same result; rename one of the two");
		names += name;
	}
	return files;
}

// As a value of several words stands in options: in brackets, or in quotes if it may have a bracket that is not closed.
function enclosed(value) {
	if (indexOf(value, "'") < 0) return "'" + value + "'";
	return "[" + value + "]";
}

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

// These, and none of the user's.
function closeAll(images) {
	for (k = 0; k < images.length; k++) {
		selectImage(images[k]);
		close();
	}
}
