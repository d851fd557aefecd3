// Maps the blur over the field of all TIFF and PNG images of a folder: how sharp each is where.
//
// Run it:   imagej --headless macros/Map_Blur.ijm "SOURCE_FOLDER|TARGET_FOLDER"
// Without a target, the maps go to the folder "blur" in the source. Without an argument, the macro asks for both.
//
// Writes for each image the map and a picture of it. It stops at an image that cannot be mapped, such as one of 20 pixels.

scale = 2;
// Each: a map of each plane of a stack. Pooled: one map of all planes, which were taken with the same optics.
series = "Each";

folders = split(getArgument(), "|");
if (folders.length == 0) folders = newArray(getDirectory("Source folder"), getDirectory("Target folder"));
if (!File.isDirectory(folders[0])) exit("There is no folder \"" + folders[0] + "\"");
source = folders[0] + File.separator;
if (folders.length > 1) target = folders[1] + File.separator;
else target = source + "blur" + File.separator;
File.makeDirectory(target);
if (!File.isDirectory(target)) exit("\"" + target + "\" cannot be made; is the folder around it there?");
setBatchMode(true);

files = imagesOf(source);
for (i = 0; i < files.length; i++) {
	name = File.getNameWithoutExtension(files[i]);
	// A window of that name would be taken for the output.
	if (isOpen(name + "-ellipses")) exit("Close \"" + name + "-ellipses\" first");
	run("Map Blur...", "input=" + enclosed(source + files[i]) + " scale=" + scale + " series=" + series);
	// The map is now the active image. Of several maps, Info says what each is like: "Plane 1 Blur over the field", and so on.
	print(files[i] + ": " + getInfo("Blur over the field") + " " + getInfo("Warning"));
	map = getImageID();
	save("Tiff", target + name + "-blur.tif");
	// The picture shows the first plane.
	selectImage(name + "-ellipses");
	picture = getImageID();
	run("Flatten", "slice");
	save("PNG", target + name + "-ellipses.png");
	closeAll(newArray(getImageID(), picture, map));
}

// Outputs have no extension of the image: of a.png and a.tif there would be one map.
function imagesOf(folder) {
	files = Array.filter(getFileList(folder), "((?i).*\\.(tif|tiff|png))");
	names = "/";
	for (i = 0; i < files.length; i++) {
		name = toLowerCase(File.getNameWithoutExtension(files[i])) + "/";
		if (indexOf(names, "/" + name) >= 0)
			exit("\"" + files[i] + "\" and another image of this name would have the same map; rename one of the two");
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
	// saveAs() puts every name with a blank in brackets.
	if (format == "PNG") run("PNG...", "save=" + enclosed(unfinished));
	else saveAs(format, unfinished);
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
