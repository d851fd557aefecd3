package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Takes a trained network into the models folder. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Tools", weight = TaskCommand.TOOLS_WEIGHT),
            @Menu(label = "Import Blind SR Model...", weight = 5)
        })
public class ImportBlindSRModel extends TaskCommand {

    @Parameter(required = false, persist = false)
    private String file;

    /** Made by SciJava. */
    public ImportBlindSRModel() {
        super(Task.IMPORT_MODEL);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table is all.
    }
}
