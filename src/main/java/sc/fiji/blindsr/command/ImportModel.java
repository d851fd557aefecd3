package sc.fiji.blindsr.command;

import java.io.File;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Takes a trained network into the models folder. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Import Model...")
public class ImportModel extends TaskCommand {

    @Parameter(label = Text.FILE, description = Text.FILE_HELP, required = false, persist = false)
    private File file;

    /** Made by SciJava. */
    public ImportModel() {
        super(Task.IMPORT_MODEL);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The row in the table is all.
    }
}
