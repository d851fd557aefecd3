package sc.fiji.blindsr.camera;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.CosineTransform;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * Recognises images that were JPEG files: the cosine transforms of their 8×8 blocks have values at multiples of the
 * quantisation table's steps. The steps of low frequencies, where values are seldom all 0, are found by trying: at the true
 * step q, the mean of cos(2πc/q) over the values c is near 1; elsewhere it is near 0, and at multiples of q too.
 */
final class JpegQuantisation {

    private static final int BLOCK = JpegGrid.BLOCK;
    /** Frequencies with u + v of at most this are looked at. */
    private static final int HIGHEST = 4;
    /** Steps that are tried, grey levels of 255. With a step of 1, as of the best quality, nothing is lost. */
    private static final int SMALLEST = 2, LARGEST = 80;
    /** Fewest values that are not quantised to 0, and fewest frequencies that must show a step. */
    private static final int FEWEST_VALUES = 24, FEWEST_FREQUENCIES = 5;

    /**
     * Smallest mean cosine at which a step is accepted. For the finest step a smaller one is enough, since rounding to whole grey
     * levels, in colour images those of three channels, blurs its multiples; but then it must be larger than chance would make it.
     */
    private static final double SMALLEST_SCORE = 0.5, SMALLEST_SCORE_OF_FINEST = 0.3;

    /**
     * If another place of the grid shows so large a share of the frequencies that the best one shows, there is no grid: in
     * symmetric drawings and patterns few values come again and again, wherever it begins.
     */
    private static final double MOST_ELSEWHERE = 0.6;

    /**
     * Smallest mean cosine of all frequencies together; over how many standard deviations of what chance makes it; and how large a
     * share of it may be reached with the grid elsewhere, as in images that hardly change along one axis.
     */
    private static final double SMALLEST_FIT = 0.12, SUREST_CHANCE = 5.5, MOST_ELSEWHERE_BY_TABLE = 0.85;
    /** Size over the step from which on values count there: where files have 0, other images have such values. */
    private static final double LEAST_OF_STEP = 0.25;
    /** The qualities that are tried. */
    private static final int LOWEST_QUALITY = 20, HIGHEST_QUALITY = 98, QUALITIES_AT_ONCE = 4;

    /** More blocks make it no surer: for a frequency by itself, and for all together. */
    private static final int MOST_BLOCKS = 1500, BLOCKS_FOR_ALL = 400;
    /** Grey levels of full scale. */
    private static final double LEVELS = 255;
    /**
     * Noise that Sparse MAP bears best, over the square root of the mean step: it grows more slowly than the steps, since
     * coarse steps make values 0 whose size is the image's rather than the step's. Measured on simulated files of quality
     * 60, 75 and 90.
     */
    private static final double NOISE_PER_ROOT_STEP = 1.6;

    private static final double[][] COSINES = new double[BLOCK][BLOCK];
    /** The frequencies that are looked at: horizontal and vertical ones. */
    private static final int[][] FREQUENCIES = IntStream.range(1, BLOCK * BLOCK)
            .mapToObj(i -> new int[] {i / BLOCK, i % BLOCK})
            .filter(f -> f[0] + f[1] <= HIGHEST)
            .toArray(int[][]::new);

    static {
        for (int u = 0; u < BLOCK; u++) for (int x = 0; x < BLOCK; x++) COSINES[u][x] = CosineTransform.weight(u, x);
    }

    private final float[] luminance;
    private final int width;
    private final int height;

    private JpegQuantisation(final Frame frame) {
        width = frame.width();
        height = frame.height();
        luminance = Demosaicing.luminance(frame.levels(), frame.area());
    }

    /**
     * What is found of a file.
     *
     * @param grid its blocks, and how coarse they are
     * @param noise the noise to be allowed for where only one number is: its standard deviation, a share of full scale
     */
    record Found(JpegGrid grid, double noise) {}

    /**
     * The steps that are found if the grid begins at a place.
     *
     * @param of of each frequency that is looked at, in their order; 0 where none was found
     */
    private record Steps(int left, int top, int[] of) {

        long found() {
            return Arrays.stream(of).filter(step -> step > 0).count();
        }

        double mean() {
            return Arrays.stream(of).filter(step -> step > 0).average().orElseThrow();
        }

        /** With the median coarseness. */
        JpegGrid grid() {
            final double[] coarseness = IntStream.range(0, of.length)
                    .filter(i -> of[i] > 0)
                    .mapToDouble(i -> of[i] / (double) JpegGrid.step(FREQUENCIES[i][0], FREQUENCIES[i][1]))
                    .toArray();
            return new JpegGrid(left, top, RobustStatistics.median(coarseness));
        }
    }

    /**
     * Looks for the traces of a JPEG file.
     *
     * @param frame an image of 8 bits, shares of 255; the grid of blocks may begin anywhere
     * @return empty if the image was no such file
     */
    static Optional<Found> in(final Frame frame) {
        if (Math.min(frame.width(), frame.height()) < 4 * BLOCK) return Optional.empty();
        final JpegQuantisation jpeg = new JpegQuantisation(frame);
        final List<Steps> grids = IntStream.range(0, BLOCK * BLOCK)
                .parallel()
                .mapToObj(i -> jpeg.steps(i % BLOCK, i / BLOCK))
                .toList();
        final List<Steps> best = grids.stream()
                .sorted(Comparator.comparingLong(Steps::found).reversed())
                .limit(2)
                .toList();
        final Steps steps = best.get(0);
        if (steps.found() < FEWEST_FREQUENCIES || best.get(1).found() >= MOST_ELSEWHERE * steps.found())
            return jpeg.byTable();
        final Fit fit = jpeg.fit(steps.left, steps.top, 1);
        return Optional.of(new Found(fit.isSure() ? fit.grid : steps.grid(), noise(steps.mean())));
    }

    private static double noise(final double meanStep) {
        return NOISE_PER_ROOT_STEP * Math.sqrt(meanStep) / LEVELS;
    }

    /**
     * How well the standard's table, times a factor, explains the values of a grid.
     *
     * @param score mean cosine of the values
     * @param values their number
     */
    private record Fit(JpegGrid grid, double score, int values) {

        boolean isSure() {
            return score > SMALLEST_FIT && isNoChance(score, values);
        }
    }

    /**
     * In faint images too few values of any one frequency are not 0. Those of all are enough if the steps are the standard's but
     * for one factor.
     */
    private Optional<Found> byTable() {
        final List<Fit> best = IntStream.range(0, BLOCK * BLOCK)
                .parallel()
                .mapToObj(i -> fit(i % BLOCK, i / BLOCK, QUALITIES_AT_ONCE))
                .sorted(Comparator.comparingDouble(Fit::score).reversed())
                .limit(2)
                .map(fit -> fit.grid == null ? fit : fit(fit.grid.left(), fit.grid.top(), 1))
                .sorted(Comparator.comparingDouble(Fit::score).reversed())
                .toList();
        final Fit fit = best.get(0);
        if (!fit.isSure() || best.get(1).score >= MOST_ELSEWHERE_BY_TABLE * fit.score) return Optional.empty();
        final double mean = Arrays.stream(FREQUENCIES)
                .mapToDouble(f -> fit.grid.coarseness() * JpegGrid.step(f[0], f[1]))
                .average()
                .orElseThrow();
        return Optional.of(new Found(fit.grid, noise(mean)));
    }

    /**
     * The factor that fits best if the grid begins at a place; where all do, the largest.
     *
     * @param every the distance of the qualities that are tried
     */
    private Fit fit(final int left, final int top, final int every) {
        final double[][] values = Arrays.stream(FREQUENCIES)
                .map(f -> coefficients(left, top, f[0], f[1], BLOCKS_FOR_ALL))
                .toArray(double[][]::new);
        // Means are rounded, too; an image of one grey level has only one, which says nothing.
        final double[] means = coefficients(left, top, 0, 0, BLOCKS_FOR_ALL),
                differences =
                        IntStream.range(1, means.length)
                                .mapToDouble(b -> means[b] - means[b - 1])
                                .toArray();
        Fit best = new Fit(null, 0, 0);
        for (int quality = LOWEST_QUALITY; quality <= HIGHEST_QUALITY; quality += every) {
            final double coarseness = JpegGrid.coarseness(quality);
            Cosines all = Cosines.at(differences, step(coarseness, 0, 0), LEAST_OF_STEP);
            for (int f = 0; f < values.length; f++)
                all = all.and(
                        Cosines.at(values[f], step(coarseness, FREQUENCIES[f][0], FREQUENCIES[f][1]), LEAST_OF_STEP));
            if (all.areMoreThan(best.score))
                best = new Fit(new JpegGrid(left, top, coarseness), all.sum / all.values, all.values);
        }
        return best;
    }

    private static double step(final double coarseness, final int u, final int v) {
        return Math.max(1, Math.round(coarseness * JpegGrid.step(u, v)));
    }

    /** Whether so many cosines are not by chance as large in the mean. */
    private static boolean isNoChance(final double score, final int values) {
        return score * Math.sqrt(2.0 * values) > SUREST_CHANCE;
    }

    /** How well a step explains values: the sum of cos(2πc/q) over those that are not too small to tell, and their number. */
    private record Cosines(double sum, int values) {

        /** @param least size over the step from which on values count */
        static Cosines at(final double[] values, final double step, final double least) {
            int n = 0;
            double sum = 0;
            for (final double c : values)
                if (Math.abs(c) > least * step) {
                    n++;
                    sum += Math.cos(2 * Math.PI * c / step);
                }
            return new Cosines(sum, n);
        }

        Cosines and(final Cosines others) {
            return new Cosines(sum + others.sum, values + others.values);
        }

        /** Whether there are enough, and their mean is larger. */
        boolean areMoreThan(final double mean) {
            return values >= FEWEST_VALUES && sum > mean * values;
        }
    }

    /** None are found if the two lowest frequencies show none. */
    private Steps steps(final int left, final int top) {
        final boolean none = step(coefficients(left, top, 0, 1, MOST_BLOCKS)) == 0
                && step(coefficients(left, top, 1, 0, MOST_BLOCKS)) == 0;
        return new Steps(
                left,
                top,
                Arrays.stream(FREQUENCIES)
                        .mapToInt(f -> none ? 0 : step(coefficients(left, top, f[0], f[1], MOST_BLOCKS)))
                        .toArray());
    }

    /** The values of one frequency in the blocks of a grid, grey levels. */
    private double[] coefficients(final int left, final int top, final int u, final int v, final int most) {
        final int across = (width - left) / BLOCK, down = (height - top) / BLOCK;
        final int every = 1 + across * down / most, count = across * down / every;
        final double[] values = new double[count];
        for (int b = 0; b < count; b++) {
            final int from = (top + b * every / across * BLOCK) * width + left + b * every % across * BLOCK;
            double sum = 0;
            for (int y = 0; y < BLOCK; y++)
                for (int x = 0; x < BLOCK; x++) sum += COSINES[v][y] * COSINES[u][x] * luminance[from + y * width + x];
            values[b] = LEVELS * sum;
        }
        return values;
    }

    /** The largest step that the values are multiples of; 0 if there is none. */
    private static int step(final double[] values) {
        for (int q = LARGEST; q > SMALLEST; q--) if (Cosines.at(values, q, 0.5).areMoreThan(SMALLEST_SCORE)) return q;
        final Cosines finest = Cosines.at(values, SMALLEST, 0.5);
        return finest.areMoreThan(SMALLEST_SCORE_OF_FINEST) && isNoChance(finest.sum / finest.values, finest.values)
                ? SMALLEST
                : 0;
    }
}
