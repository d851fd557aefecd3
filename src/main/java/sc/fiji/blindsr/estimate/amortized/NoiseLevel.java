package sc.fiji.blindsr.estimate.amortized;

import java.util.stream.DoubleStream;
import sc.fiji.blindsr.camera.NoiseMask;
import sc.fiji.blindsr.estimate.Channels;

/**
 * Estimates the noise of an image: the response to the mask (1 −2 1; −2 4 −2; 1 −2 1), which cancels planes and slight
 * curvature (Immerkær, "Fast noise variance estimation", CVIU 1996), in the flattest blocks of the image, where there is
 * little but noise. What the network was trained with; how noise is measured for the solvers is another matter, see
 * {@link sc.fiji.blindsr.camera}.
 */
final class NoiseLevel {

    /** Width and height of a block. */
    private static final int BLOCK = 8;
    /** Norm of the mask. */
    private static final double NORM = 6;
    /** The block that is used, as a quantile of the blocks' responses. */
    private static final double QUANTILE = 0.05;
    /** Normalised response of that block to white noise of standard deviation 1. */
    private static final double RESPONSE_TO_WHITE_NOISE = 0.743;

    private NoiseLevel() {}

    /**
     * The noise's standard deviation, in the image's grey levels. It includes rounding errors. Blocks without any response, such
     * as saturated ones, are skipped, and those with unknown pixels if there are others; 0 if there are none.
     *
     * @param values row by row
     * @param known whether something is known of each
     */
    static double of(final float[] values, final boolean[] known, final int width) {
        final double[] ofKnown = squares(values, known, width),
                squares = ofKnown.length > 0 ? ofKnown : squares(values, Channels.allKnown(values.length), width);
        return squares.length == 0
                ? 0
                : Math.sqrt(squares[(int) (QUANTILE * squares.length)]) / NORM / RESPONSE_TO_WHITE_NOISE;
    }

    /** The blocks' mean square responses, in ascending order. */
    private static double[] squares(final float[] values, final boolean[] known, final int width) {
        final DoubleStream.Builder squares = DoubleStream.builder();
        for (int y = 1; y + BLOCK < values.length / width; y += BLOCK)
            for (int x = 1; x + BLOCK < width; x += BLOCK) {
                final int from = y * width + x;
                if (isKnown(known, from, width)) squares.add(meanSquare(values, from, width));
            }
        return squares.build().filter(square -> square > 0).sorted().toArray();
    }

    /** Whether a block and what is beside it is known. */
    private static boolean isKnown(final boolean[] known, final int from, final int width) {
        for (int y = -1; y <= BLOCK; y++)
            for (int x = -1; x <= BLOCK; x++) if (!known[from + y * width + x]) return false;
        return true;
    }

    private static double meanSquare(final float[] v, final int from, final int width) {
        double sum = 0;
        for (int y = 0; y < BLOCK; y++)
            for (int i = from + y * width; i < from + y * width + BLOCK; i++) {
                final double response = NoiseMask.response(v, i, 1, width);
                sum += response * response;
            }
        return sum / (BLOCK * BLOCK);
    }
}
