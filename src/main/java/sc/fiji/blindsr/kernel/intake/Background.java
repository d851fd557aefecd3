package sc.fiji.blindsr.kernel.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * The background of a kernel, such as the offset of the camera that took a bead. It is looked for in the pixels that are
 * farthest from the spot, in units of the spot's own ellipse, and what a Gaussian of that ellipse still has there is no
 * background: so a wide kernel that ends before it is dark has none.
 */
final class Background {

    /** In smaller arrays nothing is far from the spot. */
    private static final int SMALLEST = 7;
    /** The farthest pixels: part of all, and number at the least. */
    private static final double FAR = 0.1;

    private static final int FEWEST = 8;
    /**
     * Part of all light that makes a background. Counts are of a camera, which has one; the far rings of a computed
     * point-spread function hold some percent of its light.
     */
    private static final double OF_COUNTS = 0.01, OF_WEIGHTS = 0.1;

    private static final int ROUNDS = 8;
    /** Number of standard errors that it is above 0, and of standard deviations that the spot is above it. */
    private static final double CERTAIN = 3, SPOT = 2;

    private Background() {}

    static BroughtKernel removed(final BroughtKernel brought) {
        final BlurKernel k = brought.kernel();
        if (Math.min(k.width(), k.height()) < SMALLEST) return brought;
        final Level level = Level.of(k);
        final double share = level.background * k.width() * k.height() / k.sum();
        final double least = Saturation.isCounts(k) ? OF_COUNTS : OF_WEIGHTS;
        if (!(Math.abs(share) > least) || Math.abs(level.background) < CERTAIN * level.error) return brought;
        final double[] values = k.values();
        for (int i = 0; i < values.length; i++) values[i] -= level.background;
        // Noise far from the spot would still widen it.
        final boolean[] spot = Spot.aroundPeak(new BlurKernel(k.width(), k.height(), values), SPOT * level.deviation);
        for (int i = 0; i < values.length; i++) if (!spot[i]) values[i] = 0;
        return brought.after(
                String.format(
                        Locale.ROOT,
                        "a background of %.3g, %.0f %% of all its light, was subtracted",
                        level.background,
                        100 * share),
                new BlurKernel(k.width(), k.height(), values));
    }

    /**
     * What is there besides the spot.
     *
     * @param background its grey level
     * @param deviation of single pixels from it
     * @param error of the level
     */
    private record Level(double background, double deviation, double error) {

        /** The level determines half maximum, that the ellipse, and that the level: a few rounds agree. */
        static Level of(final BlurKernel k) {
            final double[] values = k.values();
            final double peak = Arrays.stream(values).max().orElseThrow();
            Level before = null, level = new Level(0, 0, 0);
            for (int round = 0; round < ROUNDS && !level.equals(before); round++) {
                before = level;
                level = after(level, k, values, peak);
            }
            return level;
        }

        private static Level after(final Level before, final BlurKernel k, final double[] values, final double peak) {
            final double[] distances = distances(k, (peak + before.background) / 2), sorted = distances.clone();
            Arrays.parallelSort(sorted);
            final double farFrom = sorted[sorted.length - Math.max(FEWEST, (int) (FAR * sorted.length))];
            final int[] far = IntStream.range(0, values.length)
                    .filter(i -> distances[i] >= farFrom)
                    .toArray();
            final double[] there =
                    Arrays.stream(far).mapToDouble(i -> values[i]).toArray();
            final double level = RobustStatistics.median(there), deviation = RobustStatistics.deviation(there, level);
            final double gaussian = RobustStatistics.median(Arrays.stream(far)
                    .mapToDouble(i -> Math.pow(2, -distances[i]))
                    .toArray());
            final double background = (level - peak * gaussian) / (1 - gaussian);
            // Darker than a Gaussian's flank is not yet dark below 0.
            return new Level(
                    level < 0 ? background : Math.max(0, background), deviation, deviation / Math.sqrt(far.length));
        }
    }

    /**
     * For each pixel (x − c)ᵀ (4 C)⁻¹ (x − c), with centre c and covariance C of the pixels above half maximum: 1 at half
     * maximum if these are an ellipse, so that a Gaussian of this ellipse is 2^−d.
     */
    private static double[] distances(final BlurKernel k, final double half) {
        double n = 0, cx = 0, cy = 0;
        for (int i = 0; i < k.width() * k.height(); i++) {
            final int x = i % k.width(), y = i / k.width();
            if (k.get(x, y) < half) continue;
            n++;
            cx += x;
            cy += y;
        }
        cx /= n;
        cy /= n;
        double xx = 1 / 12.0, yy = 1 / 12.0, xy = 0; // a pixel has a width itself
        for (int i = 0; i < k.width() * k.height(); i++) {
            final int x = i % k.width(), y = i / k.width();
            if (k.get(x, y) < half) continue;
            xx += (x - cx) * (x - cx) / n;
            yy += (y - cy) * (y - cy) / n;
            xy += (x - cx) * (y - cy) / n;
        }
        final double[] distances = new double[k.width() * k.height()];
        for (int i = 0; i < distances.length; i++) {
            final double x = i % k.width() - cx, y = i / k.width() - cy;
            distances[i] = (x * x * yy - 2 * x * y * xy + y * y * xx) / (4 * (xx * yy - xy * xy));
        }
        return distances;
    }
}
