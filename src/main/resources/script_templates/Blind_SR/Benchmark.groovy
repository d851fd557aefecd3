// Measures methods on sharp images, which are blurred and sampled first, or on images whose truth is known.
#@ File (label = "Source folder", style = "directory") source
#@ File (label = "Folder for the results", style = "directory") target
#@ String (label = "Scale factors", value = "2") scales
#@ String (label = "Kernel estimators (all, or names separated by commas)", value = "Amortized FKP") estimators
#@ String (label = "Restorers", value = "Sparse MAP") restorers
#@ CommandService commands

import sc.fiji.blindsr.command.BlindSRBenchmark

// An interrupted benchmark resumes where it stopped.
run = commands.run(BlindSRBenchmark, true, "source", source, "target", target, "scales", scales, "estimators", estimators,
	"restorers", restorers).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())
println new File(target, "benchmark.md").text
