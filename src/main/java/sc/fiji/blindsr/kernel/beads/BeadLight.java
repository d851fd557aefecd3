package sc.fiji.blindsr.kernel.beads;

import java.util.Optional;

/** What is seen of a bead by itself: its pixels, the background and the noise around it, and the Gaussian that fits it. */
public final class BeadLight {

    /** Pixels of an image: column, row and grey level of each. */
    record Samples(int[] x, int[] y, double[] level) {}

    private final Samples samples;
    private final double background;
    private final double noise;
    private final AdaptiveMoments moments;
    private final double flux;

    private BeadLight(
            final Samples samples,
            final double background,
            final double noise,
            final AdaptiveMoments moments,
            final double flux) {
        this.samples = samples;
        this.background = background;
        this.noise = noise;
        this.moments = moments;
        this.flux = flux;
    }

    /**
     * @param background grey level of what is no bead
     * @param noise its standard deviation, grey levels
     * @param x the bead's column, about
     * @param y its row, about
     * @return empty if it has no width that could be measured
     */
    static Optional<BeadLight> of(
            final Samples samples, final double background, final double noise, final double x, final double y) {
        return AdaptiveMoments.of(samples, background, x, y)
                .map(moments -> new BeadLight(samples, background, noise, moments, moments.flux()));
    }

    /** The same with another flux. */
    BeadLight withFlux(final double other) {
        return new BeadLight(samples, background, noise, moments, other);
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

    double signalToNoise() {
        return moments.signalToNoise(noise);
    }

    /** Number of its pixels. */
    int count() {
        return samples.x.length;
    }

    /** Column of a pixel. */
    int x(final int i) {
        return samples.x[i];
    }

    /** Row of a pixel. */
    int y(final int i) {
        return samples.y[i];
    }

    /** Grey level of a pixel above the background. */
    double level(final int i) {
        return samples.level[i] - background;
    }
}
