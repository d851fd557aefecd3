package sc.fiji.blindsr.kernel.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.DoublePredicate;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;

/** Connected pixels of a kernel, and what can be said of a kernel by them. */
final class Spot {

    /** Pixels above this part of the peak belong to a spot. */
    private static final double LEVEL = 0.25;
    /** Part of the brightest spot's light that makes another one more than a side lobe. */
    private static final double SECOND = 0.15;

    private final BlurKernel kernel;
    private final List<Integer> pixels = new ArrayList<>();

    private Spot(final BlurKernel kernel) {
        this.kernel = kernel;
    }

    /** The spot around a pixel: all pixels that are connected to it, also over corners, by pixels of certain values. */
    private static Spot around(
            final BlurKernel kernel, final int start, final DoublePredicate belongs, final boolean[] seen) {
        final Spot spot = new Spot(kernel);
        final Deque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!open.isEmpty()) {
            final int pixel = open.pop(), px = pixel % kernel.width(), py = pixel / kernel.width();
            spot.pixels.add(pixel);
            for (int y = Math.max(0, py - 1); y <= Math.min(kernel.height() - 1, py + 1); y++)
                for (int x = Math.max(0, px - 1); x <= Math.min(kernel.width() - 1, px + 1); x++) {
                    final int next = y * kernel.width() + x;
                    if (seen[next] || !belongs.test(kernel.get(x, y))) continue;
                    seen[next] = true;
                    open.push(next);
                }
        }
        return spot;
    }

    /** Which pixels are connected to the peak by values above a level, or are neighbours of such a pixel. */
    static boolean[] aroundPeak(final BlurKernel kernel, final double level) {
        final double[] values = kernel.values();
        int peak = 0;
        for (int i = 0; i < values.length; i++) if (values[i] > values[peak]) peak = i;
        final boolean[] grown = new boolean[values.length];
        for (final int pixel : around(kernel, peak, v -> v > level, new boolean[values.length]).pixels)
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
        final boolean[] seen = new boolean[values.length];
        final List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < values.length; i++)
            if (!seen[i] && values[i] > level) spots.add(around(kernel, i, v -> v > level, seen));
        spots.sort((a, b) -> Double.compare(b.light(), a.light()));
        for (final Spot other : spots.subList(Math.min(1, spots.size()), spots.size()))
            if (other.light() > SECOND * spots.get(0).light() && other.isBeside(spots.get(0)))
                throw new UserError(
                        "kernel",
                        "it shows more than one spot (around " + spots.get(0).place() + " and " + other.place() + ")",
                        "crop it to one");
    }

    private double light() {
        return pixels.stream()
                .mapToDouble(p -> kernel.get(p % kernel.width(), p / kernel.width()))
                .sum();
    }

    private double[] centre() {
        double x = 0, y = 0;
        for (final int p : pixels) {
            x += (double) (p % kernel.width()) / pixels.size();
            y += (double) (p / kernel.width()) / pixels.size();
        }
        return new double[] {x, y};
    }

    /** Farther away than two discs of these areas would have to be. */
    private boolean isBeside(final Spot other) {
        final double distance = Math.hypot(centre()[0] - other.centre()[0], centre()[1] - other.centre()[1]);
        return distance > Math.sqrt(pixels.size() / Math.PI) + Math.sqrt(other.pixels.size() / Math.PI);
    }

    private String place() {
        return Math.round(centre()[0]) + ", " + Math.round(centre()[1]);
    }

    static boolean isConstant(final BlurKernel kernel) {
        return Arrays.stream(kernel.values()).allMatch(v -> v == kernel.get(0, 0));
    }

    /** The median of the outermost pixels. */
    static double rim(final BlurKernel kernel) {
        final List<Double> rim = new ArrayList<>();
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++)
                if (x == 0 || y == 0 || x == kernel.width() - 1 || y == kernel.height() - 1) rim.add(kernel.get(x, y));
        rim.sort(null);
        return rim.get(rim.size() / 2);
    }
}
