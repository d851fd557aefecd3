package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A {@link NoiseModel} for the {@linkplain NoiseBlock blocks} of images. What structure leaves of itself there grows with what it has at
 * coarser scales, so that the variance of a block is
 *
 * <pre>
 * (1 − share)·(a + b·level) + share·coarse
 * </pre>
 *
 * with one share for all: blocks of about the same level with more and less structure tell what of it is noise. Least squares relative to
 * the model, reweighted, from several starts; of which the best is taken. Blocks that have far more variance than the model are outliers,
 * those that have far less cannot be. Levels count alike, so that bright objects do beside a large dark ground.
 */
final class NoiseRegression {

    /** Fewest blocks of a fit, and about how many are looked at. */
    private static final int FEWEST = 24, MOST_BLOCKS = 1 << 13;
    /** Blocks whose variance is not between these multiples of the model's are outliers. */
    private static final double LEAST = 0.5, MOST = 1.5;
    /** What an outlier costs that is above the model, and at the most below. */
    private static final double ABOVE = 0.25, BELOW = 1;

    private static final int ITERATIONS = 20;
    /** Shares to start from, and the largest: more would be structure at all scales alike. */
    private static final double[] SHARES = {0, 0.02, 0.05, 0.1, 0.2, 0.4};

    private static final double LARGEST_SHARE = 0.6;
    /** The variance is the same at all levels unless one that grows costs less by this factor. */
    private static final double PREFERENCE = 1.02;
    /** Into how many ranges of levels the blocks are put. All count alike, but no block more than this many times the mean. */
    private static final int GROUPS = 12;

    private static final double LARGEST_WEIGHT = 2;
    /** To begin with: how many blocks a range must have, of how many ranges, and the quantile that is taken for noise. */
    private static final int FEWEST_IN_GROUP = 4, FEWEST_GROUPS = 3;

    private static final double QUIET = 0.2;

    /** A fit: the noise's a and b, and the share of structure. */
    private record Line(double a, double b, double share) {}

    private final List<NoiseBlock> blocks;
    private final double darkest, range;
    private final double[] weights;

    private NoiseRegression(final List<NoiseBlock> blocks) {
        this.blocks = blocks;
        darkest = blocks.stream().mapToDouble(NoiseBlock::level).min().orElseThrow();
        range = blocks.stream().mapToDouble(NoiseBlock::level).max().orElseThrow() - darkest;
        final int[] count = new int[GROUPS];
        for (final NoiseBlock block : blocks) count[group(block)]++;
        weights = blocks.stream()
                .mapToDouble(block -> Math.min(LARGEST_WEIGHT / blocks.size(), 1.0 / GROUPS / count[group(block)]))
                .toArray();
    }

    private int group(final NoiseBlock block) {
        return range > 0 ? (int) Math.min(GROUPS - 1, GROUPS * (block.level() - darkest) / range) : 0;
    }

    /**
     * The noise of images.
     *
     * @param of the blocks of all of them; where there are few, the noise is taken for that of the quietest
     * @return no noise where there is no block
     */
    static NoiseModel of(final List<NoiseBlock> of) {
        if (of.isEmpty()) return NoiseModel.constant(0);
        final double quiet = quiet(of);
        if (of.size() < FEWEST) return new NoiseModel(quiet, 0);
        final List<NoiseBlock> some = new ArrayList<>();
        final int step = 1 + of.size() / MOST_BLOCKS;
        for (int i = 0; i < of.size(); i += step) some.add(of.get(i));
        return new NoiseRegression(some).model(quiet);
    }

    private static double quiet(final List<NoiseBlock> of) {
        return StatUtils.percentile(
                of.stream().mapToDouble(NoiseBlock::variance).toArray(), 100 * QUIET);
    }

    private NoiseModel model(final double quiet) {
        final List<Line> even = new ArrayList<>(), rising = new ArrayList<>();
        for (final Line start : starts(quiet)) {
            fit(start, true).ifPresent(rising::add);
            if (start.b == 0) fit(start, false).ifPresent(even::add);
        }
        final Optional<Line> flat = cheapest(even.stream()),
                steep = cheapest(rising.stream().filter(line -> line.b > 0));
        final Line best = flat.filter(line -> steep.isEmpty() || cost(line) < PREFERENCE * cost(steep.get()))
                .or(() -> steep)
                .orElse(new Line(quiet, 0, 0));
        return new NoiseModel(best.a, best.b, best.b > 0 ? noise(best, darkest) : 0);
    }

    private Optional<Line> cheapest(final Stream<Line> of) {
        return of.min(Comparator.comparingDouble(this::cost));
    }

    /** Noise that is the same everywhere, and that of the quieter blocks at each level. */
    private List<Line> starts(final double quiet) {
        final List<Line> starts = new ArrayList<>();
        final Optional<Line> envelope = envelope();
        for (final double share : SHARES)
            for (final double part : new double[] {1, 2}) {
                starts.add(new Line(part * quiet, 0, share));
                envelope.ifPresent(line -> starts.add(new Line(line.a / part, line.b / part, share)));
            }
        return starts;
    }

    /** A line through the quieter blocks of about the same level each. */
    private Optional<Line> envelope() {
        final List<List<NoiseBlock>> groups = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) groups.add(new ArrayList<>());
        for (final NoiseBlock block : blocks) groups.get(group(block)).add(block);
        final NormalEquations line = new NormalEquations();
        for (int g = 0; g < GROUPS; g++) {
            if (groups.get(g).size() < FEWEST_IN_GROUP) continue;
            final double variance = quiet(groups.get(g));
            line.add(1 / (variance * variance), new NoiseBlock(darkest + (g + 0.5) / GROUPS * range, variance, 0));
        }
        return line.count < FEWEST_GROUPS
                ? Optional.empty()
                : line.line(true, darkest).filter(fit -> fit.b > 0);
    }

    /** A line from a start; empty if hardly any block is near it. */
    private Optional<Line> fit(final Line start, final boolean rising) {
        Line line = start;
        for (int i = 0; i < ITERATIONS; i++) {
            final NormalEquations inliers = new NormalEquations();
            for (int k = 0; k < weights.length; k++) {
                final NoiseBlock block = blocks.get(k);
                final double expected = expected(line, block), ratio = block.variance() / expected;
                if (ratio > LEAST && ratio < MOST) inliers.add(weights[k] / (expected * expected), block);
            }
            if (inliers.count < FEWEST) return Optional.empty();
            final Optional<Line> next = inliers.line(rising, darkest);
            if (next.isEmpty()) return next;
            line = next.get();
        }
        return Optional.of(line);
    }

    /** How far the blocks are from a line, relative to it. */
    private double cost(final Line line) {
        double cost = 0;
        for (int k = 0; k < weights.length; k++) {
            final double ratio = blocks.get(k).variance() / expected(line, blocks.get(k));
            cost += weights[k]
                    * (ratio > 1
                            ? Math.min(ABOVE, Math.pow(ratio - 1, 2))
                            : Math.min(BELOW, Math.pow(1 / ratio - 1, 2)));
        }
        return cost;
    }

    private double expected(final Line line, final NoiseBlock block) {
        return (1 - line.share) * noise(line, block.level()) + line.share * block.coarse();
    }

    private double noise(final Line line, final double level) {
        return Math.max(Double.MIN_NORMAL, line.a + line.b * Math.max(0, Math.max(darkest, level)));
    }

    /** Least squares for the variance of blocks over their level and coarse variance. */
    private static final class NormalEquations {

        private final double[][] products = new double[3][3];
        private final double[] variances = new double[3];
        private int count;

        void add(final double weight, final NoiseBlock block) {
            final double[] row = {1, block.level(), block.coarse()};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) products[i][j] += weight * row[i] * row[j];
                variances[i] += weight * row[i] * block.variance();
            }
            count++;
        }

        /** The line; neither its slope nor its share is negative, nor its noise at the darkest level. */
        Optional<Line> line(final boolean rising, final double darkest) {
            final double[] all = solve(rising, true), x = all[2] < 0 ? solve(rising, false) : all;
            if (!Double.isFinite(x[0] + x[1] + x[2])) return Optional.empty();
            if (x[1] < 0) return line(false, darkest);
            final double share = Math.min(LARGEST_SHARE, x[2]), b = x[1] / (1 - share);
            return Optional.of(new Line(Math.max(x[0] / (1 - share), -b * Math.max(0, darkest)), b, share));
        }

        /** Intercept, slope, and share; NaN where the blocks do not tell. */
        private double[] solve(final boolean slope, final boolean share) {
            final boolean[] is = {true, slope, share && products[2][2] > 0};
            final double[][] matrix = new double[3][3];
            final double[] right = new double[3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) matrix[i][j] = is[i] && is[j] ? products[i][j] : i == j ? 1 : 0;
                right[i] = is[i] ? variances[i] : 0;
            }
            try {
                return new LUDecomposition(new Array2DRowRealMatrix(matrix, false), 0)
                        .getSolver()
                        .solve(new ArrayRealVector(right, false))
                        .toArray();
            } catch (final SingularMatrixException e) {
                return new double[] {Double.NaN, 0, 0};
            }
        }
    }
}
