package sc.fiji.blindsr.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.CubicSpline;
import sc.fiji.blindsr.progress.Progress;

/**
 * The Gaussian that fits a spot: its moments, weighted with the Gaussian itself (Bernstein &amp; Jarvis, Astronomical Journal
 * 123, 2002). A Gaussian of covariance M weighted with itself has covariance M/2, so M ← 2 C until it stays. Far pixels, which
 * hold nothing but noise, have no weight.
 *
 * @param x centre, column
 * @param y centre, row
 * @param flux sum of all light
 * @param xx covariance, pixels²
 * @param xy covariance, pixels²
 * @param yy covariance, pixels²
 */
public record AdaptiveMoments(double x, double y, double flux, double xx, double xy, double yy) {

    private static final int ROUNDS = 60;
    private static final double CONVERGED = 1e-5, LEAST = 0.05, MOST = 400;

    /** Variance of a kernel whose pixels are too coarse to tell it, and how many points of a spline do for each of them. */
    private static final double NARROW = 0.7;

    private static final int FINER = 4;

    /** A pixel of a spot: column, row, and grey level above the background. */
    public record Sample(int x, int y, double level) {}

    /**
     * @param samples pixels of a spot
     * @param x where it is, about
     * @param y where it is, about
     * @return empty if there is no width to be found
     */
    public static Optional<AdaptiveMoments> of(final List<Sample> samples, final double x, final double y) {
        double cx = x, cy = y, xx = 1, xy = 0, yy = 1;
        for (int round = 0; round < ROUNDS; round++) {
            final double det = xx * yy - xy * xy;
            double sum = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0, squares = 0;
            for (final Sample sample : samples) {
                final double dx = sample.x - cx, dy = sample.y - cy;
                final double weight = Math.exp(-(dx * dx * yy - 2 * dx * dy * xy + dy * dy * xx) / (2 * det));
                final double v = weight * sample.level;
                squares += weight * weight;
                sum += v;
                sx += v * dx;
                sy += v * dy;
                sxx += v * dx * dx;
                sxy += v * dx * dy;
                syy += v * dy * dy;
            }
            if (!(sum > 0)) return Optional.empty();
            final double mx = sx / sum, my = sy / sum;
            final double nextXx = 2 * (sxx / sum - mx * mx),
                    nextXy = 2 * (sxy / sum - mx * my),
                    nextYy = 2 * (syy / sum - my * my);
            if (!(nextXx > LEAST && nextYy > LEAST && nextXx < MOST && nextYy < MOST)
                    || !(nextXx * nextYy - nextXy * nextXy > LEAST * LEAST)
                    || Math.hypot(cx - x, cy - y) > 2) return Optional.empty();
            final double change = Math.abs(nextXx - xx) + Math.abs(nextXy - xy) + Math.abs(nextYy - yy);
            cx += 2 * mx;
            cy += 2 * my;
            xx = nextXx;
            xy = nextXy;
            yy = nextYy;
            if (change < CONVERGED * (xx + yy))
                // A Gaussian of flux F has F/(4π√det) where it is weighted
                // with itself, which the pixels' sum of squares says
                return Optional.of(new AdaptiveMoments(
                        cx, cy, sum / squares * 2 * Math.PI * Math.sqrt(xx * yy - xy * xy), xx, xy, yy));
        }
        return Optional.empty();
    }

    /**
     * Those of a kernel, in its pixels. Where it is so narrow that its few pixels would not tell, the spline through its weights
     * is looked at.
     */
    static Optional<AdaptiveMoments> ofCore(final BlurKernel kernel) {
        final CentreOfMass centre = CentreOfMass.of(kernel);
        final double[] values = kernel.values();
        final Optional<AdaptiveMoments> whole =
                of(samples(kernel.width(), values.length, i -> values[i]), centre.x(), centre.y());
        if (whole.filter(moments -> moments.eigenvalues()[1] > NARROW).isPresent()) return whole;
        final int width = FINER * kernel.width(), height = FINER * kernel.height();
        final double offset = (FINER - 1) / 2.0;
        final float[] finer = CubicSpline.enlarge(
                values, kernel.width(), kernel.height(), width, height, FINER, offset, Progress.NONE);
        return of(samples(width, finer.length, i -> finer[i]), FINER * centre.x() + offset, FINER * centre.y() + offset)
                .map(moments -> moments.coarser(FINER, offset));
    }

    private static List<Sample> samples(final int width, final int count, final IntToDoubleFunction level) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sample(i % width, i / width, level.applyAsDouble(i)))
                .toList();
    }

    /** The same in pixels that are so many times as large. */
    private AdaptiveMoments coarser(final int factor, final double offset) {
        final double area = factor * factor;
        return new AdaptiveMoments(
                (x - offset) / factor, (y - offset) / factor, flux / area, xx / area, xy / area, yy / area);
    }

    /** The larger and the smaller eigenvalue of the covariance, pixels². */
    public double[] eigenvalues() {
        final double mean = (xx + yy) / 2, half = Math.hypot((xx - yy) / 2, xy);
        return new double[] {mean + half, mean - half};
    }

    /** That of the best linear filter in white noise: F/(σ √(4π√det)). */
    public double signalToNoise(final double noise) {
        return flux / (noise * Math.sqrt(4 * Math.PI * Math.sqrt(xx * yy - xy * xy)));
    }
}
