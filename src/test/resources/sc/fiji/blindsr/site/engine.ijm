// Prints what the Engine says of PyTorch. Without a display, its table is the one of the results.
// With the argument "both", another DJL is asked for its version first.
if (getArgument() == "both")
	print("the other DJL: " + call("ai.djl.engine.Engine.getDjlVersion"));
run("Blind SR Engine");
for (row = 0; row < nResults; row++)
	if (getResultString("Item", row) == "PyTorch")
		print("PyTorch: " + getResultString("State", row) + " | " + getResultString("Details", row));
print("the end");
