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

/** Restores an image with a kernel that the user brings. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Super-Resolve With Kernel...", weight = 3)
        })
public class SuperResolveWithKernel extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object kernel;

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String restorer;

    @Parameter(required = false, persist = false)
    private String mask;

    @Parameter(required = false, persist = false)
    private String noise;

    @Parameter(required = false, persist = false)
    private String uncertainty;

    @Parameter(required = false, persist = false)
    private String steps;

    @Parameter(required = false, persist = false)
    private String smoothness;

    @Parameter(required = false, persist = false)
    private String grid;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(required = false, persist = false)
    private String device;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus deviation;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public SuperResolveWithKernel() {
        super(Task.SUPER_RESOLVE_WITH_KERNEL);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        deviation = outcome.deviation();
        result = outcome.result();
    }
}
