package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Measures how far a result is from the truth. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Compare With Reference...")
public class CompareWithReference extends TaskCommand {

    @Parameter(label = Text.RESULT, description = Text.RESULT_HELP, required = false, persist = false)
    private ImagePlus result;

    @Parameter(label = Text.REFERENCE, description = Text.REFERENCE_HELP, required = false, persist = false)
    private ImagePlus reference;

    @Parameter(label = Text.BORDER, description = Text.BORDER_HELP, required = false, persist = false)
    private String border;

    /** Made by SciJava. */
    public CompareWithReference() {
        super(Task.COMPARE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The row in the table is all.
    }
}
