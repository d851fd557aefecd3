package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Says what there is to compute with, and what is missing. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Tools", weight = TaskCommand.TOOLS_WEIGHT),
            @Menu(label = "Blind SR Engine", weight = 6)
        })
public class BlindSREngine extends TaskCommand {

    /** Made by SciJava. */
    public BlindSREngine() {
        super(Task.ENGINE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table is all.
    }
}
