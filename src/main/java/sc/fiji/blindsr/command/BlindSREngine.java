package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Says what there is to compute with, and what is missing. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Blind SR Engine")
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
