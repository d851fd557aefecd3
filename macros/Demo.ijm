// Blind SR for Fiji, a demonstration. Its argument is the folder that results go to.
print("Blind SR demo: " + getArgument());
