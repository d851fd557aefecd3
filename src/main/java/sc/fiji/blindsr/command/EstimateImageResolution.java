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

/** Finds the highest frequency at which an image shows more than noise. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Estimate Image Resolution...", weight = 6.5)
        })
public class EstimateImageResolution extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object second;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus plot;

    /** Made by SciJava. */
    public EstimateImageResolution() {
        super(Task.RESOLUTION);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        plot = outcome.result();
    }
}
