package sc.fiji.blindsr.batch;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/** A batch over a file with more planes than the memory of this Java can hold: see {@link BatchTest}. */
public final class BatchInLittleMemory {

    private static final int PLANES = 640;

    private BatchInLittleMemory() {}

    /** @param args source and target folder */
    public static void main(final String[] args) {
        final ImagePlus many = new ImagePlus(
                "many", new SampleImages.Counting(96, 96, PLANES, 16, n -> SampleImages.plane(96, 96, 16, 20, n)));
        many.setDimensions(1, 1, PLANES);
        if (!new FileSaver(many).saveAsTiff(Path.of(args[0], "many.tif").toString())) System.exit(3);
        final Outcome outcome = Task.BATCH.run(
                Map.of("source", args[0], "target", args[1], "iterations", 1, "restorer", "Cubic spline"),
                Progress.NONE);
        if (!outcome.row().get("Warning").toString().startsWith("failed")) return;
        System.out.println(outcome.row());
        System.exit(4);
    }
}
