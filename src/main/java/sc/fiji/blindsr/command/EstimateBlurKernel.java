package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Finds the blur of an image. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Estimate Blur Kernel...", weight = 4)
        })
public class EstimateBlurKernel extends KernelSearchCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus kernel;

    /** Made by SciJava. */
    public EstimateBlurKernel() {
        super(Task.ESTIMATE_KERNEL);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        kernel = outcome.kernel();
    }
}
