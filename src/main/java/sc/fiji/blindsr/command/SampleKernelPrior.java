package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Shows what kernels a prior holds for likely. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Sample Kernel Prior...")
public class SampleKernelPrior extends TaskCommand {

    @Parameter(
            label = Text.SCALE,
            description = Text.SCALE_HELP,
            choices = {"2", "3", "4"},
            required = false,
            persist = false)
    private String scale;

    @Parameter(label = Text.PRIOR, description = Text.PRIOR_HELP, required = false, persist = false)
    private String prior;

    @Parameter(label = Text.COUNT, description = Text.COUNT_HELP, required = false, persist = false)
    private String count;

    @Parameter(label = Text.SEED, description = Text.SEED_HELP, required = false, persist = false)
    private String seed;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus samples;

    /** Made by SciJava. */
    public SampleKernelPrior() {
        super(Task.SAMPLE_PRIOR);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        samples = outcome.kernel();
    }
}
