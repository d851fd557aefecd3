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

/** Finds the blur kernel from an image of beads. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Blur Kernel From Beads...", weight = 4.1)
        })
public class BlurKernelFromBeads extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String diameter;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus kernel;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public BlurKernelFromBeads() {
        super(Task.KERNEL_FROM_BEADS);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        kernel = outcome.kernel();
        result = outcome.result();
    }
}
