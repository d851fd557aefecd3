package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Restores an image with a kernel that the user brings. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Super-Resolve With Kernel...")
public class SuperResolveWithKernel extends TaskCommand {

    @Parameter(label = Text.INPUT, description = Text.INPUT_HELP, required = false, persist = false)
    private ImagePlus input;

    @Parameter(label = Text.KERNEL, description = Text.KERNEL_HELP, autoFill = false, required = false, persist = false)
    private ImagePlus kernel;

    @Parameter(
            label = Text.SCALE,
            description = Text.SCALE_HELP,
            choices = {"2", "3", "4"},
            required = false,
            persist = false)
    private String scale;

    @Parameter(
            label = Text.KERNEL_RESTORER,
            description = Text.KERNEL_RESTORER_HELP,
            choices = {"Sparse MAP", "USRNet", "Bicubic"},
            required = false,
            persist = false)
    private String restorer;

    @Parameter(label = Text.NOISE, description = Text.NOISE_HELP, required = false, persist = false)
    private String noise;

    @Parameter(
            label = Text.GRID,
            description = Text.GRID_HELP,
            choices = {"Centred", "Paper"},
            required = false,
            persist = false)
    private String grid;

    @Parameter(label = Text.SEED, description = Text.SEED_HELP, required = false, persist = false)
    private String seed;

    @Parameter(label = Text.DEVICE, description = Text.DEVICE_HELP, required = false, persist = false)
    private String device;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public SuperResolveWithKernel() {
        super(Task.SUPER_RESOLVE_WITH_KERNEL);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        result = outcome.result();
    }
}
