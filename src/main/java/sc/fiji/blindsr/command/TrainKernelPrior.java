package sc.fiji.blindsr.command;

import ij.ImagePlus;
import java.io.File;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Trains a kernel prior, on kernels that the user brings or on the paper's. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Train Kernel Prior...")
public class TrainKernelPrior extends TaskCommand {

    @Parameter(
            label = Text.SCALE,
            description = Text.SCALE_HELP,
            choices = {"2", "3", "4"},
            required = false,
            persist = false)
    private String scale;

    @Parameter(
            label = Text.KERNELS,
            description = Text.KERNELS_HELP,
            autoFill = false,
            required = false,
            persist = false)
    private ImagePlus kernels;

    @Parameter(label = Text.EPOCHS, description = Text.EPOCHS_HELP, required = false, persist = false)
    private String epochs;

    @Parameter(
            label = Text.PRIOR_TARGET,
            description = Text.PRIOR_TARGET_HELP,
            style = FileWidget.SAVE_STYLE,
            required = false,
            persist = false)
    private File target;

    @Parameter(label = Text.SEED, description = Text.SEED_HELP, required = false, persist = false)
    private String seed;

    @Parameter(label = Text.DEVICE, description = Text.DEVICE_HELP, required = false, persist = false)
    private String device;

    /** Made by SciJava. */
    public TrainKernelPrior() {
        super(Task.TRAIN_PRIOR);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The row in the table is all.
    }
}
