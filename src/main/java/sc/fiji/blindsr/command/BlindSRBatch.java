package sc.fiji.blindsr.command;

import java.io.File;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.convert.ConvertService;
import org.scijava.io.IOService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.option.Option.Text;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/** Blind super-resolution of all images of a folder, of all formats that Fiji can read. */
@Plugin(type = Command.class, menuPath = Task.MENU + ">Blind SR Batch...")
public class BlindSRBatch extends TaskCommand {

    @Parameter
    private IOService ioService;

    @Parameter
    private ConvertService convertService;

    @Parameter(
            label = Text.SOURCE,
            description = Text.SOURCE_HELP,
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false)
    private File source;

    @Parameter(
            label = Text.TARGET,
            description = Text.TARGET_HELP,
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false)
    private File target;

    @Parameter(label = Text.PATTERN, description = Text.PATTERN_HELP, required = false, persist = false)
    private String pattern;

    @Parameter(
            label = Text.EXISTING,
            description = Text.EXISTING_HELP,
            choices = {"skip", "overwrite"},
            required = false,
            persist = false)
    private String existing;

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

    /** Made by SciJava. */
    public BlindSRBatch() {
        super(Task.BATCH);
    }

    @Override
    Outcome work(final Map<String, ?> values, final Progress progress) {
        return Task.BATCH.run(values, progress, new SciJavaReader(ioService, convertService));
    }

    @Override
    void setOutputs(final Outcome outcome) {
        // The files in the target and the rows in the table are all.
    }
}
