package sc.fiji.blindsr.kernel.beads;

import java.util.Optional;

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
record AdaptiveMoments(double x, double y, double flux, double xx, double xy, double yy) {

    private static final int ROUNDS = 60;
    private static final double CONVERGED = 1e-5, LEAST = 0.05, MOST = 400;

    /**
     * @param samples pixels of a spot
     * @param background grey level of what is no spot
     * @param x where it is, about
     * @param y where it is, about
     * @return empty if there is no width to be found
     */
    static Optional<AdaptiveMoments> of(
            final BeadLight.Samples samples, final double background, final double x, final double y) {
        double cx = x, cy = y, xx = 1, xy = 0, yy = 1;
        for (int round = 0; round < ROUNDS; round++) {
            final double det = xx * yy - xy * xy;
            double sum = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0, squares = 0;
            for (int i = 0; i < samples.x().length; i++) {
                final double dx = samples.x()[i] - cx, dy = samples.y()[i] - cy;
                final double weight = Math.exp(-(dx * dx * yy - 2 * dx * dy * xy + dy * dy * xx) / (2 * det));
                final double v = weight * (samples.level()[i] - background);
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

    /** The larger and the smaller eigenvalue of the covariance, pixels². */
    double[] eigenvalues() {
        final double mean = (xx + yy) / 2, half = Math.hypot((xx - yy) / 2, xy);
        return new double[] {mean + half, mean - half};
    }

    /** That of the best linear filter in white noise: F/(σ √(4π√det)). */
    double signalToNoise(final double noise) {
        return flux / (noise * Math.sqrt(4 * Math.PI * Math.sqrt(xx * yy - xy * xy)));
    }
}
