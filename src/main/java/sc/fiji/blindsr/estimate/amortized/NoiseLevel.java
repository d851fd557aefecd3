package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.NoiseMask;

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
     * The noise's standard deviation, in the image's grey levels; the mean over its channels. It includes
     * rounding errors. Blocks without any response, such as saturated ones, are skipped; 0 if there are no others.
     *
     * @param image X×Y×C
     */
    static double of(final ArrayImg<FloatType, FloatArray> image) {
        final int width = (int) image.dimension(0),
                height = (int) image.dimension(1),
                channels = (int) image.dimension(2);
        final float[] values = image.update(null).getCurrentStorageArray();
        double sum = 0;
        for (int c = 0; c < channels; c++) sum += of(values, c * width * height, width, height);
        return sum / channels;
    }

    private static double of(final float[] values, final int plane, final int width, final int height) {
        final double[] squares = new double[Math.max(0, (width - 2) / BLOCK) * Math.max(0, (height - 2) / BLOCK)];
        int n = 0;
        for (int y = 1; y + BLOCK < height; y += BLOCK)
            for (int x = 1; x + BLOCK < width; x += BLOCK) {
                final double square = meanSquare(values, plane + y * width + x, width);
                if (square > 0) squares[n++] = square;
            }
        if (n == 0) return 0;
        Arrays.sort(squares, 0, n);
        return Math.sqrt(squares[(int) (QUANTILE * n)]) / NORM / RESPONSE_TO_WHITE_NOISE;
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
