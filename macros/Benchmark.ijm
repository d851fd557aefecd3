// Blind SR for Fiji: measures methods on sharp images, which are blurred first, or on images whose truth is known.
//
// Run it:   imagej --headless macros/Benchmark.ijm "SOURCE|TARGET|OPTIONS"
//
// SOURCE    a folder of sharp images, or with subfolders hr, lr_x2, kernels_x2 (see the help of Blind SR Benchmark...);
//           by default two small samples
// TARGET    the folder for benchmark.csv, benchmark.md and sheets of pictures. Runs of this version that are in benchmark.csv are not repeated.
// OPTIONS   those of the command, for example   estimators=all restorers=[Sparse MAP, USRNet] scales=2,4 seeds=1,2,3

target = getDirectory("temp") + "blind-sr-benchmark";
options = "";
given = split(getArgument(), "|");
if (given.length > 0) source = given[0];
else source = findSamples();
if (given.length > 1) target = given[1];
if (given.length > 2) options = given[2];

run("Blind SR Benchmark...", "source=" + enclosed(source) + " target=" + enclosed(target) + " " + options);
print(File.openAsString(target + File.separator + "benchmark.md"));

// As a value of several words stands in options: in brackets, or in quotes if it may have a bracket that is not closed.
function enclosed(value) {
	if (indexOf(value, "'") < 0) return "'" + value + "'";
	return "[" + value + "]";
}

// Beside this macro, or where Fiji's updater puts them.
function findSamples() {
	places = newArray(File.getDirectory(getInfo("macro.filepath")),
		getDirectory("imagej") + "macros" + File.separator + "Blind-SR" + File.separator);
	for (i = 0; i < places.length; i++) {
		folder = places[i] + "samples" + File.separator + "benchmark";
		if (File.isDirectory(folder)) return folder;
	}
	exit("The sample images are missing: " + folder);
}
