// Prints what the Engine says of PyTorch.
run("Blind SR Engine");
title = "Blind SR Engine";
for (i = 0; i < Table.size(title); i++) {
	if (Table.getString("Item", i, title) == "PyTorch")
		print("PyTorch: " + Table.getString("State", i, title) + " | " + Table.getString("Details", i, title));
}
print("the end");
