package sc.fiji.blindsr.command;

import java.io.File;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Measures methods on a folder of images. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Blind SR Benchmark...")
public class BlindSRBenchmark extends TaskCommand {

    @Parameter(
            label = Text.BENCHMARK_SOURCE,
            description = Text.BENCHMARK_SOURCE_HELP,
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false)
    private File source;

    @Parameter(
            label = Text.BENCHMARK_TARGET,
            description = Text.BENCHMARK_TARGET_HELP,
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false)
    private File target;

    @Parameter(label = Text.SCALES, description = Text.SCALES_HELP, required = false, persist = false)
    private String scales;

    @Parameter(label = Text.ESTIMATORS, description = Text.ESTIMATORS_HELP, required = false, persist = false)
    private String estimators;

    @Parameter(label = Text.RESTORERS, description = Text.RESTORERS_HELP, required = false, persist = false)
    private String restorers;

    @Parameter(label = Text.PRIOR, description = Text.PRIOR_HELP, required = false, persist = false)
    private String prior;

    @Parameter(label = Text.NOISE, description = Text.BENCHMARK_NOISE_HELP, required = false, persist = false)
    private String noise;

    @Parameter(
            label = Text.GRID,
            description = Text.BENCHMARK_GRID_HELP,
            choices = {"Centred", "Paper"},
            required = false,
            persist = false)
    private String grid;

    @Parameter(label = Text.ITERATIONS, description = Text.ITERATIONS_HELP, required = false, persist = false)
    private String iterations;

    @Parameter(label = Text.SEEDS, description = Text.SEEDS_HELP, required = false, persist = false)
    private String seeds;

    @Parameter(label = Text.DEVICE, description = Text.DEVICE_HELP, required = false, persist = false)
    private String device;

    /** Made by SciJava. */
    public BlindSRBenchmark() {
        super(Task.BENCHMARK);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table, and the files in the target folder, are all.
    }
}
