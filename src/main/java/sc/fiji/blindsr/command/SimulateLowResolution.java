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

/** Makes a low-resolution image of which the truth is known. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Tools", weight = TaskCommand.TOOLS_WEIGHT),
            @Menu(label = "Simulate Low Resolution...", weight = 1)
        })
public class SimulateLowResolution extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object kernel;

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String major;

    @Parameter(required = false, persist = false)
    private String minor;

    @Parameter(required = false, persist = false)
    private String angle;

    @Parameter(required = false, persist = false)
    private String noise;

    @Parameter(required = false, persist = false)
    private String camera;

    @Parameter(required = false, persist = false)
    private String grid;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus truth;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public SimulateLowResolution() {
        super(Task.SIMULATE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        truth = outcome.kernel();
        result = outcome.result();
    }
}
