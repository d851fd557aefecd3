package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import sc.fiji.blindsr.resolution.Spectrum;

/**
 * What an image's power spectrum says of its blur. Lines of movement, discs and spots of lenses leave no light at some
 * frequencies, and their distance tells the blur's size (Cannon, "Blind deconvolution of spatially invariant image blurs with
 * phase", IEEE Trans. ASSP 24, 1976), which no small part of the image shows as well.
 * <p>
 * The spectrum is the mean over windows that overlap by half (Welch, IEEE Trans. Audio Electroacoust. 15, 1967). It is
 * compared with the one {@linkplain ExpectedSpectra expected} of a kernel in the logarithm, but for a smooth function of
 * frequency and direction: that far pictures' own spectra differ.
 * </p>
 */
final class ImageSpectrum {

    /** Side of a window, low-resolution pixels. */
    static final int SIDE = 64;

    /** Lowest frequency that counts, cycles in a window: below, the window itself shows. */
    private static final double LOWEST = 2.5;

    /** Share of a window that may be unknown: single pixels, filled from their neighbours, hardly show. */
    private static final double LARGEST_GAPS = 0.05;

    /** Squared differences of logarithms above this count as this much: a picture has lines of its own. */
    private static final double LARGEST = 2;

    /**
     * Column and row, 0 to {@link #SIDE} − 1, of every other frequency, since the window makes neighbours alike, and of half of
     * these, since the others have the same.
     */
    static final List<int[]> FREQUENCIES = frequencies();

    /** Orthonormal functions of the frequency by which pictures' spectra differ. */
    private static final double[][] SMOOTH = orthonormal(smooth());

    /** At each frequency. */
    private final double[] logarithms;

    /** The noise's power, and the sum over all frequencies of what is above it. */
    private final double noise, light;

    private ImageSpectrum(final double[] logarithms, final double noise) {
        this.logarithms = logarithms;
        this.noise = noise;
        light = Arrays.stream(logarithms)
                .map(log -> Math.max(0, Math.exp(log) - noise))
                .sum();
    }

    /**
     * The spectrum of a plane; empty if it is smaller than a window, shows nothing, or is known nowhere.
     *
     * @param plane values row by row
     * @param known whether something is known of each; windows with larger gaps do not count
     * @param noise standard deviation of the noise, which each pixel has by itself, above 0
     */
    static Optional<ImageSpectrum> of(
            final float[] plane, final boolean[] known, final int width, final int height, final double noise) {
        if (Math.min(width, height) < SIDE) return Optional.empty();
        final Img<FloatType> image = ArrayImgs.floats(plane, width, height);
        final List<long[]> windows = new ArrayList<>();
        for (int y = 0; y + SIDE <= height; y += SIDE / 2)
            for (int x = 0; x + SIDE <= width; x += SIDE / 2)
                if (isKnown(known, width, x, y)) windows.add(new long[] {x, y});
        if (windows.isEmpty()) return Optional.empty();
        final List<Spectrum> spectra = windows.parallelStream()
                .map(at -> Spectrum.of(
                        Views.zeroMin(Views.interval(image, at, new long[] {at[0] + SIDE - 1, at[1] + SIDE - 1}))))
                .toList();
        final double[] logarithms = FREQUENCIES.stream()
                .mapToDouble(f -> Math.log(spectra.stream()
                        .mapToDouble(s -> s.power(f[0], f[1]))
                        .average()
                        .orElseThrow()))
                .toArray();
        final boolean shows = Arrays.stream(logarithms).allMatch(Double::isFinite);
        return shows
                ? Optional.of(new ImageSpectrum(logarithms, noise * noise * Spectrum.ofUnitNoise(SIDE)))
                : Optional.empty();
    }

    private static boolean isKnown(final boolean[] known, final int width, final int left, final int top) {
        int gaps = 0;
        for (int y = top; y < top + SIDE; y++)
            for (int x = left; x < left + SIDE; x++) if (!known[y * width + x]) gaps++;
        return gaps <= LARGEST_GAPS * SIDE * SIDE;
    }

    /**
     * How far the spectrum is from that of images with a blur: the mean square of the differences of their logarithms.
     *
     * @param expected the blur's spectrum, up to a factor, at {@link #FREQUENCIES}
     */
    double misfit(final float[] expected) {
        double all = 0;
        for (final float power : expected) all += power;
        final double factor = light / all;
        final double[] rest = new double[expected.length];
        for (int i = 0; i < rest.length; i++) rest[i] = logarithms[i] - Math.log(factor * expected[i] + noise);
        for (final double[] function : SMOOTH) {
            double part = 0;
            for (int i = 0; i < rest.length; i++) part += function[i] * rest[i];
            for (int i = 0; i < rest.length; i++) rest[i] -= part * function[i];
        }
        double sum = 0;
        for (final double r : rest) sum += Math.min(LARGEST, r * r);
        return sum / rest.length;
    }

    /** Cycles in a low-resolution pixel, −½ to ½. */
    private static double cycles(final int i) {
        return (i < SIDE / 2 ? i : i - SIDE) / (double) SIDE;
    }

    private static List<int[]> frequencies() {
        final List<int[]> half = new ArrayList<>();
        for (int v = 0; v < SIDE / 2; v++)
            for (int u = 0; u < SIDE; u++)
                if ((u + v) % 2 == 0 && (v > 0 || u < SIDE / 2) && Math.hypot(cycles(u), cycles(v)) * SIDE >= LOWEST)
                    half.add(new int[] {u, v});
        return half;
    }

    private static double[][] smooth() {
        return FREQUENCIES.stream()
                .map(f -> {
                    final double log = Math.log(Math.hypot(cycles(f[0]), cycles(f[1]))),
                            angle = 2 * Math.atan2(cycles(f[1]), cycles(f[0])),
                            cos = Math.cos(angle),
                            sin = Math.sin(angle);
                    return new double[] {
                        1, log, log * log, cos, sin, Math.cos(2 * angle), Math.sin(2 * angle), log * cos, log * sin
                    };
                })
                .toArray(double[][]::new);
    }

    /** @param functions the values of all functions at each frequency */
    private static double[][] orthonormal(final double[][] functions) {
        final RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(functions)).getQ();
        return IntStream.range(0, functions[0].length).mapToObj(q::getColumn).toArray(double[][]::new);
    }
}
