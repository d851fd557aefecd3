// Prints what the Engine says of PyTorch. Without a display, its table is the one of the results.
run("Blind SR Engine");
for (row = 0; row < nResults; row++)
	if (getResultString("Item", row) == "PyTorch")
		print("PyTorch: " + getResultString("State", row) + " | " + getResultString("Details", row));
print("the end");
