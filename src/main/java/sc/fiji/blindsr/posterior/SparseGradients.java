package sc.fiji.blindsr.posterior;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A sparse prior of images: the differences of a pixel to its right, lower, lower right and lower left neighbours are
 * independent zero-mean Gaussians, each with a precision w of its own. The caller chooses the precisions. With F_f the
 * operator of difference f and W_f the diagonal matrix of its precisions,
 *
 * <pre>
 * −log p(x) = ½ Σ_f ‖W_f^½ F_f x‖² + const,   gradient Σ_f F_fᵀ W_f F_f x,   (F_f x)[p] = x[p + (dx, dy)_f] − x[p]
 * </pre>
 *
 * Images are high-resolution patches in the layout of {@link Polyphase}. A difference is stored at its first pixel. Where a
 * pixel has no neighbour the precision is 0, so that loops may run along whole phases although they meet a pixel of another
 * row there.
 */
public final class SparseGradients {

    /** (dx, dy) of the four differences. */
    private static final int[][] NEIGHBOURS = {{1, 0}, {0, 1}, {1, 1}, {-1, 1}};

    /** Number of pixels in a part of a phase: with all its copies it fits into a core's first-level cache. */
    private static final int PART = 768;
    /** Fewer parts than this are not worth distributing over the cores; a task takes several parts. */
    private static final int FEWEST_PARALLEL_PARTS = 128, PARTS_PER_TASK = 16;

    /** Number of aligned copies of a part. */
    private static final int COPIES = 6;

    /** Number of differences of a pixel. */
    public static final int DIFFERENCES = NEIGHBOURS.length;

    /** Whether a difference is to a diagonal neighbour. */
    public static boolean isDiagonal(final int f) {
        return NEIGHBOURS[f][0] != 0 && NEIGHBOURS[f][1] != 0;
    }

    /** Computes precisions from differences. */
    public interface Precision {

        /**
         * The precisions of a row of differences.
         *
         * @param differences t = F_f x, overwritten by the precisions
         * @param at index of the first in arrays of the patch's length
         * @param count how many there are
         * @param f number of the difference
         */
        void of(float[] differences, int at, int count, int f);
    }

    private final Polyphase patch;
    /** Precision of each difference, at its first pixel. */
    private final float[][] precisions;
    /** 1 over the number of a pixel's 3×3 neighbours inside the patch; 0 in the guards. */
    private final float[] perNeighbours;
    /** Arrays of the patch's length. */
    private final Pool<float[]> spare = new Pool<>();
    /** Aligned copies of image, precisions and result for a part of a phase. */
    private final Pool<float[][]> copies = new Pool<>();
    /** Sum of the precisions of all differences that a pixel belongs to. */
    private final float[] diagonal;

    /** All precisions are 0. */
    public SparseGradients(final Polyphase patch) {
        this.patch = patch;
        precisions = new float[DIFFERENCES][patch.length()];
        diagonal = new float[patch.length()];
        perNeighbours = new float[patch.length()];
        final float[] ones = new float[patch.length()], across = new float[patch.length()];
        forRows(0, 0, (at, step, count) -> Arrays.fill(ones, at, at + count, 1));
        sumOfThree(ones, 1, 0, across);
        sumOfThree(across, 0, 1, perNeighbours);
        for (int i = 0; i < ones.length; i++) perNeighbours[i] = ones[i] / Math.max(1, perNeighbours[i]);
        spare.give(across);
    }

    /**
     * Sets the precisions from an image.
     *
     * @param image the patch
     * @param precision asked row by row, by several threads
     */
    public void update(final float[] image, final Precision precision) {
        forDifferences(f -> {
            final float[] w = precisions[f], t = new float[patch.width()];
            forRows(f, (at, step, count) -> {
                for (int i = 0; i < count; i++) t[i] = image[at + step + i] - image[at + i];
                precision.of(t, at, count, f);
                System.arraycopy(t, 0, w, at, count);
            });
        });
        IntStream.range(0, parts()).parallel().forEach(this::addUp);
    }

    /**
     * Adds Σ_f F_fᵀ W_f F_f x to a result: the weighted differences of each pixel to its eight neighbours, computed from
     * {@linkplain Polyphase aligned copies}.
     */
    public void addProduct(final float[] x, final float[] result) {
        final int parts = parts();
        if (parts < FEWEST_PARALLEL_PARTS) addProduct(x, result, 0, parts);
        else
            IntStream.range(0, (parts + PARTS_PER_TASK - 1) / PARTS_PER_TASK)
                    .parallel()
                    .forEach(run ->
                            addProduct(x, result, run * PARTS_PER_TASK, Math.min(parts, (run + 1) * PARTS_PER_TASK)));
    }

    private void addProduct(final float[] x, final float[] result, final int first, final int end) {
        final float[][] copy = copies.take(() -> new float[COPIES][PART]);
        final float[] sum = copy[0], here = copy[1], ahead = copy[2], back = copy[3], v = copy[4], w = copy[5];
        for (int part = first; part < end; part++) {
            final int r = row(part), c = column(part), at = start(part), count = count(part);
            System.arraycopy(result, at, sum, 0, count);
            System.arraycopy(x, at, here, 0, count);
            for (int f = 0; f < DIFFERENCES; f++) {
                final int before = at + step(r, c, f, -1);
                System.arraycopy(x, at + step(r, c, f, 1), ahead, 0, count);
                System.arraycopy(x, before, back, 0, count);
                System.arraycopy(precisions[f], at, v, 0, count);
                System.arraycopy(precisions[f], before, w, 0, count);
                addDifferences(here, v, ahead, w, back, sum);
            }
            System.arraycopy(sum, 0, result, at, count);
        }
        copies.give(copy);
    }

    private static void addDifferences(
            final float[] x, final float[] v, final float[] a, final float[] w, final float[] b, final float[] sum) {
        for (int i = 0; i < PART; i++) sum[i] += v[i] * (x[i] - a[i]) + w[i] * (x[i] - b[i]);
    }

    /** Distance in memory to the neighbour of difference f (side 1), or to the opposite one (side −1). */
    private int step(final int r, final int c, final int f, final int side) {
        return patch.step(r, c, side * NEIGHBOURS[f][0], side * NEIGHBOURS[f][1]);
    }

    /** Number of parts. Phases change first, so that what neighbouring pixels share is still in the cache. */
    private int parts() {
        return patch.scale() * patch.scale() * ((patch.phaseSize() + PART - 1) / PART);
    }

    /** Row of the phase that a part belongs to. */
    private int row(final int part) {
        return part / patch.scale() % patch.scale();
    }

    /** Its column. */
    private int column(final int part) {
        return part % patch.scale();
    }

    /** Where a part begins in an array of the patch's length. */
    private int start(final int part) {
        return patch.start(row(part), column(part)) + offset(part);
    }

    /** Where it begins in its phase. */
    private int offset(final int part) {
        return part / (patch.scale() * patch.scale()) * PART;
    }

    /** Number of its pixels. */
    private int count(final int part) {
        return Math.min(PART, patch.phaseSize() - offset(part));
    }

    /** Computes the diagonal in one part. */
    private void addUp(final int part) {
        final int at = start(part), count = count(part);
        final float[][] copy = copies.take(() -> new float[COPIES][PART]);
        final float[] sum = copy[0], ahead = copy[1], back = copy[2];
        Arrays.fill(sum, 0);
        for (int f = 0; f < DIFFERENCES; f++) {
            System.arraycopy(precisions[f], at, ahead, 0, count);
            System.arraycopy(precisions[f], at + step(row(part), column(part), f, -1), back, 0, count);
            for (int i = 0; i < PART; i++) sum[i] += ahead[i] + back[i];
        }
        System.arraycopy(sum, 0, diagonal, at, count);
        copies.give(copy);
    }

    /** The diagonal of Σ_f F_fᵀ W_f F_f, not to be changed. */
    float[] diagonal() {
        return diagonal;
    }

    /** Adds Σ_f F_fᵀ W_f^½ η_f, the entries of η_f being 1 or −1 at random: the prior's part of a sample's right-hand side. */
    void addPerturbation(final RandomGenerator random, final float[] result) {
        final float[] signs = new float[patch.width()];
        for (int f = 0; f < DIFFERENCES; f++) {
            final float[] w = precisions[f];
            forRows(f, (at, step, count) -> {
                fillWithSigns(random, signs, count);
                for (int i = 0; i < count; i++) {
                    final float push = (float) Math.sqrt(w[at + i]) * signs[i];
                    result[at + i] -= push;
                    result[at + step + i] += push;
                }
            });
        }
    }

    /** Fills the beginning of an array with 1 and −1 at random. */
    static void fillWithSigns(final RandomGenerator random, final float[] signs, final int count) {
        for (int i = 0; i < count; i += Long.SIZE) {
            final long bits = random.nextLong();
            for (int j = i; j < Math.min(count, i + Long.SIZE); j++) signs[j] = (bits >>> j & 1) * 2 - 1;
        }
    }

    /** Adds the squared differences of an image, by neighbour and pixel. */
    public void addSquares(final float[] image, final float weight, final float[][] squares) {
        forDifferences(f -> {
            final float[] sums = squares[f];
            forRows(f, (at, step, count) -> {
                for (int i = 0; i < count; i++) {
                    final float t = image[at + step + i] - image[at + i];
                    sums[at + i] += weight * t * t;
                }
            });
        });
    }

    /**
     * Moves values towards their means over the 3×3 neighbours inside the patch.
     *
     * @param part 1 replaces the values by the means; 0 leaves them
     */
    public void smooth(final float[] values, final float part) {
        final float[] across = spare.take(() -> new float[patch.length()]);
        final float[] sum = spare.take(() -> new float[patch.length()]);
        sumOfThree(values, 1, 0, across);
        sumOfThree(across, 0, 1, sum);
        for (int i = 0; i < values.length; i++) values[i] += part * (sum[i] * perNeighbours[i] - values[i]);
        spare.give(across);
        spare.give(sum);
    }

    /** Each pixel with its neighbours (dx, dy) and (−dx, −dy). */
    private void sumOfThree(final float[] values, final int dx, final int dy, final float[] sum) {
        System.arraycopy(values, 0, sum, 0, sum.length);
        forRows(dx, dy, (at, step, count) -> {
            for (int i = 0; i < count; i++) sum[at + i] += values[at + step + i];
            for (int i = 0; i < count; i++) sum[at + step + i] += values[at + i];
        });
    }

    private static void forDifferences(final IntConsumer work) {
        IntStream.range(0, DIFFERENCES).parallel().forEach(work);
    }

    /** Goes through all pixels that have the neighbour of difference f. */
    private void forRows(final int f, final Rows rows) {
        forRows(NEIGHBOURS[f][0], NEIGHBOURS[f][1], rows);
    }

    private interface Rows {

        /**
         * @param at index of the first pixel
         * @param step distance in memory to its neighbour
         * @param count number of pixels in the row
         */
        void row(int at, int step, int count);
    }

    /** Goes through all pixels p for which p + (dx, dy) is in the patch too, row by row of each phase. */
    private void forRows(final int dx, final int dy, final Rows rows) {
        final int s = patch.scale();
        for (int r = 0; r < s; r++)
            for (int c = 0; c < s; c++) {
                final int right = Math.floorDiv(c + dx, s), down = Math.floorDiv(r + dy, s);
                final int left = Math.max(0, -right), count = patch.width() - Math.abs(right);
                for (int v = Math.max(0, -down); v < patch.height() - Math.max(0, down); v++)
                    rows.row(patch.start(r, c) + v * patch.width() + left, patch.step(r, c, dx, dy), count);
            }
    }
}
