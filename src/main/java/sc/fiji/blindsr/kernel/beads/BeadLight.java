package sc.fiji.blindsr.kernel.beads;

import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.kernel.AdaptiveMoments;
import sc.fiji.blindsr.kernel.AdaptiveMoments.Sample;

/** What is seen of a bead by itself: its pixels, the noise around it, and the Gaussian that fits it. */
public final class BeadLight {

    /** Variance of a spot, pixels², that its few pixels do not tell by their moments. */
    private static final double NARROW = 0.7;
    /** Variance to begin with where moments tell none, pixels². */
    private static final double NARROWEST = 0.25;

    private final List<Sample> samples;
    private final double noise;
    private final AdaptiveMoments moments;
    private final double flux;
    private final double gain;

    private BeadLight(
            final List<Sample> samples,
            final double noise,
            final AdaptiveMoments moments,
            final double flux,
            final double gain) {
        this.samples = samples;
        this.noise = noise;
        this.moments = moments;
        this.flux = flux;
        this.gain = gain;
    }

    /**
     * @param samples its pixels
     * @param noise standard deviation of what is no bead, grey levels
     * @param x the bead's column, about
     * @param y its row, about
     * @return empty if it has no width that could be measured
     */
    static Optional<BeadLight> of(final List<Sample> samples, final double noise, final double x, final double y) {
        final Optional<AdaptiveMoments> moments = AdaptiveMoments.of(samples, x, y);
        return (moments.filter(found -> found.eigenvalues()[1] > NARROW).isPresent()
                        ? moments
                        : GaussianFit.of(samples, moments.orElseGet(() -> narrow(samples, x, y))))
                .map(gaussian -> new BeadLight(samples, noise, gaussian, gaussian.flux(), 0));
    }

    private static AdaptiveMoments narrow(final List<Sample> samples, final double x, final double y) {
        final double flux = samples.stream().mapToDouble(Sample::level).sum();
        return new AdaptiveMoments(x, y, flux, NARROWEST, 0, NARROWEST);
    }

    /** The same with another flux. */
    BeadLight withFlux(final double other) {
        return new BeadLight(samples, noise, moments, other, gain);
    }

    /**
     * The same with noise of its own light.
     *
     * @param other variance of the noise for each grey level of light
     */
    BeadLight withGain(final double other) {
        return new BeadLight(samples, noise, moments, flux, other);
    }

    /** The Gaussian that fits it. */
    AdaptiveMoments moments() {
        return moments;
    }

    /** All of it above the background, grey levels. */
    public double flux() {
        return flux;
    }

    /** Standard deviation of the noise around it, grey levels. */
    double noise() {
        return noise;
    }

    /** That of the best linear filter; the noise of the bead's own light is that of the mean over this filter's squares. */
    double signalToNoise() {
        final double[] variances = moments.eigenvalues();
        final double own = gain * moments.flux() / (3 * Math.PI * Math.sqrt(variances[0] * variances[1]));
        return moments.signalToNoise(Math.sqrt(noise * noise + own));
    }

    /** Its brightest pixel, grey levels above the background. */
    double top() {
        return samples.stream().mapToDouble(Sample::level).max().orElseThrow();
    }

    /** Number of pixels that have at least this grey level above the background. */
    long brighterThan(final double level) {
        return samples.stream().filter(sample -> sample.level() >= level).count();
    }

    /** Number of its pixels. */
    int count() {
        return samples.size();
    }

    /** Column of a pixel. */
    int x(final int i) {
        return samples.get(i).x();
    }

    /** Row of a pixel. */
    int y(final int i) {
        return samples.get(i).y();
    }

    /** Grey level of a pixel above the background. */
    double level(final int i) {
        return samples.get(i).level();
    }
}
