package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Measures methods on a folder of images. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Tools", weight = TaskCommand.TOOLS_WEIGHT),
            @Menu(label = "Blind SR Benchmark...", weight = 4)
        })
public class BlindSRBenchmark extends TaskCommand {

    @Parameter(required = false, persist = false)
    private String source;

    @Parameter(required = false, persist = false)
    private String target;

    @Parameter(required = false, persist = false)
    private String scales;

    @Parameter(required = false, persist = false)
    private String estimators;

    @Parameter(required = false, persist = false)
    private String restorers;

    @Parameter(required = false, persist = false)
    private String prior;

    @Parameter(required = false, persist = false)
    private String noise;

    @Parameter(required = false, persist = false)
    private String grid;

    @Parameter(required = false, persist = false)
    private String iterations;

    @Parameter(required = false, persist = false)
    private String seeds;

    @Parameter(required = false, persist = false)
    private String device;

    /** Made by SciJava. */
    public BlindSRBenchmark() {
        super(Task.BENCHMARK);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table is all.
    }
}
