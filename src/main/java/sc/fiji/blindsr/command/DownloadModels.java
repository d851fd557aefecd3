package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Fetches a published model and imports it. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Download Models...")
public class DownloadModels extends TaskCommand {

    @Parameter(
            label = Text.MODEL,
            description = Text.MODEL_HELP,
            choices = {"USRNet"},
            required = false,
            persist = false)
    private String model;

    /** Made by SciJava. */
    public DownloadModels() {
        super(Task.DOWNLOAD_MODELS);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The row in the table is all.
    }
}
