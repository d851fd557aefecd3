package sc.fiji.blindsr.restore;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.NeighbourMeans;

/**
 * The ground of images of shining things: dark, even, and nowhere is less light. What the sharp image is there is known without
 * any restoration, and a restored image that is darker elsewhere rings. Where no even part is the darkest (thin dark lines, night
 * photographs full of noise), nothing is known.
 */
final class DarkGround {

    /** Half the width of the squares that are even or not, and of those whose means tell how dark the image is. */
    private static final int EVEN = 2, DARK = 1;
    /** A square is even if its deviation is at most this, over the noise, or over the range of levels. */
    private static final double EVEN_IN_NOISE = 1.5, EVEN_IN_RANGE = 0.01;
    /** Least share of even squares. */
    private static final double LEAST_EVEN = 0.01;
    /** Quantiles of the means: the darkest even ones, the darkest, and the brightest. */
    private static final double DARKEST_EVEN = 0.002, DARKEST = 0.0005, BRIGHTEST = 0.995;
    /** How far anything may be below the even parts, over the noise, or over the range of levels. */
    private static final double BELOW_IN_NOISE = 2, BELOW_IN_RANGE = 0.01;
    /** How far the level that is given lies below what was found, over the range of levels. */
    private static final double MARGIN = 0.005;

    private DarkGround() {}

    /**
     * Finds it.
     *
     * @param levels the values of a channel, row by row
     * @param noise standard deviation of their noise
     * @return the level that nothing of the sharp image is below; empty if there is no such ground
     */
    static OptionalDouble level(final float[] levels, final int width, final int height, final double noise) {
        final float[] dark = NeighbourMeans.of(levels, width, height, DARK),
                even = NeighbourMeans.of(levels, width, height, EVEN);
        Arrays.sort(dark);
        final double darkest = quantile(dark, DARKEST), range = quantile(dark, BRIGHTEST) - darkest;
        final double most = Math.max(EVEN_IN_NOISE * noise, EVEN_IN_RANGE * range);
        final int across = width - 2 * EVEN, down = height - 2 * EVEN;
        final double[] ground = IntStream.range(0, Math.max(0, across) * Math.max(0, down))
                .parallel()
                .map(i -> (i / across + EVEN) * width + i % across + EVEN)
                .filter(i -> meanSquare(levels, even[i], i, width) < most * most)
                .mapToDouble(i -> even[i])
                .sorted()
                .toArray();
        if (ground.length < LEAST_EVEN * levels.length) return OptionalDouble.empty();
        final double level = ground[(int) (DARKEST_EVEN * ground.length)];
        return darkest < level - Math.max(BELOW_IN_NOISE * noise, BELOW_IN_RANGE * range)
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(level, darkest) - MARGIN * range);
    }

    private static double quantile(final float[] sorted, final double share) {
        return sorted[(int) (share * sorted.length)];
    }

    /** Mean square of the differences in a square to their mean. */
    private static double meanSquare(final float[] levels, final float mean, final int at, final int width) {
        double sum = 0;
        for (int y = -EVEN; y <= EVEN; y++)
            for (int x = -EVEN; x <= EVEN; x++) {
                final double difference = levels[at + y * width + x] - mean;
                sum += difference * difference;
            }
        return sum / ((2 * EVEN + 1) * (2 * EVEN + 1));
    }
}
