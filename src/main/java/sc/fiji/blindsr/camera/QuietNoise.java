package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The noise of the flattest blocks of images, taken for the same everywhere: few defects do not change it, and it may still hold
 * some structure.
 */
final class QuietNoise {

    /** The flattest blocks, as a quantile, and the variance there over σ². */
    private static final double QUANTILE = 0.05, VARIANCE_OF_QUANTILE = 0.552;

    private final List<NoiseBlock> blocks = new ArrayList<>();

    /**
     * Adds the blocks of an image.
     *
     * @param excluded which of its pixels, X×Y×C, say nothing; blocks with one are left out
     */
    void add(final Frame frame, final boolean[] excluded) {
        for (int c = 0; c < frame.channels(); c++)
            blocks.addAll(NoiseBlock.of(frame, c, excluded, (v, i) -> NoiseMask.noise(v, i, frame.width())));
    }

    /** Its standard deviation; 0 where there is no block. */
    double sigma() {
        return blocks.isEmpty() ? 0 : Math.sqrt(flattest(blocks.stream().mapToDouble(NoiseBlock::variance)));
    }

    /**
     * The flattest blocks' variance over that of a model: 1 where it is right, less where the flattest still have structure and the model
     * says so, and more where noise is not independent from pixel to pixel, so that some directions show little of it.
     */
    double over(final NoiseModel model) {
        return blocks.isEmpty() || blocks.stream().anyMatch(block -> model.variance(block.level()) <= 0)
                ? 1
                : flattest(blocks.stream().mapToDouble(block -> block.variance() / model.variance(block.level())));
    }

    private static double flattest(final DoubleStream variances) {
        return StatUtils.percentile(variances.toArray(), 100 * QUANTILE) / VARIANCE_OF_QUANTILE;
    }
}
