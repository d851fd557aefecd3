package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Makes a low-resolution image of which the truth is known. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Simulate Low Resolution...")
public class SimulateLowResolution extends TaskCommand {

    @Parameter(label = Text.INPUT, description = Text.INPUT_HELP, required = false, persist = false)
    private ImagePlus input;

    @Parameter(
            label = Text.SCALE,
            description = Text.SCALE_HELP,
            choices = {"2", "3", "4"},
            required = false,
            persist = false)
    private String scale;

    @Parameter(label = Text.KERNEL, description = Text.KERNEL_HELP, autoFill = false, required = false, persist = false)
    private ImagePlus kernel;

    @Parameter(label = Text.MAJOR, description = Text.MAJOR_HELP, required = false, persist = false)
    private String major;

    @Parameter(label = Text.MINOR, description = Text.MINOR_HELP, required = false, persist = false)
    private String minor;

    @Parameter(label = Text.ANGLE, description = Text.ANGLE_HELP, required = false, persist = false)
    private String angle;

    @Parameter(label = Text.ADDED_NOISE, description = Text.ADDED_NOISE_HELP, required = false, persist = false)
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

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus truth;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public SimulateLowResolution() {
        super(Task.SIMULATE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        truth = outcome.kernel();
        result = outcome.result();
    }
}
