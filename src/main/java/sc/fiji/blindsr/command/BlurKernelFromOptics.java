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

/** Computes the blur kernel of a microscope. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Blur Kernel From Optics...", weight = 4.2)
        })
public class BlurKernelFromOptics extends TaskCommand {

    @Parameter(required = false, persist = false)
    private String type;

    @Parameter(required = false, persist = false)
    private String wavelength;

    @Parameter(required = false, persist = false)
    private String aperture;

    @Parameter(required = false, persist = false)
    private String index;

    @Parameter(required = false, persist = false)
    private String medium;

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(required = false, persist = false)
    private String pixel;

    @Parameter(required = false, persist = false)
    private String pinhole;

    @Parameter(required = false, persist = false)
    private String defocus;

    @Parameter(required = false, persist = false)
    private String depth;

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String count;

    @Parameter(required = false, persist = false)
    private String seed;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus kernel;

    /** Made by SciJava. */
    public BlurKernelFromOptics() {
        super(Task.KERNEL_FROM_OPTICS);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        kernel = outcome.kernel();
    }
}
