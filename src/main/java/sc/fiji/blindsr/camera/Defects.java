package sc.fiji.blindsr.camera;

import java.util.Arrays;

/**
 * Finds pixels that do not show the light: hot and dead ones, cosmic rays, and whatever else is sharper than the image's
 * blur allows. A pixel is compared with the eight around it: how far it lies from their median, over what they say of
 * structure there, which is their range, without the outer quarters, and how far their median lies from that of the sixteen
 * beyond. The ratio has no fixed limit, since a narrow blur makes stars and beads that stand out as much: what the image's
 * other structures reach, with a margin, is the limit.
 */
final class Defects {

    /** Distance from the neighbours' median, in standard deviations of the noise, of a defect, and of a pixel beside one. */
    private static final double SIGNIFICANT = 8, SIGNIFICANT_BESIDE = 5;
    /** Smallest distance of a defect, share of full scale: less does little harm, and in noise-free images it is structure. */
    private static final double SMALLEST = 0.06;
    /** Range of the neighbours, in standard deviations of the noise, from which on they are structure. */
    private static final double STRUCTURE = 4;
    /** What is added to the structure for the noise in it, in standard deviations. */
    private static final double NOISE_OF_STRUCTURE = 2;
    /** Smallest limit of the ratio; margin above the quantile that the image's structures reach; for pixels beside defects. */
    private static final double SMALLEST_LIMIT = 6, MARGIN = 4, QUANTILE = 0.98, BESIDE = 0.3;
    /** The limit of colour images: most were interpolated from a mosaic, so that what stands alone is seldom a defect. */
    private static final double SMALLEST_LIMIT_OF_COLOURS = 12;
    /** Fewest neighbours that can be compared with. */
    private static final int FEWEST = 4;
    /** Tracks are found from their sharpest pixels on. */
    private static final int PASSES = 4;

    private final Frame frame;
    private final NoiseModel noise;
    private final double leastSigma;
    private final boolean[] excluded;

    private final float[] around = new float[16];
    /** The lowest and the highest of the eight neighbours. */
    private float lowest, highest;
    /** From their median, positive above it. */
    private double distance;

    private double structure;
    private double sigma;

    /**
     * @param leastSigma smallest standard deviation of the noise to be allowed for
     * @param excluded pixels that are known to say nothing, X×Y×C; those that are found are added
     */
    Defects(final Frame frame, final NoiseModel noise, final double leastSigma, final boolean[] excluded) {
        this.frame = frame;
        this.noise = noise;
        this.leastSigma = leastSigma;
        this.excluded = excluded;
    }

    /** Finds them. */
    void find() {
        final double limit = limit();
        final double[] defects = new double[excluded.length];
        for (int pass = 0; pass < PASSES; pass++) {
            final boolean[] before = excluded.clone();
            boolean found = false;
            for (int i = 0; i < before.length; i++) {
                if (before[i] || !compare(i, before)) continue;
                if (stands(limit) || pass > 0 && isBeside(i, defects) && continuesTrack(i, limit)) {
                    excluded[i] = true;
                    defects[i] = distance;
                    found = true;
                }
            }
            if (!found) return;
        }
    }

    /** Whether the pixel that was compared stands out by itself. */
    private boolean stands(final double limit) {
        return Math.abs(distance) > Math.max(SIGNIFICANT * sigma, SMALLEST)
                && Math.abs(distance) > limit * (structure + NOISE_OF_STRUCTURE * sigma);
    }

    /** Whether it stands out enough beside a defect: on an edge, from the nearest of its neighbours. */
    private boolean continuesTrack(final int i, final double limit) {
        final double least = SIGNIFICANT_BESIDE * sigma;
        return Math.abs(distance) > least
                        && Math.abs(distance) > BESIDE * limit * (structure + NOISE_OF_STRUCTURE * sigma)
                || Math.max(frame.levels()[i] - highest, lowest - frame.levels()[i]) > least;
    }

    /** The ratio that the image's structures stay below. */
    private double limit() {
        final double smallest = frame.channels() > 1 ? SMALLEST_LIMIT_OF_COLOURS : SMALLEST_LIMIT;
        final double[] ratios = new double[excluded.length];
        int n = 0;
        for (int i = 0; i < excluded.length; i++)
            if (!excluded[i] && compare(i, excluded) && structure > STRUCTURE * sigma)
                ratios[n++] = Math.abs(distance) / (structure + NOISE_OF_STRUCTURE * sigma);
        if (n == 0) return smallest;
        Arrays.sort(ratios, 0, n);
        return Math.max(smallest, MARGIN * ratios[(int) (QUANTILE * (n - 1))]);
    }

    /** Compares a pixel with its neighbours; false if there are too few. */
    private boolean compare(final int i, final boolean[] without) {
        final int n = ring(i, 1, without);
        if (n < FEWEST) return false;
        final double median = median(n);
        structure = around[n - 1 - n / 4] - around[n / 4];
        lowest = around[0];
        highest = around[n - 1];
        distance = frame.levels()[i] - median;
        sigma = Math.max(leastSigma, noise.sigma(median));
        if (Math.abs(distance) > STRUCTURE * sigma) {
            final int beyond = ring(i, 2, without);
            if (beyond > 0) structure += Math.abs(median - median(beyond));
        }
        return true;
    }

    /** Collects the pixels at a distance along either axis, sorted. */
    private int ring(final int i, final int radius, final boolean[] without) {
        final int width = frame.width(), x = i % width, y = i / width % frame.height();
        int n = 0;
        for (int dy = -radius; dy <= radius; dy++) {
            if (y + dy < 0 || y + dy >= frame.height()) continue;
            final int step = Math.abs(dy) == radius ? 1 : 2 * radius;
            for (int dx = -radius; dx <= radius; dx += step) {
                final int j = i + dy * width + dx;
                if (x + dx >= 0 && x + dx < width && !without[j]) around[n++] = frame.levels()[j];
            }
        }
        Arrays.sort(around, 0, n);
        return n;
    }

    private double median(final int n) {
        return (around[n / 2] + around[(n - 1) / 2]) / 2.0;
    }

    /** Whether the pixel that was compared lies beside a defect that stands out to the same side. */
    private boolean isBeside(final int i, final double[] defects) {
        final int width = frame.width(), x = i % width, y = i / width % frame.height();
        for (int dy = y > 0 ? -1 : 0; dy <= (y + 1 < frame.height() ? 1 : 0); dy++)
            for (int dx = x > 0 ? -1 : 0; dx <= (x + 1 < width ? 1 : 0); dx++)
                if (distance * defects[i + dy * width + dx] > 0) return true;
        return false;
    }
}
