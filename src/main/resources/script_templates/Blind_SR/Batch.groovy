// Restores all images of a folder. Files that cannot be read are told in the table "Blind SR.csv", and the rest goes on.
#@ File (label = "Source folder", style = "directory") source
#@ File (label = "Target folder", style = "directory") target
#@ String (label = "File names", value = "*") pattern
#@ String (label = "Scale factor", choices = {"2", "3", "4"}, value = "2") scale
#@ CommandService commands

import sc.fiji.blindsr.command.BlindSRBatch

// What is left out has its default; the keys are those of macros. Results that are there already are not made again.
run = commands.run(BlindSRBatch, true, "source", source, "target", target, "pattern", pattern, "scale", scale).get()
if (run.isCanceled()) throw new IllegalStateException(run.getCancelReason())
