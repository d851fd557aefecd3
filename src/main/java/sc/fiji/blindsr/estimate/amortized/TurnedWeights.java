package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.List;

/**
 * The weights of a convolutional network that treats an image and its turned and mirrored copies alike (Cohen, Welling,
 * "Group equivariant convolutional networks", ICML 2016, for the eight symmetries of the square). A feature is eight
 * channels, one for each symmetry; all of its filters are copies of one, turned and mirrored. So an eighth of the weights
 * is learned, each from eight times as many examples, and reading the eight views of an image and averaging is not needed:
 * they would give the same.
 * <p>
 * This class makes the filters of an ordinary convolution from the learned ones, and gradients at the former into
 * gradients at the latter. Symmetry g maps an offset (x, y) to {@link #turned}(g, x, y): bit 0 mirrors x, bit 1 mirrors y,
 * bit 2 then swaps both.
 * </p>
 */
public final class TurnedWeights {

    /** Number of symmetries of the square. */
    public static final int SYMMETRIES = 8;
    /** What the head says of a symmetric matrix: means of its entries xx, yy, xy, and their log-precisions. */
    private static final int OUTPUTS = 6;

    private static final int WINDOW = 3, TAPS = WINDOW * WINDOW;

    /** Looked up a hundred thousand times: the products of two symmetries, their inverses, and {@link #back}. */
    private static final int[][] PRODUCTS = new int[SYMMETRIES][SYMMETRIES], BACK = new int[SYMMETRIES][TAPS];

    private static final int[] INVERSES = new int[SYMMETRIES];

    static {
        for (int second = 0; second < SYMMETRIES; second++)
            for (int first = 0; first < SYMMETRIES; first++) {
                final int[] x = turned(first, 1, 0), y = turned(first, 0, 1);
                PRODUCTS[second][first] = matching(turned(second, x[0], x[1]), turned(second, y[0], y[1]));
                if (PRODUCTS[second][first] == 0) INVERSES[first] = second;
            }
        for (int g = 0; g < SYMMETRIES; g++)
            for (int tap = 0; tap < TAPS; tap++) {
                final int[] offset = turned(INVERSES[g], tap % WINDOW - 1, tap / WINDOW - 1);
                BACK[g][tap] = (offset[1] + 1) * WINDOW + offset[0] + 1;
            }
    }

    /**
     * One layer's filters: each full weight is a factor times a learned one.
     *
     * @param outputs channels out
     * @param inputs channels in
     * @param window rows and columns of a filter
     * @param learned number of learned weights
     * @param sources for each full weight the number of the learned one
     * @param factors its factor
     */
    public record Layer(int outputs, int inputs, int window, int learned, int[] sources, float[] factors) {

        /** The filters, outputs × inputs × window × window. */
        public float[] full(final float[] weights) {
            final float[] full = new float[sources.length];
            for (int i = 0; i < full.length; i++) full[i] = factors[i] * weights[sources[i]];
            return full;
        }

        /** The gradient at the learned weights of a gradient at the filters. */
        public float[] learned(final float[] gradient) {
            final float[] sum = new float[learned];
            for (int i = 0; i < gradient.length; i++) sum[sources[i]] += factors[i] * gradient[i];
            return sum;
        }
    }

    private TurnedWeights() {}

    /** Where a symmetry takes an offset. */
    static int[] turned(final int symmetry, final int x, final int y) {
        final int u = (symmetry & 1) == 0 ? x : -x, v = (symmetry & 2) == 0 ? y : -y;
        return (symmetry & 4) == 0 ? new int[] {u, v} : new int[] {v, u};
    }

    /** The symmetry that does first one, then another. */
    static int product(final int second, final int first) {
        return PRODUCTS[second][first];
    }

    /** The symmetry that undoes another. */
    static int inverse(final int symmetry) {
        return INVERSES[symmetry];
    }

    private static int matching(final int[] ofX, final int[] ofY) {
        for (int g = 0; g < SYMMETRIES; g++) {
            final int[] x = turned(g, 1, 0), y = turned(g, 0, 1);
            if (x[0] == ofX[0] && x[1] == ofX[1] && y[0] == ofY[0] && y[1] == ofY[1]) return g;
        }
        throw new AssertionError();
    }

    /**
     * The first layer: from plain planes to features.
     *
     * @param inputs number of planes
     * @param features number of features; there are eight times as many channels out
     */
    public static Layer first(final int inputs, final int features) {
        final int outputs = features * SYMMETRIES;
        final int[] sources = new int[outputs * inputs * TAPS];
        for (int f = 0; f < features; f++)
            for (int g = 0; g < SYMMETRIES; g++)
                for (int i = 0; i < inputs; i++)
                    for (int tap = 0; tap < TAPS; tap++)
                        sources[((f * SYMMETRIES + g) * inputs + i) * TAPS + tap] =
                                (f * inputs + i) * TAPS + back(g, tap);
        return new Layer(outputs, inputs, WINDOW, features * inputs * TAPS, sources, ones(sources));
    }

    /**
     * A layer from features to features.
     *
     * @param window rows and columns of a filter, 3 or 1
     */
    public static Layer between(final int inputs, final int features, final int window) {
        final int taps = window * window;
        final int[] sources = new int[features * SYMMETRIES * inputs * SYMMETRIES * taps];
        for (int f = 0; f < features; f++)
            for (int g = 0; g < SYMMETRIES; g++)
                for (int i = 0; i < inputs; i++)
                    for (int h = 0; h < SYMMETRIES; h++) {
                        final int relative = product(inverse(g), h);
                        for (int tap = 0; tap < taps; tap++)
                            sources[(((f * SYMMETRIES + g) * inputs + i) * SYMMETRIES + h) * taps + tap] =
                                    ((f * inputs + i) * SYMMETRIES + relative) * taps + (taps == 1 ? 0 : back(g, tap));
                    }
        return new Layer(
                features * SYMMETRIES,
                inputs * SYMMETRIES,
                window,
                features * inputs * SYMMETRIES * taps,
                sources,
                ones(sources));
    }

    /**
     * The last layer, 1×1: from features to a symmetric matrix and the precision of its entries. Each symmetry says what it
     * sees in its own turned frame; turned back, they are averaged.
     */
    public static Layer head(final int inputs) {
        final int n = inputs * SYMMETRIES;
        final int[] sources = new int[OUTPUTS * n];
        final float[] factors = new float[OUTPUTS * n];
        for (int output = 0; output < OUTPUTS; output++)
            for (int i = 0; i < inputs; i++)
                for (int h = 0; h < SYMMETRIES; h++) {
                    final boolean swapped = (h & 4) != 0, mirrored = ((h & 1) ^ (h >> 1 & 1)) != 0;
                    final int entry = output % 3;
                    final int seen = output - entry + (swapped && entry < 2 ? 1 - entry : entry);
                    final int at = output * n + i * SYMMETRIES + h;
                    sources[at] = seen * inputs + i;
                    factors[at] = (output == 2 && mirrored ? -1f : 1f) / SYMMETRIES;
                }
        return new Layer(OUTPUTS, n, 1, OUTPUTS * inputs, sources, factors);
    }

    /**
     * The same for entries that change their signs at most.
     *
     * @return a layer of as many means and then as many log-precisions as there are entries
     */
    static Layer head(final int inputs, final List<EntrySymmetry> entries) {
        final int outputs = 2 * entries.size(), n = inputs * SYMMETRIES;
        final int[] sources = new int[outputs * n];
        final float[] factors = new float[outputs * n];
        for (int output = 0; output < outputs; output++)
            for (int i = 0; i < n; i++) {
                sources[output * n + i] = output * inputs + i / SYMMETRIES;
                final EntrySymmetry symmetry = output < entries.size() ? entries.get(output) : EntrySymmetry.SAME;
                factors[output * n + i] = symmetry.sign(i % SYMMETRIES) / SYMMETRIES;
            }
        return new Layer(outputs, n, 1, outputs * inputs, sources, factors);
    }

    /** The tap of the unturned filter that a turned one has at a tap. */
    private static int back(final int symmetry, final int tap) {
        return BACK[symmetry][tap];
    }

    private static float[] ones(final int[] sources) {
        final float[] factors = new float[sources.length];
        Arrays.fill(factors, 1);
        return factors;
    }
}
