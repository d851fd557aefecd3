// Imports a prior and a network, uses the prior by its name, and lists what there is. Argument: a folder with both files.
dir = getArgument() + File.separator;

run("Blind SR Engine");
print("of this ImageJ: " + found("Models folder", "Details"));

call("java.lang.System.setProperty", "blindsr.models", dir + "models");
run("Clear Results");
run("Import Blind SR Model...", "file=[" + dir + "my prior.safetensors]");
print("stored: " + getResultString("Stored in", nResults - 1));
run("Import Blind SR Model...", "file=" + dir + "usrnet_old.pth");

newImage("sample", "8-bit ramp", 40, 40, 1);
run("Estimate Blur Kernel...", "input=sample estimator=[Variational FKP] prior=[my prior] iterations=3");
print("active: " + getTitle() + ", prior: " + getResultString("Prior", nResults - 1));

run("Clear Results");
run("Blind SR Engine");
print("network: " + found("Model usrnet", "State") + ", prior: " + found("Model priors/my prior", "State"));

run("Import Blind SR Model...", "file=[" + dir + "hostile.pt]");
print("not to be reached");

function found(item, column) {
	for (row = 0; row < nResults; row++)
		if (getResultString("Item", row) == item) return getResultString(column, row);
	return "no row " + item;
}
