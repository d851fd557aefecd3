package sc.fiji.blindsr.kernel.intake;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.blindsr.kernel.BlurKernel;

/** What makes a kernel doubtful at its foot: flanks that its array cuts off, and negative lobes. */
final class Flanks {

    /** In smaller arrays kernels are often meant to end at the rim. */
    private static final int SMALLEST = 7;
    /** Brightness of the outermost row or column, relative to the brightest: that of the prior's kernels is up to 0.15. */
    private static final double CUT = 0.25;
    /** Negative weights relative to the positive ones: less comes of interpolation. */
    private static final double NEGATIVE = 0.02;

    private Flanks() {}

    static BroughtKernel doubted(final BroughtKernel brought) {
        final BlurKernel k = brought.kernel();
        BroughtKernel doubted = brought;
        final double brightest = Math.max(end(k, true), end(k, false));
        if (Math.min(k.width(), k.height()) >= SMALLEST && brightest > CUT)
            doubted = doubted.doubted(String.format(
                    Locale.ROOT,
                    "its flanks are cut off: at the rim it still has %.0f %% of its brightness; a larger part is needed",
                    100 * brightest));
        double negative = 0, positive = 0;
        for (final double v : k.values()) {
            negative -= Math.min(0, v);
            positive += Math.max(0, v);
        }
        if (negative > NEGATIVE * positive)
            doubted = doubted.doubted(String.format(
                    Locale.ROOT,
                    "it has negative lobes, %.0f %% of its light, which no lens makes; they were kept",
                    100 * negative / positive));
        return doubted;
    }

    /** The brighter of the first and last of the sums over columns or rows, relative to the brightest. */
    private static double end(final BlurKernel k, final boolean alongX) {
        final double[] sums = new double[alongX ? k.width() : k.height()];
        for (int y = 0; y < k.height(); y++) for (int x = 0; x < k.width(); x++) sums[alongX ? x : y] += k.get(x, y);
        return Math.max(sums[0], sums[sums.length - 1])
                / Arrays.stream(sums).max().orElseThrow();
    }
}
