package sc.fiji.blindsr.posterior;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.CosineTransform;

/**
 * Noise of which each value of the orthonormal cosine transforms of 8×8 blocks has its own, as rounding leaves it in JPEG
 * files: white in none of the pixels, but independent there. Of blocks that the image cuts off, the missing pixels count as 0.
 */
public final class CosineBlocks {

    private static final int SIDE = CosineTransform.LENGTH;
    /** The transform of eight values, row by row from the lowest frequency, and its inverse. */
    private static final float[] COSINES = new float[SIDE * SIDE], BACK = new float[SIDE * SIDE];

    static {
        for (int u = 0; u < SIDE; u++)
            for (int x = 0; x < SIDE; x++) {
                COSINES[u * SIDE + x] = (float) CosineTransform.weight(u, x);
                BACK[x * SIDE + u] = COSINES[u * SIDE + x];
            }
    }

    private final Polyphase patch;
    private final int left;
    private final int top;
    private final float[] precisions;
    private final float[] deviations;

    /**
     * @param patch whose low-resolution image has the noise
     * @param left a column at which blocks begin
     * @param top a row at which blocks begin
     * @param variances of the 64 values, row by row from the lowest vertical frequency
     */
    public CosineBlocks(final Polyphase patch, final int left, final int top, final double[] variances) {
        this.patch = patch;
        this.left = Math.floorMod(left, SIDE);
        this.top = Math.floorMod(top, SIDE);
        precisions = new float[variances.length];
        deviations = new float[variances.length];
        for (int i = 0; i < variances.length; i++) {
            precisions[i] = (float) (1 / variances[i]);
            deviations[i] = (float) Math.sqrt(variances[i]);
        }
    }

    /** Mean of the precisions, which is that of each pixel, averaged over a block. */
    double meanPrecision() {
        return IntStream.range(0, precisions.length)
                .mapToDouble(i -> precisions[i])
                .average()
                .orElseThrow();
    }

    /** Multiplies an image in the layout of {@link Polyphase#low} with the inverse of the noise's covariance. */
    void multiplyWithPrecision(final float[] low) {
        scale(low, precisions);
    }

    /** Makes this noise white, of variance 1. */
    void whiten(final float[] low) {
        final float[] factors = new float[deviations.length];
        for (int i = 0; i < factors.length; i++) factors[i] = 1 / deviations[i];
        scale(low, factors);
    }

    /** Gives white noise of variance 1 the covariance of this noise. */
    void colour(final float[] low) {
        scale(low, deviations);
    }

    /** Scales the values of the blocks' transforms. */
    private void scale(final float[] low, final float[] factors) {
        final int down = (patch.lowHeight() - top + 2 * SIDE - 1) / SIDE;
        IntStream.range(0, down).parallel().forEach(row -> {
            final float[] block = new float[SIDE * SIDE], turned = new float[SIDE * SIDE];
            final int y = top + (row - 1) * SIDE;
            for (int x = left - SIDE; x < patch.lowWidth(); x += SIDE) {
                Arrays.fill(block, 0);
                copy(low, block, x, y, true);
                transform(block, COSINES, turned);
                transform(turned, COSINES, block);
                for (int i = 0; i < block.length; i++) block[i] *= factors[i];
                transform(block, BACK, turned);
                transform(turned, BACK, block);
                copy(low, block, x, y, false);
            }
        });
    }

    /** Copies what the image has of a block, into it or from it. */
    private void copy(final float[] low, final float[] block, final int x, final int y, final boolean into) {
        final int from = Math.max(0, -x), length = Math.min(SIDE, patch.lowWidth() - x) - from;
        for (int v = Math.max(0, -y); v < SIDE && y + v < patch.lowHeight(); v++) {
            final int at = patch.lowStart(y + v) + x + from;
            if (into) System.arraycopy(low, at, block, v * SIDE + from, length);
            else System.arraycopy(block, v * SIDE + from, low, at, length);
        }
    }

    /** Multiplies the rows with a matrix, and makes them columns. */
    private static void transform(final float[] rows, final float[] matrix, final float[] columns) {
        for (int row = 0; row < SIDE; row++)
            for (int u = 0; u < SIDE; u++) {
                float sum = 0;
                for (int x = 0; x < SIDE; x++) sum += matrix[u * SIDE + x] * rows[row * SIDE + x];
                columns[u * SIDE + row] = sum;
            }
    }
}
