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

/** Maps the blur over the field of an image. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = MenuConstants.PLUGINS_LABEL, weight = MenuConstants.PLUGINS_WEIGHT),
            @Menu(label = "Blind SR"),
            @Menu(label = "FKP"),
            @Menu(label = "Map Blur...", weight = 4.3)
        })
public class MapBlur extends TaskCommand {

    @Parameter(autoFill = false, required = false, persist = false)
    private Object input;

    @Parameter(required = false, persist = false)
    private String scale;

    @Parameter(required = false, persist = false)
    private String estimator;

    @Parameter(required = false, persist = false)
    private String prior;

    @Parameter(required = false, persist = false)
    private String channels;

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

    @Parameter(required = false, persist = false)
    private String series;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus picture;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    /** Made by SciJava. */
    public MapBlur() {
        super(Task.MAP_BLUR);
    }

    @Override
    void setOutputs(final Outcome outcome) {
        picture = outcome.kernel();
        map = outcome.result();
    }
}
