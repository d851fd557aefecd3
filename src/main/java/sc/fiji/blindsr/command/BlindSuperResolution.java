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

/** Finds the blur of an image and restores it on a finer grid. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Blind Super-Resolution...", weight = 1)
        })
public class BlindSuperResolution extends KernelSearchCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(required = false, persist = false)
    private String restorer;

    @Parameter(required = false, persist = false)
    private String uncertainty;

    @Parameter(required = false, persist = false)
    private String field;

    @Parameter(required = false, persist = false)
    private String resolution;

    @Parameter(required = false, persist = false)
    private String steps;

    @Parameter(required = false, persist = false)
    private String smoothness;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus kernel;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus deviation;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public BlindSuperResolution() {
        super(Task.SUPER_RESOLVE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        kernel = outcome.kernel();
        deviation = outcome.deviation();
        result = outcome.result();
    }
}
