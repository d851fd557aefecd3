package sc.fiji.blindsr.resolution;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.progress.Progress;

/**
 * Image decorrelation analysis (Descloux, Grussmayer and Radenovic, "Parameter-free image resolution estimation based on
 * decorrelation analysis", Nature Methods 16, 2019). The spectrum I is correlated with its own phase, I/|I|, of all frequencies
 * below r:
 *
 * <pre>
 * d(r) = Σ_{k&lt;r} |H I| / sqrt( Σ_{k&lt;1} |H I|² · #{k &lt; r} )
 * </pre>
 *
 * This rises as long as there is structure, and falls where noise is added, which has phases too but little |I|. H = 1 − exp(−2
 * σ² k²) takes away low frequencies; the less is left of them, the further right the maximum is, until nothing but noise is
 * left. The cut-off is the rightmost maximum of all σ. k and r are parts of the Nyquist frequency.
 * <p>
 * All sums are over circles: one pass through the spectrum, in rings, gives all that is needed. (The paper samples 50 radii and
 * ten σ, twice, the second time more closely; here these are {@value #RINGS} and {@value #FILTERS}, once.)
 * </p>
 */
public final class Decorrelation {

    private static final int RINGS = 512;
    private static final int FILTERS = 20;
    /** σ of the strongest filter. */
    private static final double SMALLEST_SIGMA = 0.15;
    /** What a maximum must stand above all that follows it, and its height below which it is noise (the authors' numbers). */
    private static final double SMALLEST_DROP = 5e-4, SMALLEST_HEIGHT = 0.05;
    /**
     * The former over one over the root of the number of frequencies, by which the curve falls and rises by chance: in small images of
     * nothing but noise, more than the authors' number. In 100 images each of 64×64 to 256×256 pixels of noise, none is found with it.
     */
    private static final double CHANCE = 0.3;

    private final double[] amplitude = new double[RINGS];
    private final double[] power = new double[RINGS];
    private final double[] count = new double[RINGS];

    private Decorrelation(final Spectrum spectrum) {
        spectrum.visitWith(spectrum, (radius, re, im, sameRe, sameIm) -> {
            final int ring = Math.min(RINGS - 1, (int) (radius * RINGS));
            final double squared = re * re + im * im;
            amplitude[ring] += Math.sqrt(squared);
            power[ring] += squared;
            count[ring]++;
        });
    }

    /**
     * The cut-off of a plane, and the curve d(r) of the filter that it was found with.
     *
     * @param plane X×Y, any grey levels
     * @param progress of a large one; may cancel
     */
    public static Cutoff of(final RandomAccessibleInterval<FloatType> plane, final Progress progress) {
        return new Decorrelation(Spectrum.of(plane, progress)).cutoff();
    }

    private Cutoff cutoff() {
        double[] best = curve(Double.POSITIVE_INFINITY);
        int ring = maximum(best);
        final double largest = 2.0 / Math.max(radius(ring), 1.0 / RINGS);
        for (int i = 0; i < FILTERS; i++) {
            final double[] curve = curve(largest * Math.pow(SMALLEST_SIGMA / largest, i / (FILTERS - 1.0)));
            final int there = maximum(curve);
            if (there > ring && curve[there] >= SMALLEST_HEIGHT) {
                best = curve;
                ring = there;
            }
        }
        final double[] radii = new double[RINGS];
        for (int i = 0; i < RINGS; i++) radii[i] = radius(i);
        return new Cutoff(best[ring] < SMALLEST_HEIGHT || ring == 0 ? 0 : radius(ring), radii, best);
    }

    /** The outer radius of a ring. */
    private static double radius(final int ring) {
        return (ring + 1.0) / RINGS;
    }

    private double[] curve(final double sigma) {
        final double[] filter = new double[RINGS];
        double total = 0;
        for (int i = 0; i < RINGS; i++) {
            final double k = (i + 0.5) / RINGS;
            filter[i] = 1 - Math.exp(-2 * sigma * sigma * k * k);
            total += filter[i] * filter[i] * power[i];
        }
        final double[] curve = new double[RINGS];
        double sum = 0, inside = 0;
        for (int i = 0; i < RINGS; i++) {
            sum += filter[i] * amplitude[i];
            inside += count[i];
            curve[i] = inside == 0 || total == 0 ? 0 : sum / Math.sqrt(total * inside);
        }
        return curve;
    }

    /** The highest maximum after which the curve falls by more than chance; a curve that rises to its end is cut off until there is one. */
    private int maximum(final double[] curve) {
        final double drop =
                Math.max(SMALLEST_DROP, CHANCE / Math.sqrt(Arrays.stream(count).sum()));
        for (int end = curve.length; end > 1; end--) {
            int highest = 0;
            for (int i = 1; i < end; i++) if (curve[i] > curve[highest]) highest = i;
            double lowest = curve[highest];
            for (int i = highest; i < end; i++) lowest = Math.min(lowest, curve[i]);
            if (highest == 0 || highest < end - 1 && curve[highest] - lowest >= drop) return highest;
        }
        return 0;
    }
}
