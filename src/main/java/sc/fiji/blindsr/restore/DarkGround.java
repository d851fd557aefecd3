package sc.fiji.blindsr.restore;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.ConnectedPixels;

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
    /**
     * So many squares that are darker than the even parts are something darker, a hole of 5×5 pixels for instance. In large images
     * some are by chance, where neighbours share their noise: then it takes such a share of all, unless they are deep.
     */
    private static final double FEWEST_DARKER = 9, DARKER = 1e-5;
    /** How far anything may be below the even parts, over the noise, or over the range of levels. */
    private static final double BELOW_IN_NOISE = 2, BELOW_IN_RANGE = 0.01;
    /**
     * Squares that hang together are deep if one of them is so many times as far below. By chance none was even 1.5 times as far, in
     * images of 4096×4096 pixels whose neighbours share their noise.
     */
    private static final double DEEP = 2;
    /** How far the level that is given lies below what was found, over the range of levels. */
    private static final double MARGIN = 0.005;

    /** More squares make it no surer. */
    private static final int MOST = 250_000;

    private DarkGround() {}

    /**
     * Finds it.
     *
     * @param levels the values of a channel, row by row
     * @param noise standard deviation of their noise
     * @return the level that nothing of the sharp image is below; empty if there is no such ground
     */
    static OptionalDouble level(final float[] levels, final int width, final int height, final double noise) {
        final int stride = Math.max(1, (int) Math.sqrt(levels.length / (double) MOST));
        final int across = (width - 2 * EVEN + stride - 1) / stride, down = (height - 2 * EVEN + stride - 1) / stride;
        if (across <= 0 || down <= 0) return OptionalDouble.empty();
        final int[] places = IntStream.range(0, across * down)
                .map(i -> (EVEN + i / across * stride) * width + EVEN + i % across * stride)
                .toArray();
        final double[] dark = Arrays.stream(places)
                .parallel()
                .mapToDouble(i -> mean(levels, i, width, DARK))
                .sorted()
                .toArray();
        final double darkest = quantile(dark, DARKEST), range = quantile(dark, BRIGHTEST) - darkest;
        final double most = Math.max(EVEN_IN_NOISE * noise, EVEN_IN_RANGE * range);
        final double[] ground = Arrays.stream(places)
                .parallel()
                .filter(i -> variance(levels, i, width) < most * most)
                .mapToDouble(i -> mean(levels, i, width, EVEN))
                .sorted()
                .toArray();
        if (ground.length < LEAST_EVEN * places.length) return OptionalDouble.empty();
        final double level = quantile(ground, DARKEST_EVEN);
        return hasDarker(levels, width, height, level, Math.max(BELOW_IN_NOISE * noise, BELOW_IN_RANGE * range))
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(level, darkest) - MARGIN * range);
    }

    /** Whether anything is darker than a level, by more than it may be below. */
    private static boolean hasDarker(
            final float[] levels, final int width, final int height, final double level, final double below) {
        final int[] darker = IntStream.range(DARK, height - DARK)
                .parallel()
                .flatMap(y -> IntStream.range(y * width + DARK, (y + 1) * width - DARK))
                .filter(i -> levels[i] < level - below && mean(levels, i, width, DARK) < level - below)
                .toArray();
        if (darker.length >= Math.max(FEWEST_DARKER, DARKER * levels.length)) return true;
        final ConnectedPixels things = new ConnectedPixels(width, height, i -> Arrays.binarySearch(darker, i) >= 0);
        return Arrays.stream(darker)
                        .mapToObj(things::with)
                        .filter(thing ->
                                Arrays.stream(thing).anyMatch(i -> mean(levels, i, width, DARK) < level - DEEP * below))
                        .mapToInt(thing -> thing.length)
                        .sum()
                >= FEWEST_DARKER;
    }

    private static double quantile(final double[] sorted, final double share) {
        return sorted[(int) (share * sorted.length)];
    }

    /** Mean of a square. */
    private static double mean(final float[] levels, final int at, final int width, final int half) {
        double sum = 0;
        for (int y = -half; y <= half; y++) for (int x = -half; x <= half; x++) sum += levels[at + y * width + x];
        return sum / ((2 * half + 1) * (2 * half + 1));
    }

    /** Variance in a square that is even or not. */
    private static double variance(final float[] levels, final int at, final int width) {
        final double mean = mean(levels, at, width, EVEN);
        double sum = 0;
        for (int y = -EVEN; y <= EVEN; y++)
            for (int x = -EVEN; x <= EVEN; x++) {
                final double difference = levels[at + y * width + x] - mean;
                sum += difference * difference;
            }
        return sum / ((2 * EVEN + 1) * (2 * EVEN + 1));
    }
}
