package sc.fiji.blindsr.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.run.Outcome;

/** Finds the blur of an image and restores it on a finer grid. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Blind Super-Resolution...")
public class BlindSuperResolution extends TaskCommand {

    @Parameter(label = Text.INPUT, description = Text.INPUT_HELP, required = false, persist = false)
    private ImagePlus input;

    @Parameter(
            label = Text.SCALE,
            description = Text.SCALE_HELP,
            choices = {"2", "3", "4"},
            required = false,
            persist = false)
    private String scale;

    @Parameter(
            label = Text.ESTIMATOR,
            description = Text.ESTIMATOR_HELP,
            choices = {"Variational FKP", "DIP-FKP", "KernelGAN-FKP", "KernelGAN", "Double-DIP"},
            required = false,
            persist = false)
    private String estimator;

    @Parameter(
            label = Text.RESTORER,
            description = Text.RESTORER_HELP,
            choices = {"Sparse MAP", "USRNet", "DIP", "Bicubic"},
            required = false,
            persist = false)
    private String restorer;

    @Parameter(label = Text.PRIOR, description = Text.PRIOR_HELP, required = false, persist = false)
    private String prior;

    @Parameter(
            label = Text.REGION,
            description = Text.REGION_HELP,
            choices = {"Auto", "Whole"},
            required = false,
            persist = false)
    private String region;

    @Parameter(
            label = Text.CHANNELS,
            description = Text.CHANNELS_HELP,
            choices = {"One kernel", "Kernel per channel"},
            required = false,
            persist = false)
    private String channels;

    @Parameter(label = Text.NOISE, description = Text.NOISE_HELP, required = false, persist = false)
    private String noise;

    @Parameter(
            label = Text.GRID,
            description = Text.GRID_HELP,
            choices = {"Centred", "Paper"},
            required = false,
            persist = false)
    private String grid;

    @Parameter(label = Text.ITERATIONS, description = Text.ITERATIONS_HELP, required = false, persist = false)
    private String iterations;

    @Parameter(label = Text.SEED, description = Text.SEED_HELP, required = false, persist = false)
    private String seed;

    @Parameter(label = Text.DEVICE, description = Text.DEVICE_HELP, required = false, persist = false)
    private String device;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus kernel;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus result;

    /** Made by SciJava. */
    public BlindSuperResolution() {
        super(Task.SUPER_RESOLVE);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        kernel = outcome.kernel();
        result = outcome.result();
    }
}
