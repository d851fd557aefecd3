// Trains a prior on a stack of kernels, samples it, uses it, and ends with an image that is no stack. Argument: a folder.
prior = getArgument() + File.separator + "spots.safetensors";

newImage("spots", "32-bit black", 13, 13, 20);
for (i = 1; i <= 20; i++) {
	setSlice(i);
	makeOval(4 - i % 3, 4, 5 + 2 * (i % 3), 5);
	run("Set...", "value=" + i + " slice");
	run("Select None");
	run("Gaussian Blur...", "sigma=" + (0.6 + i / 40) + " slice");
}
run("Train Blur Kernel Prior...", "scale=2 kernels=spots epochs=1 minutes=0.02 target=[" + prior + "]");
print("trained: " + getResultString("Prior", nResults - 1));
print("of: " + getResultString("Kernels", nResults - 1));

run("Sample Blur Kernel Prior...", "prior=[" + prior + "] count=4 seed=3");
print("samples: " + getTitle() + ", " + bitDepth() + " bits, " + getWidth() + "x" + getHeight() + ", " + nSlices + " planes");

newImage("sample", "8-bit ramp", 40, 40, 1);
run("Estimate Blur Kernel...", "input=sample estimator=[Variational FKP] iterations=3");
builtIn = getPixel(5, 5);
run("Estimate Blur Kernel...", "input=sample prior=[" + prior + "]");
print("found: " + replace(getTitle(), "-1", "") + ", differs from built-in: " + (getPixel(5, 5) != builtIn));

run("Train Blur Kernel Prior...", "kernels=sample target=[" + prior + "]");
print("not to be reached");
