package sc.fiji.blindsr.posterior;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The level that no pixel of an image is below, in {@link ImagePosterior} as one more Gaussian factor: each pixel that is
 * below it now is drawn up to it with a precision. Those that would be above without it are free again the next time.
 */
public final class Floor {

    /** Where no level is known. */
    public static final Floor NONE = new Floor(new int[0], 0, 0);

    private final int[] pixels;
    private final float level;
    private final float precision;

    private Floor(final int[] pixels, final float level, final float precision) {
        this.pixels = pixels;
        this.level = level;
        this.precision = precision;
    }

    /**
     * Holds up what is too low.
     *
     * @param image the image as it is now
     * @param level the level
     * @param precision 1 over the variance around the level, of a pixel that would be below it
     */
    public static Floor under(final Polyphase patch, final float[] image, final double level, final double precision) {
        final int size = patch.phaseSize(), scale = patch.scale();
        final int[] below = IntStream.range(0, scale * scale * size)
                .parallel()
                .map(i -> patch.start(i / size / scale, i / size % scale) + i % size)
                .filter(i -> image[i] < level)
                .toArray();
        return new Floor(below, (float) level, (float) precision);
    }

    /** Adds its precisions to the diagonal of Λ. */
    void addDiagonal(final float[] diagonal) {
        for (final int i : pixels) diagonal[i] += precision;
    }

    /** Adds its part of Λx. */
    void addProduct(final float[] x, final float[] result) {
        for (final int i : pixels) result[i] += precision * x[i];
    }

    /** Adds its part of the right-hand side. */
    void addData(final float[] side) {
        for (final int i : pixels) side[i] += precision * level;
    }

    /** Adds what perturbs the right-hand side of a sample: entries of 1 or −1, times the root of the precision. */
    void addPerturbation(final RandomGenerator random, final float[] side) {
        final float[] signs = new float[pixels.length];
        SparseGradients.fillWithSigns(random, signs, signs.length);
        final float deviation = (float) Math.sqrt(precision);
        for (int i = 0; i < pixels.length; i++) side[pixels[i]] += deviation * signs[i];
    }
}
