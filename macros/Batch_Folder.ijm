// Blind SR for Fiji: restores all TIFF and PNG images of a folder in a loop that you can change.
//
// "Blind SR Batch..." does the same without a macro, and more: it continues after a bad file, resumes after an interruption,
// writes files whole or not at all, keeps a table, and reads large stacks plane by plane. Use this loop if each image needs
// something of its own before or after.
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

files = getFileList(source);
for (i = 0; i < files.length; i++) {
	if (!matches(toLowerCase(files[i]), ".*\\.(tif|tiff|png)")) continue;
	name = File.getNameWithoutExtension(files[i]);
	// A window of that name would be taken for the output.
	if (isOpen(name + "-kernel")) exit("Close \"" + name + "-kernel\" first");
	// Always name the image: "input=" takes a title, an id or, as here, a file.
	run("Blind Super-Resolution...", "input=[" + source + files[i] + "] scale=" + scale + " channels=[One kernel] seed=1");
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

// ImageJ says nothing of a file that could not be written.
function save(format, path) {
	if (File.exists(path)) deleted = File.delete(path);
	saveAs(format, path);
	if (!File.exists(path)) exit("\"" + path + "\" cannot be written");
}

// These, and none of the user's.
function closeAll(images) {
	for (k = 0; k < images.length; k++) {
		selectImage(images[k]);
		close();
	}
}
