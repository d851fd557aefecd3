// Restores an image with a blur kernel that is known: measured with a bead, computed, or estimated on another image.
// The kernel is a point-spread function, calibrated, or else on the pixel grid of the result.
#@ ij.ImagePlus (label = "Image") input
#@ ij.ImagePlus (label = "Kernel") kernel
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ String (label = "Restorer", choices = {"Sparse MAP", "Richardson-Lucy", "USRNet", "Cubic spline"}, value = "Sparse MAP") restorer
#@ File (label = "Folder for the result", style = "directory", required = false) folder
#@ CommandService commands

import ij.IJ
import sc.fiji.blindsr.command.SuperResolveWithKernel

run = commands.run(SuperResolveWithKernel, true, "input", input, "kernel", kernel, "scale", scale, "restorer", restorer).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())

result = run.getOutput("result")
if (folder != null) IJ.saveAsTiff(result, new File(folder, result.getTitle() + ".tif").getPath())
