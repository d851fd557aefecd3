package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Fits a {@link NoiseModel} to images. Each block of 8×8 pixels gives a mean level and a variance of the noise: the mean square
 * of the response to the {@linkplain NoiseMask mask that cancels planes}. The same mask, dilated to every second pixel,
 * responds to white noise as strongly, but to the structure of a blurred image, whose power falls with frequency, far more:
 * blocks where it does are not used. What {@linkplain DarkClipping clipping} takes away from the noise of dark blocks is added
 * again. A line through the others, by reweighted least squares without outliers, is the model. Where they cover too little
 * range for a slope that differs from 0 by more than its error, it is that of all blocks, if nearly all of the bright ones lie by
 * one, or else the noise is taken for constant; where there are too few of them, for that of the flattest blocks, which may still
 * hold some structure.
 */
final class NoiseFit {

    /** Width and height of a block, and the largest number of pixels of an image whose blocks overlap by half. */
    private static final int BLOCK = 8, LARGEST_OVERLAPPING = 1 << 19;
    /** Largest ratio of the dilated mask's response in a block that counts as noise alone. */
    private static final double LARGEST_RATIO = 2;
    /** Fewest blocks, and smallest share of all, through which a line is drawn. */
    private static final int FEWEST = 24;

    private static final double SMALLEST_SHARE = 0.04;
    /** Blocks whose variance is not between these multiples of the model's are outliers. */
    private static final double LEAST = 0.25, MOST = 1.7;

    /**
     * Largest share of blocks with less than the least variance. No block has less than its noise: where more have, what was
     * taken for noise is structure that no blur has softened.
     */
    private static final double LARGEST_QUIETER = 0.05;

    private static final int ITERATIONS = 12;
    /** Into how many ranges of levels the blocks are put to begin with, and how many of them must have so many blocks. */
    private static final int GROUPS = 12, FEWEST_GROUPS = 3, FEWEST_IN_GROUP = 4, GROUP_ITERATIONS = 5;
    /** Standard errors that a slope must differ from 0 by; they count overlapping blocks as independent. */
    private static final double SIGNIFICANT = 6;
    /**
     * Least rise of the variance, as a share of it, from the darkest to the brightest of the levels that are seen: structure that
     * grows with the light adds nearly as much to what counts as noise, and would be many times as much at levels far beyond.
     */
    private static final double SMALLEST_RISE = 0.3;
    /** The darkest of these levels, as a quantile; the brightest are as many from the other end. */
    private static final double DARKEST = 0.05;
    /** The variance of the noise of bright blocks, over that of the ground; the share of them that lies by one line. */
    private static final double BRIGHT = 2, MOST_BY_LINE = 0.88;
    /** The flattest blocks, as a quantile, and the variance there over σ². */
    private static final double QUANTILE = 0.05, VARIANCE_OF_QUANTILE = 0.552;

    private record Block(double level, double variance, double coarse) {

        boolean isNoise() {
            return coarse < LARGEST_RATIO * variance;
        }
    }

    private final List<Block> blocks = new ArrayList<>();

    /**
     * Adds the blocks of an image.
     *
     * @param excluded which of its pixels, X×Y×C, say nothing; blocks with one are left out
     */
    void add(final Frame frame, final boolean[] excluded) {
        final int step = frame.area() > LARGEST_OVERLAPPING ? BLOCK : BLOCK / 2;
        for (int c = 0; c < frame.channels(); c++) {
            final DarkClipping clipping = DarkClipping.of(frame, c);
            for (int y = 2; y + BLOCK + 2 <= frame.height(); y += step)
                for (int x = 2; x + BLOCK + 2 <= frame.width(); x += step)
                    add(frame, c * frame.area() + y * frame.width() + x, excluded, clipping);
        }
    }

    /** Blocks without any response, such as saturated ones, are skipped. */
    private void add(final Frame frame, final int from, final boolean[] excluded, final DarkClipping clipping) {
        final float[] v = frame.levels();
        final int width = frame.width();
        double fine = 0, coarse = 0, level = 0, clipped = 0;
        for (int y = 0; y < BLOCK; y++)
            for (int i = from + y * width; i < from + y * width + BLOCK; i++) {
                if (excluded[i]) return;
                fine += Math.pow(NoiseMask.response(v, i, 1, width), 2);
                coarse += Math.pow(NoiseMask.response(v, i, 2, 2 * width), 2);
                level += v[i];
                clipped += clipping.count(v[i]);
            }
        final double values = BLOCK * BLOCK;
        final double norm = values * NoiseMask.SQUARED_NORM * DarkClipping.remainingVariance(clipped / values);
        if (fine > 0) blocks.add(new Block(level / values, fine / norm, coarse / norm));
    }

    /** The model; no noise where there is no block. */
    NoiseModel model() {
        if (blocks.isEmpty()) return NoiseModel.constant(0);
        final List<Block> noise = blocks.stream().filter(Block::isNoise).toList();
        if (noise.size() < FEWEST || noise.size() < SMALLEST_SHARE * blocks.size()) return quiet();
        final NoiseModel line = line(noise);
        if (quieter(blocks, line) > LARGEST_QUIETER * blocks.size()) return quiet();
        return line.b() > 0 ? line : ofBright(line).orElse(line);
    }

    /**
     * The noise of bright objects on even ground: nearly all blocks without structure are of the ground, but where each photon counts, the
     * noise of the others outweighs their structure, and nearly all lie by one line. Of 288 photographs with the same noise everywhere,
     * structure does so in one; it does in thin fibres, whose noise is then thought too large.
     */
    private Optional<NoiseModel> ofBright(final NoiseModel ground) {
        return start(blocks)
                .map(start -> Line.through(blocks, start))
                .filter(Line::isSignificant)
                .map(Line::model)
                .filter(line -> isOfBright(line, ground));
    }

    /** Whether nearly all blocks that are bright by a line lie by it. */
    private boolean isOfBright(final NoiseModel line, final NoiseModel ground) {
        final List<Block> bright = blocks.stream()
                .filter(b -> line.variance(b.level) > BRIGHT * ground.variance(b.level))
                .toList();
        return bright.size() >= FEWEST
                && inliers(bright, line).size() > MOST_BY_LINE * bright.size()
                && quieter(bright, line) < LARGEST_QUIETER * bright.size();
    }

    private static long quieter(final List<Block> of, final NoiseModel than) {
        return of.stream()
                .filter(b -> b.variance < LEAST * than.variance(b.level))
                .count();
    }

    /** The noise of the flattest blocks, the same everywhere: few defects do not change it. */
    NoiseModel quiet() {
        return blocks.isEmpty()
                ? NoiseModel.constant(0)
                : new NoiseModel(quantile(blocks, QUANTILE) / VARIANCE_OF_QUANTILE, 0);
    }

    private static double quantile(final List<Block> of, final double quantile) {
        return of.stream()
                .mapToDouble(Block::variance)
                .sorted()
                .skip((long) (quantile * of.size()))
                .findFirst()
                .orElseThrow();
    }

    private static NoiseModel line(final List<Block> noise) {
        final NoiseModel middle = new NoiseModel(quantile(noise, 0.5), 0);
        final Line line = Line.through(noise, start(noise).orElse(middle));
        if (line.isSignificant() && rises(line.model, noise)) return line.model;
        NoiseModel constant = middle;
        for (int i = 0; i < ITERATIONS; i++)
            constant = new NoiseModel(weightedLine(inliers(noise, constant), constant)[3], 0);
        return constant;
    }

    /**
     * A line through blocks, without outliers.
     *
     * @param slope of the variance over the level
     * @param error its standard error
     */
    private record Line(NoiseModel model, double slope, double error) {

        static Line through(final List<Block> of, final NoiseModel start) {
            final double darkest = of.stream().mapToDouble(Block::level).min().orElseThrow();
            Line line = new Line(start, 0, 0);
            for (int i = 0; i < ITERATIONS; i++) {
                final double[] fit = weightedLine(inliers(of, line.model), line.model);
                line = new Line(
                        fit[1] > 0 ? rising(fit[0], fit[1], darkest) : new NoiseModel(fit[3], 0), fit[1], fit[2]);
            }
            return line;
        }

        boolean isSignificant() {
            return slope > SIGNIFICANT * error;
        }
    }

    /** A line whose variance is that of its darkest level below it; it may have a pedestal, but no negative variance. */
    private static NoiseModel rising(final double intercept, final double slope, final double darkest) {
        final double a = Math.max(-slope * Math.max(0, darkest), intercept);
        return new NoiseModel(a, slope, Math.max(0, a + slope * Math.max(0, darkest)));
    }

    /**
     * A line through the medians of blocks of about the same level, to begin with: where most of an image is dark, the median of all
     * blocks is the background's, and none of the others is near it.
     */
    private static Optional<NoiseModel> start(final List<Block> noise) {
        final double[] levels =
                noise.stream().mapToDouble(Block::level).sorted().toArray();
        final double darkest = levels[0], step = (levels[levels.length - 1] - darkest) / GROUPS;
        final List<Block> groups = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            final double from = darkest + g * step, to = from + step;
            final List<Block> part =
                    noise.stream().filter(b -> b.level >= from && b.level <= to).toList();
            if (part.size() >= FEWEST_IN_GROUP) groups.add(new Block((from + to) / 2, quantile(part, 0.5), 0));
        }
        if (groups.size() < FEWEST_GROUPS) return Optional.empty();
        NoiseModel model = null;
        for (int i = 0; i < GROUP_ITERATIONS; i++) {
            final NoiseModel before = model;
            final double[] fit = weightedLine(
                    groups, b -> before == null ? b.variance : Math.max(b.variance, before.variance(b.level)));
            if (!(fit[1] > 0)) return Optional.empty();
            model = rising(fit[0], fit[1], darkest);
        }
        return Optional.of(model);
    }

    private static boolean rises(final NoiseModel line, final List<Block> over) {
        final double[] levels = over.stream().mapToDouble(Block::level).sorted().toArray();
        final int darkest = (int) (DARKEST * levels.length);
        return line.variance(levels[levels.length - 1 - darkest])
                > (1 + SMALLEST_RISE) * line.variance(levels[darkest]);
    }

    private static List<Block> inliers(final List<Block> noise, final NoiseModel model) {
        return noise.stream()
                .filter(b ->
                        b.variance > LEAST * model.variance(b.level) && b.variance < MOST * model.variance(b.level))
                .toList();
    }

    /** Least squares with the weights 1/variance²: intercept, slope, the slope's standard error, and the weighted mean. */
    private static double[] weightedLine(final List<Block> of, final NoiseModel model) {
        return weightedLine(of, (ToDoubleFunction<Block>) b -> model.variance(b.level));
    }

    private static double[] weightedLine(final List<Block> of, final ToDoubleFunction<Block> variance) {
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (final Block b : of) {
            final double weight = 1 / Math.pow(variance.applyAsDouble(b), 2);
            w += weight;
            x += weight * b.level;
            y += weight * b.variance;
            xx += weight * b.level * b.level;
            xy += weight * b.level * b.variance;
        }
        final double spread = xx / w - x / w * x / w;
        if (!(spread > 0)) return new double[] {y / w, 0, 0, y / w};
        final double slope = (xy / w - x / w * y / w) / spread;
        final double intercept = y / w - slope * x / w;
        double squares = 0;
        for (final Block b : of)
            squares += Math.pow((b.variance - intercept - slope * b.level) / variance.applyAsDouble(b), 2);
        return new double[] {intercept, slope, Math.sqrt(squares / of.size() / (w * spread)), y / w};
    }
}
