// Restores all images of a folder. A file that cannot be read gets a row in "Blind SR.csv", and the batch continues.
#@ File (label = "Source folder", style = "directory") source
#@ File (label = "Target folder", style = "directory") target
#@ String (label = "File names", value = "*") pattern
#@ String (label = "Scale factor", choices = {"1", "2", "3", "4"}, value = "2") scale
#@ CommandService commands

import sc.fiji.blindsr.command.BlindSRBatch

// The keys are those of macros; a key that is left out takes its default. Existing results are not made again.
run = commands.run(BlindSRBatch, true, "source", source, "target", target, "pattern", pattern, "scale", scale).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())
