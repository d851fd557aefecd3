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

/** Opens a small image to try the commands on. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Open Blind SR Sample", weight = 7)
        })
public class OpenBlindSRSample extends TaskCommand {

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus image;

    /** Made by SciJava. */
    public OpenBlindSRSample() {
        super(Task.SAMPLE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        image = outcome.result();
    }
}
