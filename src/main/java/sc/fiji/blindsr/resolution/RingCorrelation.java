package sc.fiji.blindsr.resolution;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import sc.fiji.blindsr.progress.Progress;

/**
 * Fourier ring correlation: how far two images with the same structure and different noise agree at each frequency.
 *
 * <pre>
 * FRC(q) = Re Σ_{k in ring q} F₁(k) F₂(k)* / sqrt( Σ |F₁(k)|² · Σ |F₂(k)|² )
 * </pre>
 *
 * The cut-off is where it first falls below 1/7 (Nieuwenhuizen et al., Nature Methods 10, 2013).
 */
public final class RingCorrelation {

    private static final double THRESHOLD = 1.0 / 7;

    /** Width of a ring, in frequency steps of the image: narrower ones have so few values that the curve is ragged. */
    private static final double RING = 2;

    /** The innermost rings have so few values that noise agrees by chance. */
    private static final int INNERMOST = 4;

    /**
     * How many standard deviations of chance, as if the values of all rings within the crossing were independent, their agreement must
     * be. Under a window they are not quite.
     */
    private static final double CHANCE = 6;

    /**
     * The correlation in rings.
     *
     * @param values of each ring
     * @param counts how many pairs of an image's own frequencies each is of; those that filling up with zeros puts between them say
     *     nothing more
     */
    private record Curve(double[] values, double[] counts) {

        /**
         * Where it falls below the threshold for two rings in succession; 1 if it never does, 0 if all before may be chance.
         */
        double crossing() {
            for (int i = 0; i < values.length; i++)
                if (values[i] < THRESHOLD && (i == values.length - 1 || values[i + 1] < THRESHOLD))
                    return i < INNERMOST || isChance(i)
                            ? 0
                            : (i - 0.5 + (values[i - 1] - THRESHOLD) / (values[i - 1] - values[i])) / values.length;
            return 1;
        }

        private boolean isChance(final int rings) {
            double agreement = 0;
            for (int i = 0; i < rings; i++) agreement += values[i] * Math.sqrt(counts[i]);
            return agreement < CHANCE * Math.sqrt(rings);
        }
    }

    private RingCorrelation() {}

    /**
     * The cut-off of two images of the same.
     *
     * @param first X×Y, any grey levels
     * @param second of the same size
     * @param progress of large ones; may cancel
     */
    public static Cutoff of(
            final RandomAccessibleInterval<FloatType> first,
            final RandomAccessibleInterval<FloatType> second,
            final Progress progress) {
        final Curve curve = curve(first, second, progress);
        return new Cutoff(curve.crossing(), radii(curve.values.length), curve.values);
    }

    /**
     * The cut-off of one image, which is split into four by every second pixel along each axis (Koho et al., "Fourier ring
     * correlation simplifies image restoration in fluorescence microscopy", Nature Communications 10, 2019). Two pairs lie along
     * the diagonals, and their correlations are averaged. As those of a pair are half a coarse pixel apart and sample the image
     * too coarsely for half of its frequencies, the crossing is not yet the cut-off: the authors' calibration leads from the one
     * to the other.
     *
     * @param image X×Y, any grey levels
     * @param progress of a large one; may cancel
     * @return the curve is that of the quarters, at their own frequencies
     */
    public static Cutoff ofOne(final RandomAccessibleInterval<FloatType> image, final Progress progress) {
        final Curve one = curve(quarter(image, 0, 0), quarter(image, 1, 1), progress),
                other = curve(quarter(image, 1, 0), quarter(image, 0, 1), progress);
        final double[] mean = new double[one.values.length];
        for (int i = 0; i < mean.length; i++) mean[i] = (one.values[i] + other.values[i]) / 2;
        final double[] both = Arrays.stream(one.counts).map(count -> 2 * count).toArray();
        return new Cutoff(calibrated(new Curve(mean, both).crossing()), radii(mean.length), mean);
    }

    /** Koho et al., supplementary note 2. */
    private static double calibrated(final double crossing) {
        return Math.min(1, crossing * (0.95988146 * Math.exp(13.90441896 * (crossing - 0.97979108)) + 0.55146136));
    }

    private static RandomAccessibleInterval<FloatType> quarter(
            final RandomAccessibleInterval<FloatType> image, final int x, final int y) {
        final long[] size = {image.dimension(0) / 2 * 2 - 1, image.dimension(1) / 2 * 2 - 1};
        return Views.subsample(Views.offsetInterval(Views.zeroMin(image), new long[] {x, y}, size), 2);
    }

    private static Curve curve(
            final RandomAccessibleInterval<FloatType> first,
            final RandomAccessibleInterval<FloatType> second,
            final Progress progress) {
        final int rings = (int) (Math.min(first.dimension(0), first.dimension(1)) / 2 / RING);
        final double[] product = new double[rings],
                powers = new double[rings],
                others = new double[rings],
                counts = new double[rings];
        final Spectrum spectrum = Spectrum.of(first, progress);
        final double own = (double) Intervals.numElements(first) / spectrum.size();
        spectrum.visitWith(Spectrum.of(second, progress), (radius, re, im, otherRe, otherIm) -> {
            final int ring = Math.min(rings - 1, (int) (radius * rings));
            product[ring] += re * otherRe + im * otherIm;
            powers[ring] += re * re + im * im;
            others[ring] += otherRe * otherRe + otherIm * otherIm;
            counts[ring] += own;
        });
        final double[] curve = new double[rings];
        for (int i = 0; i < rings; i++) {
            final double norm = Math.sqrt(powers[i] * others[i]);
            curve[i] = norm == 0 ? 0 : product[i] / norm;
        }
        return new Curve(curve, counts);
    }

    /** The middles of the rings. */
    private static double[] radii(final int rings) {
        final double[] radii = new double[rings];
        for (int i = 0; i < rings; i++) radii[i] = (i + 0.5) / rings;
        return radii;
    }
}
