// Calls methods with networks, whose process the test kills while each of them runs; before and after, one that it leaves alone.
// The argument is a folder, which stays empty.
before = undisturbed();
check("Blind Super-Resolution...", "input=sample scale=2 estimator=DIP-FKP iterations=1000000");
check("Blind Super-Resolution...", "input=sample scale=2 estimator=KernelGAN-FKP iterations=1000000");
check("Estimate Blur Kernel...", "input=sample scale=2 estimator=KernelGAN iterations=1000000");
check("Blind Super-Resolution...", "input=sample scale=2 estimator=Double-DIP restorer=DIP iterations=1000000");
check("Super-Resolve With Kernel...", "input=large kernel=kernel scale=2 restorer=USRNet");
check("Train Blur Kernel Prior...", "scale=2 epochs=10000 target=[" + getArgument() + "/prior.safetensors]");
after = undisturbed();
print("same as before: " + (after == before));
print("the end");

function undisturbed() {
	images();
	run("Blind Super-Resolution...", "input=sample scale=2 estimator=DIP-FKP restorer=USRNet iterations=2 region=Whole");
	selectImage("sample-SRx2");
	values = "";
	for (y = 0; y < getHeight; y += 7)
		for (x = 0; x < getWidth; x += 5)
			values += " " + getValue(x, y);
	return values;
}

function check(command, options) {
	images();
	print("case: " + command + ": " + options);
	print("ended: " + eval("run('" + command + "', '" + options + "'); return 'reached';"));
}

function images() {
	close("*");
	newImage("kernel", "32-bit black", 11, 11, 1);
	setPixel(5, 5, 2);
	setPixel(4, 4, 1);
	setPixel(5, 4, 1);
	setPixel(4, 5, 1);
	pattern("large", 400);
	pattern("sample", 80);
}

function pattern(title, size) {
	newImage(title, "8-bit ramp", size, size, 1);
	run("Macro...", "code=v=127+60*sin(x/3)*cos(y/4)+40*(x>y)");
}
