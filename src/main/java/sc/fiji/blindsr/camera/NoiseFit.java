package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits a {@link NoiseModel} to images: by a {@linkplain NoiseRegression regression} over their blocks, seen in the {@linkplain
 * LeastStructure directions of least structure}. Where pixels are not independent, some directions show little of the noise; it is then
 * at least what {@linkplain QuietNoise blocks without structure} show.
 */
final class NoiseFit {

    private final List<NoiseBlock> blocks = new ArrayList<>();
    private final QuietNoise quiet = new QuietNoise();

    /**
     * Adds the blocks of an image.
     *
     * @param excluded which of its pixels, X×Y×C, say nothing; blocks with one are left out
     */
    void add(final Frame frame, final boolean[] excluded) {
        for (int c = 0; c < frame.channels(); c++)
            blocks.addAll(NoiseBlock.of(frame, c, excluded, LeastStructure.of(frame, c, excluded)));
        quiet.add(frame, excluded);
    }

    /** The model; no noise where there is no block. */
    NoiseModel model() {
        final NoiseModel model = NoiseRegression.of(blocks);
        return model.times(Math.max(1, quiet.over(model)));
    }
}
