package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Measures how far a result is from the truth. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Compare Blind SR Result...", weight = 6)
        })
public class CompareBlindSRResult extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object result;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object reference;

    @Parameter(required = false, persist = false)
    private String border;

    /** Made by SciJava. */
    public CompareBlindSRResult() {
        super(Task.COMPARE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table is all.
    }
}
