package sc.fiji.blindsr.command;

import org.scijava.plugin.Parameter;
import sc.fiji.blindsr.Task;

/** A command that looks for a kernel: what all of these have in common. */
abstract class KernelSearchCommand extends TaskCommand {

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String estimator;

    @Parameter(required = false, persist = false)
    private String prior;

    @Parameter(required = false, persist = false)
    private String region;

    @Parameter(required = false, persist = false)
    private String channels;

    @Parameter(required = false, persist = false)
    private String plane;

    @Parameter(required = false, persist = false)
    private String mask;

    @Parameter(required = false, persist = false)
    private String noise;

    @Parameter(required = false, persist = false)
    private String grid;

    @Parameter(required = false, persist = false)
    private String iterations;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(required = false, persist = false)
    private String device;

    KernelSearchCommand(final Task task) {
        super(task);
    }
}
