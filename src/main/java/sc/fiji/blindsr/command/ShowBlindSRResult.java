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

/** Makes a picture of input, result and kernel side by side. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Show Blind SR Result...", weight = 5)
        })
public class ShowBlindSRResult extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object result;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object kernel;

    @Parameter(required = false, persist = false)
    private String view;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus picture;

    /** Made by SciJava. */
    public ShowBlindSRResult() {
        super(Task.SHOW_RESULT);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        picture = outcome.result();
    }
}
