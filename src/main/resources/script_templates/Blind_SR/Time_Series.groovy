// Restores a time series (or any stack) with one kernel, estimated on one of its frames. All frames stay comparable.
#@ ij.ImagePlus (label = "Time series") input
#@ Integer (label = "Frame to estimate the kernel on (0 = the displayed one)", min = 0, value = 0) frame
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ File (label = "Folder for the results", style = "directory", required = false) folder
#@ CommandService commands

import ij.IJ
import sc.fiji.blindsr.command.EstimateBlurKernel
import sc.fiji.blindsr.command.SuperResolveWithKernel

// The command counts planes in the order of the stack; a plain stack has its frames as slices.
plane = frame == 0 ? input.currentSlice
	: input.NFrames > 1 ? input.getStackIndex(input.c, input.z, frame) : frame
estimation = commands.run(EstimateBlurKernel, true, "input", input, "scale", scale, "plane", plane).get()
if (estimation.isCanceled()) throw new IllegalStateException(estimation.getCancelReason())
kernel = estimation.getOutput("kernel")

restoration = commands.run(SuperResolveWithKernel, true, "input", input, "kernel", kernel, "scale", scale).get()
if (restoration.isCanceled()) throw new IllegalStateException(restoration.getCancelReason())
result = restoration.getOutput("result")

if (folder != null)
	for (image in [kernel, result])
		IJ.saveAsTiff(image, new File(folder, image.getTitle() + ".tif").getPath())
