package sc.fiji.blindsr.camera;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds pixels that do not show the light: hot and dead ones, cosmic rays, and whatever else is sharper than the image's
 * blur allows. For each pixel, its distance from the median of its eight neighbours is divided by the structure there: the range of
 * the neighbours without their outer quarters, plus the distance of their median from that of the sixteen pixels beyond. On edges and in texture, where all that is large, it may also lie further outside the range of the eight than that range
 * is wide. Neither ratio has a fixed limit, since a narrow blur makes stars and beads that stand out as much: what the image's
 * other structures reach, with a margin, is the limit.
 */
final class Defects {

    /** The nearest neighbours. */
    private static final int[][] SIDES = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    /**
     * The middle two of the four nearest neighbours of a small thing have at least this share of what it is above the ground by, and so
     * many standard deviations. Of 60 spots 1.3 pixels wide among cells, 37 were taken for defects without this, and none with it; of 150
     * hot pixels 146 to 149 instead of 149 to 150 are found.
     */
    private static final double SHARED = 0.06, SHARED_SIGNIFICANT = 3;

    /** Distance from the neighbours' median, in standard deviations of the noise, of a defect, and of a pixel beside one. */
    private static final double SIGNIFICANT = 8, SIGNIFICANT_BESIDE = 5;
    /** Smallest distance of a defect, share of full scale: less does little harm, and in noise-free images it is structure. */
    private static final double SMALLEST = 0.06;
    /** Range of the neighbours, in standard deviations of the noise, from which on they are structure. */
    private static final double STRUCTURE = 4;
    /** What is added to the structure for the noise in it, in standard deviations. */
    private static final double NOISE_OF_STRUCTURE = 2;
    /** Smallest limit of the ratio; margin above the quantile that the image's structures reach; for pixels beside defects. */
    private static final double SMALLEST_LIMIT = 6, MARGIN = 4, QUANTILE = 0.98, BESIDE = 0.3;
    /** The limit of colour images: most were interpolated from a mosaic, so that what stands alone is seldom a defect. */
    private static final double SMALLEST_LIMIT_OF_COLOURS = 12;
    /**
     * The same for how far a pixel lies outside its neighbours' range, over that range: smallest limits and margin; and the
     * ratio to the structure that such a pixel has at least. Of defects in photographs with noise of 1 grey level of 255, 85 %
     * are found with it, 63 % without, and one sound pixel in 100 000 more is taken for one; in synthetic scenes 73 %, 57 % and
     * one in 40 000.
     */
    private static final double SMALLEST_EXCESS = 1,
            SMALLEST_EXCESS_OF_COLOURS = 2,
            MARGIN_OF_EXCESS = 6,
            LEAST_RATIO = 2;
    /**
     * Where so many pixels, and such a share of them, surely are defects, more are likely: the limits of the excess and of that
     * ratio are lowered to this share.
     */
    private static final double FEWEST_OF_MANY = 10, SHARE_OF_MANY = 3e-4, LOWERED_EXCESS = 0.4;
    /** Fewest neighbours that can be compared with: those of a corner. */
    private static final int FEWEST = 3;
    /** Of about so many pixels the structure tells what an image's structures reach. */
    private static final int ENOUGH = 1 << 18;
    /** Tracks are found from their sharpest pixels on. */
    private static final int PASSES = 4;

    private final Frame frame;
    private final NoiseModel noise;
    private final double leastSigma;
    private final boolean[] excluded;

    /**
     * @param leastSigma smallest standard deviation of the noise to be allowed for
     * @param excluded pixels that are known to say nothing, X×Y×C; those that are found are added
     */
    Defects(final Frame frame, final NoiseModel noise, final double leastSigma, final boolean[] excluded) {
        this.frame = frame;
        this.noise = noise;
        this.leastSigma = leastSigma;
        this.excluded = excluded;
    }

    /** Finds them. */
    void find() {
        Limits limit = new Limits(reached(), LEAST_RATIO);
        final double[] defects = new double[excluded.length];
        boolean[] changed = first(limit, defects);
        if (isDefective(defects)) {
            limit = limit.lowered();
            Arrays.fill(changed, true);
        }
        for (int pass = 1; pass < PASSES && changed != null; pass++) changed = next(limit, defects, changed);
    }

    /** Whether the camera surely has many defects. */
    private static boolean isDefective(final double[] defects) {
        final long found = Arrays.stream(defects).filter(d -> d != 0).count();
        return found >= Math.max(FEWEST_OF_MANY, SHARE_OF_MANY * defects.length);
    }

    /** Finds what stands out by itself. @return the pixels to look at again; null if there are none */
    private boolean[] first(final Limits limit, final double[] defects) {
        final boolean[] before = excluded.clone();
        final double least = Math.max(SIGNIFICANT * leastSigma, SMALLEST);
        rows().forEach(row -> {
            final Comparison comparison = new Comparison(before);
            pixels(row)
                    .filter(i -> !before[i] && !(comparison.outOfRange(i) <= least))
                    .filter(i -> comparison.with(i) && comparison.stands(limit))
                    .forEach(i -> {
                        excluded[i] = true;
                        defects[i] = comparison.distance;
                    });
        });
        final int[] found = IntStream.range(0, before.length)
                .filter(i -> excluded[i] && !before[i])
                .toArray();
        return surroundings(found);
    }

    /** Goes on where something has changed. @return likewise */
    private boolean[] next(final Limits limit, final double[] defects, final boolean[] changed) {
        final Comparison comparison = new Comparison(excluded.clone());
        final IntStream.Builder found = IntStream.builder();
        for (int i = 0; i < excluded.length; i++) {
            if (excluded[i] || !changed[i] || !comparison.with(i)) continue;
            if (comparison.stands(limit) || isBeside(i, comparison, defects) && comparison.continuesTrack(limit)) {
                excluded[i] = true;
                defects[i] = comparison.distance;
                found.add(i);
                // A track goes on in the same pass.
                mark(i, 1, changed);
            }
        }
        return surroundings(found.build().toArray());
    }

    /** The pixels that are compared with some others, or beside them; null if there are none. */
    private boolean[] surroundings(final int[] pixels) {
        if (pixels.length == 0) return null;
        final boolean[] marks = new boolean[excluded.length];
        for (final int i : pixels) mark(i, 2, marks);
        return marks;
    }

    private void mark(final int i, final int radius, final boolean[] marks) {
        final int width = frame.width(), height = frame.height(), x = i % width, y = i / width % height;
        for (int dy = Math.max(-radius, -y); dy <= Math.min(radius, height - 1 - y); dy++)
            for (int dx = Math.max(-radius, -x); dx <= Math.min(radius, width - 1 - x); dx++)
                marks[i + dy * width + dx] = true;
    }

    /**
     * How far a pixel stands out.
     *
     * @param ratio of the distance from the neighbours' median to the structure there
     * @param excess of the distance outside the neighbours' range to that range
     */
    private record Standing(double ratio, double excess) {}

    /**
     * What a defect is above.
     *
     * @param of what the image's structures stay below
     * @param leastRatio the ratio that a pixel with an excess above that has at least
     */
    private record Limits(Standing of, double leastRatio) {

        /** Where defects are likely. */
        Limits lowered() {
            return new Limits(new Standing(of.ratio, LOWERED_EXCESS * of.excess), LOWERED_EXCESS * leastRatio);
        }
    }

    /** What the image's structures reach, with a margin. */
    private Standing reached() {
        final boolean coloured = frame.channels() > 1;
        final double smallest = coloured ? SMALLEST_LIMIT_OF_COLOURS : SMALLEST_LIMIT,
                smallestExcess = coloured ? SMALLEST_EXCESS_OF_COLOURS : SMALLEST_EXCESS;
        final double least = STRUCTURE * Math.max(leastSigma, noise.sigma(0));
        final int every = 1 + excluded.length / ENOUGH;
        final List<Standing> structures = rows().filter(row -> row % every == 0)
                .mapToObj(row -> {
                    final Comparison comparison = new Comparison(excluded);
                    return pixels(row)
                            .filter(i -> !excluded[i] && !(comparison.range(i) <= least) && comparison.with(i))
                            .filter(i -> comparison.structure > STRUCTURE * comparison.sigma)
                            .mapToObj(i -> new Standing(comparison.ratio(), comparison.excess()));
                })
                .flatMap(Function.identity())
                .toList();
        return structures.isEmpty()
                ? new Standing(smallest, smallestExcess)
                : new Standing(
                        Math.max(smallest, MARGIN * quantile(structures, Standing::ratio)),
                        Math.max(smallestExcess, MARGIN_OF_EXCESS * quantile(structures, Standing::excess)));
    }

    private static double quantile(final List<Standing> structures, final ToDoubleFunction<Standing> figure) {
        final double[] values = structures.stream().mapToDouble(figure).sorted().toArray();
        return values[(int) (QUANTILE * (values.length - 1))];
    }

    /** All rows of all channels. */
    private IntStream rows() {
        return IntStream.range(0, excluded.length / frame.width()).parallel();
    }

    private IntStream pixels(final int row) {
        return IntStream.range(row * frame.width(), (row + 1) * frame.width());
    }

    /** Whether the pixel that was compared lies beside a defect that stands out to the same side. */
    private boolean isBeside(final int i, final Comparison comparison, final double[] defects) {
        final int width = frame.width(), x = i % width, y = i / width % frame.height();
        for (int dy = y > 0 ? -1 : 0; dy <= (y + 1 < frame.height() ? 1 : 0); dy++)
            for (int dx = x > 0 ? -1 : 0; dx <= (x + 1 < width ? 1 : 0); dx++)
                if (comparison.distance * defects[i + dy * width + dx] > 0) return true;
        return false;
    }

    /** Compares pixels with their neighbours, one after the other. */
    private final class Comparison {

        private final boolean[] without;
        private final float[] around = new float[16];
        private float level;
        /** The lowest and the highest of the eight neighbours. */
        private float lowest, highest;
        /** From their median, positive above it. */
        private double distance;

        private double structure, sigma;
        /** Whether its neighbours share in what it stands out by. */
        private boolean light;

        /** @param without pixels that do not count */
        Comparison(final boolean[] without) {
            this.without = without;
        }

        /** Compares a pixel; false if there are too few neighbours. */
        boolean with(final int i) {
            light = false;
            final int n = ring(i, 1);
            if (n < FEWEST) return false;
            final double median = median(n);
            level = frame.levels()[i];
            structure = around[n - 1 - n / 4] - around[n / 4];
            lowest = around[0];
            highest = around[n - 1];
            distance = level - median;
            sigma = Math.max(leastSigma, noise.sigma(median));
            if (Math.abs(distance) > STRUCTURE * sigma) {
                final int beyond = ring(i, 2);
                if (beyond > 0) {
                    final double ground = median(beyond);
                    structure += Math.abs(median - ground);
                    light = isLight(i, ground);
                }
            }
            return true;
        }

        /**
         * Whether a pixel is the top of a small thing that was seen through a blur: it shines on all sides. A defect's neighbours know
         * nothing of it, and a track's those along it alone.
         *
         * @param ground the level around them
         */
        private boolean isLight(final int i, final double ground) {
            final double above = level - ground, side = Math.signum(above);
            final double[] neighbours = new double[SIDES.length];
            for (int j = 0; j < SIDES.length; j++)
                neighbours[j] = side * (frame.levels()[beside(i, SIDES[j])] - ground);
            Arrays.sort(neighbours);
            final double middle = (neighbours[1] + neighbours[2]) / 2;
            return middle > SHARED * Math.abs(above) && middle > SHARED_SIGNIFICANT * sigma;
        }

        /** A pixel's neighbour; beyond the rim the one on the other side, where light would be alike. */
        private int beside(final int i, final int[] side) {
            final int width = frame.width(),
                    x = i % width + side[0],
                    y = i / width % frame.height() + side[1],
                    step = side[0] + side[1] * width;
            return x < 0 || y < 0 || x >= width || y >= frame.height() ? i - step : i + step;
        }

        /** How far the pixel stands out, over the structure there. */
        double ratio() {
            return Math.abs(distance) / (structure + NOISE_OF_STRUCTURE * sigma);
        }

        /** How far the pixel lies outside its neighbours' range, over that range. */
        double excess() {
            return outside() / (highest - lowest + NOISE_OF_STRUCTURE * sigma);
        }

        /** The same in grey levels; negative within the range. */
        private double outside() {
            return Math.max(level - highest, lowest - level);
        }

        /** Whether it stands out by itself. */
        boolean stands(final Limits limit) {
            return !light
                    && Math.abs(distance) > Math.max(SIGNIFICANT * sigma, SMALLEST)
                    && (ratio() > limit.of.ratio || ratio() > limit.leastRatio && excess() > limit.of.excess);
        }

        /** Whether it stands out enough beside a defect: on an edge, from the nearest of its neighbours. */
        boolean continuesTrack(final Limits limit) {
            final double least = SIGNIFICANT_BESIDE * sigma;
            return Math.abs(distance) > least && ratio() > BESIDE * limit.of.ratio || outside() > least;
        }

        /** The range of a pixel and its eight neighbours, the most that {@link #with} may find of structure; NaN beside NaN. */
        double range(final int i) {
            extremes(i);
            return Math.max(highest, level) - Math.min(lowest, level);
        }

        /** The most that a pixel may be away from the median of its neighbours; NaN beside NaN. */
        double outOfRange(final int i) {
            extremes(i);
            return Math.max(highest - level, level - lowest);
        }

        /** The extremes of the eight neighbours, whether they count or not: looking at them costs less than sorting them. */
        private void extremes(final int i) {
            final float[] levels = frame.levels();
            final int width = frame.width(), x = i % width, y = i / width % frame.height();
            level = levels[i];
            if (x == 0 || y == 0 || x == width - 1 || y == frame.height() - 1) {
                lowest = Float.NEGATIVE_INFINITY;
                highest = Float.POSITIVE_INFINITY;
                return;
            }
            final float above = levels[i - width], below = levels[i + width];
            lowest = highest = above;
            for (int j = i - width - 1; j <= i + width - 1; j += width) {
                lowest = Math.min(lowest, Math.min(levels[j], levels[j + 2]));
                highest = Math.max(highest, Math.max(levels[j], levels[j + 2]));
            }
            lowest = Math.min(lowest, below);
            highest = Math.max(highest, below);
        }

        /** Collects the pixels at a distance along either axis, sorted: each is put where it belongs among the few before. */
        private int ring(final int i, final int radius) {
            final float[] levels = frame.levels();
            final int width = frame.width(), height = frame.height(), x = i % width, y = i / width % height;
            int n = 0;
            for (int dy = Math.max(-radius, -y); dy <= Math.min(radius, height - 1 - y); dy++) {
                final int step = Math.abs(dy) == radius ? 1 : 2 * radius;
                for (int dx = -radius; dx <= radius; dx += step) {
                    final int j = i + dy * width + dx;
                    if (x + dx < 0 || x + dx >= width || without[j]) continue;
                    final float value = levels[j];
                    int place = n++;
                    for (; place > 0 && around[place - 1] > value; place--) around[place] = around[place - 1];
                    around[place] = value;
                }
            }
            return n;
        }

        private double median(final int n) {
            return (around[n / 2] + around[(n - 1) / 2]) / 2.0;
        }
    }
}
