package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * The noise of the flattest blocks of images, taken for the same everywhere: few defects do not change it, and it may still hold
 * some structure.
 */
final class QuietNoise {

    /** The flattest blocks, as a quantile, and the variance there over σ². */
    private static final double QUANTILE = 0.05, VARIANCE_OF_QUANTILE = 0.552;
    /** Fewest even blocks that tell the noise, and their least share of all. */
    private static final double FEWEST_EVEN = 24, LEAST_EVEN = 0.04;
    /** Of all blocks at most such a share may have less than this part of what the even ones have. */
    private static final double MOST_QUIETER = 0.05, FAR_LESS = 0.25;

    private final List<NoiseBlock> blocks = new ArrayList<>();

    /**
     * Adds the blocks of an image.
     *
     * @param excluded which of its pixels, X×Y×C, say nothing; blocks with one are left out
     */
    void add(final Frame frame, final boolean[] excluded) {
        for (int c = 0; c < frame.channels(); c++)
            blocks.addAll(NoiseBlock.of(frame, c, excluded, (v, i) -> NoiseMask.noise(v, i, 1, frame.width())));
    }

    /** Its standard deviation; 0 where there is no block. */
    double sigma() {
        return blocks.isEmpty() ? 0 : Math.sqrt(flattest(blocks.stream().mapToDouble(NoiseBlock::variance)));
    }

    /** That of planes; 0 where there is no block. */
    static double sigma(final List<Frame> planes) {
        final QuietNoise noise = new QuietNoise();
        planes.forEach(plane -> noise.add(plane, plane.missing()));
        return noise.sigma();
    }

    /**
     * What blocks without structure show of the noise, over a model: 1 where it is right, less where even they have structure and the
     * model says so, and more where noise is not independent from pixel to pixel, so that some directions show little of it. Blocks
     * that are {@linkplain NoiseBlock#isEven even} tell it, unless there are few of them, or many others have far less: then it is fine
     * texture, which no blur has softened, that makes them even, and the flattest blocks tell.
     */
    double over(final NoiseModel model) {
        if (blocks.isEmpty() || blocks.stream().anyMatch(block -> model.variance(block.level()) <= 0)) return 1;
        final double[] even =
                ratios(model, blocks.stream().filter(NoiseBlock::isEven)).toArray();
        if (even.length >= Math.max(FEWEST_EVEN, LEAST_EVEN * blocks.size())) {
            final double median = RobustStatistics.median(even);
            final long quieter = ratios(model, blocks.stream())
                    .filter(ratio -> ratio < FAR_LESS * median)
                    .count();
            if (quieter <= MOST_QUIETER * blocks.size()) return median;
        }
        return flattest(ratios(model, blocks.stream()));
    }

    private static DoubleStream ratios(final NoiseModel model, final Stream<NoiseBlock> blocks) {
        return blocks.mapToDouble(block -> block.variance() / model.variance(block.level()));
    }

    private static double flattest(final DoubleStream variances) {
        return StatUtils.percentile(variances.toArray(), 100 * QUANTILE) / VARIANCE_OF_QUANTILE;
    }
}
