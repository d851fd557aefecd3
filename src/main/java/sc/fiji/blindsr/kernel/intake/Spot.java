package sc.fiji.blindsr.kernel.intake;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.pixel.ConnectedPixels;

/** Connected pixels of a kernel, and what can be said of a kernel by them. */
final class Spot {

    /** Pixels above this part of the peak belong to a spot. */
    private static final double LEVEL = 0.25;
    /** Part of the brightest spot's light that makes another one more than a side lobe. */
    private static final double SECOND = 0.15;

    private final BlurKernel kernel;
    private final int[] pixels;

    private Spot(final BlurKernel kernel, final int[] pixels) {
        this.kernel = kernel;
        this.pixels = pixels;
    }

    private static ConnectedPixels above(final BlurKernel kernel, final double level) {
        final double[] values = kernel.values();
        return new ConnectedPixels(kernel.width(), kernel.height(), i -> values[i] > level);
    }

    /** Which pixels are connected to the peak by values above a level, or are neighbours of such a pixel. */
    static boolean[] aroundPeak(final BlurKernel kernel, final double level) {
        final double[] values = kernel.values();
        int peak = 0;
        for (int i = 0; i < values.length; i++) if (values[i] > values[peak]) peak = i;
        final boolean[] grown = new boolean[values.length];
        for (final int pixel :
                above(kernel, Math.min(level, Math.nextDown(values[peak]))).with(peak))
            for (int y = pixel / kernel.width() - 1; y <= pixel / kernel.width() + 1; y++)
                for (int x = pixel % kernel.width() - 1; x <= pixel % kernel.width() + 1; x++)
                    if (x >= 0 && x < kernel.width() && y >= 0 && y < kernel.height())
                        grown[y * kernel.width() + x] = true;
        return grown;
    }

    /** @throws UserError if there are two separate spots, as of two beads; a ring around a spot is none */
    static void checkSingle(final BlurKernel kernel) {
        final double[] values = kernel.values();
        final double level = LEVEL * Arrays.stream(values).max().orElseThrow();
        final ConnectedPixels above = above(kernel, level);
        final List<Spot> spots = IntStream.range(0, values.length)
                .mapToObj(above::with)
                .filter(pixels -> pixels.length > 0)
                .map(pixels -> new Spot(kernel, pixels))
                .sorted(Comparator.comparingDouble(spot -> -spot.light()))
                .toList();
        for (final Spot other : spots.subList(Math.min(1, spots.size()), spots.size()))
            if (other.light() > SECOND * spots.get(0).light() && other.isBeside(spots.get(0)))
                throw new UserError(
                        "kernel",
                        "it shows more than one spot (around " + spots.get(0).place() + " and " + other.place() + ")",
                        "crop it to one");
    }

    private double light() {
        return Arrays.stream(pixels)
                .mapToDouble(p -> kernel.get(p % kernel.width(), p / kernel.width()))
                .sum();
    }

    private double[] centre() {
        double x = 0, y = 0;
        for (final int p : pixels) {
            x += (double) (p % kernel.width()) / pixels.length;
            y += (double) (p / kernel.width()) / pixels.length;
        }
        return new double[] {x, y};
    }

    /** Farther away than two discs of these areas would have to be. */
    private boolean isBeside(final Spot other) {
        final double distance = Math.hypot(centre()[0] - other.centre()[0], centre()[1] - other.centre()[1]);
        return distance > Math.sqrt(pixels.length / Math.PI) + Math.sqrt(other.pixels.length / Math.PI);
    }

    private String place() {
        return Math.round(centre()[0]) + ", " + Math.round(centre()[1]);
    }

    static boolean isConstant(final BlurKernel kernel) {
        return Arrays.stream(kernel.values()).allMatch(v -> v == kernel.get(0, 0));
    }
}
