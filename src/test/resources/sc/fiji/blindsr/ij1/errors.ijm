// Calls a command with one wrong value after another. Each call is in a macro of its own, which the error has to stop.
check("scale", "input=sample scale=5");
check("scale", "input=sample scale=two");
check("estimator", "input=sample estimator=Magic");
check("prior", "input=sample prior=[/no such/prior.pt]");
check("region", "input=sample region=Half");
check("channels", "input=sample channels=[Two kernels]");
check("noise", "input=sample noise=some");
check("noise", "input=sample noise=-1");
check("grid", "input=sample grid=Oblique");
check("iterations", "input=sample iterations=abc");
check("iterations", "input=sample iterations=-3");
check("seed", "input=sample seed=1.5");
check("device", "input=sample iterations=3 device=[GPU 99]");
check("input", "input=[no such image] iterations=3");
check("input", "input=[/no such/image.tif] iterations=3");
check("input", "input=constant iterations=3");
check("input", "input=nan iterations=3");
check("input", "input=tiny iterations=3");
check("iteration", "input=sample iteration=3");
check("channels", "input=sample channels=One kernel iterations=3");
// and with none, so that a call that is stopped for another reason is found
check("nothing", "input=sample iterations=3");

close("*");
print("case: input: no image");
print("ended: " + eval("run('Estimate Blur Kernel...', 'iterations=3'); return 'reached';"));

run("Estimate Blur Kernel...", "scale=9");
print("not to be reached");

function check(parameter, options) {
	images();
	print("case: " + parameter + ": " + options);
	print("ended: " + eval("run('Estimate Blur Kernel...', '" + options + "'); return 'reached';"));
}

function images() {
	close("*");
	newImage("tiny", "8-bit ramp", 4, 4, 1);
	newImage("constant", "8-bit black", 40, 40, 1);
	newImage("nan", "32-bit ramp", 40, 40, 1);
	setPixel(3, 3, NaN);
	newImage("sample", "8-bit ramp", 40, 40, 1);
}
