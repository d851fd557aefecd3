package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Makes a picture of input, result and kernel side by side. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Show Result...")
public class ShowResult extends TaskCommand {

    @Parameter(label = Text.INPUT, description = Text.INPUT_HELP, required = false, persist = false)
    private ImagePlus input;

    @Parameter(label = Text.SHOWN, description = Text.SHOWN_HELP, required = false, persist = false)
    private ImagePlus result;

    @Parameter(label = Text.KERNEL, description = Text.KERNEL_HELP, required = false, persist = false)
    private ImagePlus kernel;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus view;

    /** Made by SciJava. */
    public ShowResult() {
        super(Task.SHOW_RESULT);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        view = outcome.result();
    }
}
