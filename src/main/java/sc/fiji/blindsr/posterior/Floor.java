package sc.fiji.blindsr.posterior;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The level that no pixel of an image is below, in {@link ImagePosterior} as one more Gaussian factor: each pixel that is
 * below it now is drawn up to it with a precision. Those that would be above without it are free again the next time.
 */
public final class Floor {

    /** Where no level is known. */
    public static final Floor NONE = new Floor(new int[0][], 0, 0);

    /** The pixels that are held up, phase by phase. */
    private final int[][] pixels;

    private final float level;
    private final float precision;

    private Floor(final int[][] pixels, final float level, final float precision) {
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
        final int[][] below = IntStream.range(0, patch.scale() * patch.scale())
                .parallel()
                .mapToObj(phase -> below(
                        image, patch.start(phase / patch.scale(), phase % patch.scale()), patch.phaseSize(), level))
                .toArray(int[][]::new);
        return new Floor(below, (float) level, (float) precision);
    }

    private static int[] below(final float[] image, final int start, final int size, final double level) {
        int count = 0;
        for (int i = start; i < start + size; i++) if (image[i] < level) count++;
        final int[] below = new int[count];
        for (int i = start + size - 1; count > 0; i--) if (image[i] < level) below[--count] = i;
        return below;
    }

    /** Adds its precisions to the diagonal of Λ. */
    void addDiagonal(final float[] diagonal) {
        forPhases(phase -> {
            for (final int i : phase) diagonal[i] += precision;
        });
    }

    /** Adds its part of Λx. */
    void addProduct(final float[] x, final float[] result) {
        forPhases(phase -> {
            for (final int i : phase) result[i] += precision * x[i];
        });
    }

    /** Adds its part of the right-hand side. */
    void addData(final float[] side) {
        forPhases(phase -> {
            for (final int i : phase) side[i] += precision * level;
        });
    }

    private void forPhases(final Consumer<int[]> work) {
        Arrays.stream(pixels).parallel().forEach(work);
    }

    /** Adds what perturbs the right-hand side of a sample: entries of 1 or −1, times the root of the precision. */
    void addPerturbation(final RandomGenerator random, final float[] side) {
        final float deviation = (float) Math.sqrt(precision);
        for (final int[] phase : pixels) {
            final float[] signs = new float[phase.length];
            SparseGradients.fillWithSigns(random, signs, signs.length);
            for (int i = 0; i < phase.length; i++) side[phase[i]] += deviation * signs[i];
        }
    }
}
