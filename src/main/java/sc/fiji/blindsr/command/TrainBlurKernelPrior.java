package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Trains a kernel prior, on kernels that the user brings or on the paper's. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Tools", weight = TaskCommand.TOOLS_WEIGHT),
            @Menu(label = "Train Blur Kernel Prior...", weight = 3)
        })
public class TrainBlurKernelPrior extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object kernels;

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String epochs;

    @Parameter(required = false, persist = false)
    private String minutes;

    @Parameter(required = false, persist = false)
    private String target;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(required = false, persist = false)
    private String device;

    /** Made by SciJava. */
    public TrainBlurKernelPrior() {
        super(Task.TRAIN_PRIOR);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table is all.
    }
}
