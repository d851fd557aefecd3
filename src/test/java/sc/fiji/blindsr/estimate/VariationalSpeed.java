package sc.fiji.blindsr.estimate;

import ij.IJ;
import ij.ImagePlus;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Locale;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.MostTexturedWindow;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Seconds that {@link VariationalFkp} takes for the most textured part of an image, in a Java that is warm: all runs, and their
 * median without the first ones.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.VariationalSpeed -Dexec.args="macros/samples/camera.png 2 96"
 * </pre>
 */
public final class VariationalSpeed {

    private static final int RUNS = 9, WARMING = 3;

    private VariationalSpeed() {}

    /** @param arguments image, scale, width and height of the part */
    public static void main(final String[] arguments) {
        final int scale = Integer.parseInt(arguments[1]), size = Integer.parseInt(arguments[2]);
        final ImagePlus image = IJ.openImage(arguments[0]);
        final ArrayImg<FloatType, FloatArray> plane = Planes.read(image, 1, IntensityRange.of(image, "input"));
        final Rectangle part = MostTexturedWindow.find(plane, new Rectangle(image.getWidth(), image.getHeight()), size);
        final EstimationProblem problem =
                new EstimationProblem(scale, KernelPriors.builtIn(scale), Grid.CENTRED, 0, 0, 1, DeviceChoice.CPU);
        final double[] seconds = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            final long start = System.nanoTime();
            new VariationalFkp()
                    .estimate(
                            Views.interval(
                                    plane,
                                    Intervals.createMinMax(
                                            part.x,
                                            part.y,
                                            0,
                                            part.x + part.width - 1L,
                                            part.y + part.height - 1L,
                                            plane.max(2))),
                            problem,
                            Progress.NONE);
            seconds[run] = (System.nanoTime() - start) / 1e9;
        }
        final double[] warm = Arrays.copyOfRange(seconds, WARMING, RUNS);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "×%d, %d×%d pixels, %d cores: median %.2f s of %s%n",
                scale,
                part.width,
                part.height,
                Runtime.getRuntime().availableProcessors(),
                warm[warm.length / 2],
                Arrays.toString(Arrays.stream(seconds)
                        .mapToObj(s -> String.format(Locale.ROOT, "%.2f", s))
                        .toArray()));
    }
}
