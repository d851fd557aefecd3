package sc.fiji.blindsr.command;

import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Does the same as {@link BlindSuperResolution} with all images of a folder. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Blind SR Batch...", weight = 2)
        })
public class BlindSRBatch extends KernelSearchCommand {

    @Parameter(required = false, persist = false)
    private String source;

    @Parameter(required = false, persist = false)
    private String target;

    @Parameter(required = false, persist = false)
    private String pattern;

    @Parameter(required = false, persist = false)
    private String existing;

    @Parameter(required = false, persist = false)
    private String kernel;

    @Parameter(required = false, persist = false)
    private String part;

    @Parameter(required = false, persist = false)
    private String restorer;

    @Parameter(required = false, persist = false)
    private String uncertainty;

    @Parameter(required = false, persist = false)
    private String field;

    @Parameter(required = false, persist = false)
    private String resolution;

    @Parameter(required = false, persist = false)
    private String steps;

    @Parameter(required = false, persist = false)
    private String smoothness;

    /** Made by SciJava. */
    public BlindSRBatch() {
        super(Task.BATCH);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The table is all.
    }
}
