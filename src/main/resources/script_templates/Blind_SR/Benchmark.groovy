// Measures methods on a folder of sharp images, which are blurred and sampled first, or of images of which the truth is known.
#@ File (label = "Source folder", style = "directory") source
#@ File (label = "Folder of results", style = "directory") target
#@ String (label = "Scale factors", value = "2") scales
#@ String (label = "Kernel estimators (all, or names with commas)", value = "Variational FKP") estimators
#@ String (label = "Restorers", value = "Sparse MAP") restorers
#@ CommandService commands

import sc.fiji.blindsr.command.BlindSRBenchmark

// A run that was broken off goes on where it stopped.
run = commands.run(BlindSRBenchmark, true, "source", source, "target", target, "scales", scales, "estimators", estimators,
	"restorers", restorers).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())
println new File(target, "benchmark.md").text
