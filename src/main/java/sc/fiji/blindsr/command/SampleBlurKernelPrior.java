package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.menu.MenuConstants;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.run.Outcome;

/** Shows random kernels of a prior. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Tools", weight = TaskCommand.TOOLS_WEIGHT),
            @Menu(label = "Sample Blur Kernel Prior...", weight = 2)
        })
public class SampleBlurKernelPrior extends TaskCommand {

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String prior;

    @Parameter(required = false, persist = false)
    private String count;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus samples;

    /** Made by SciJava. */
    public SampleBlurKernelPrior() {
        super(Task.SAMPLE_PRIOR);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        samples = outcome.kernel();
    }
}
