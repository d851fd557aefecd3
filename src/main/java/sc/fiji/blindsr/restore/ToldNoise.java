package sc.fiji.blindsr.restore;

/**
 * What a network that knows one noise for all pixels is told of an image's: where the noise grows with the light, more than
 * there is in the mean. Of photons, and levels that are distributed evenly, it is 1.7 times that of white.
 * <p>
 * Ten photographs, kernels known, ×2 and ×3, beside images that were stabilised before (generalised Anscombe transform): with 30000, 8000,
 * 2000, 500 and 200 photons in white, and without noise, of which some is always seen, the results are 0.5, 0.3, 0.3, 0.4, 0.1 and 0.3 dB
 * better. The transform bends what was blurred, and does most harm where the levels differ by much more than the noise: single images
 * became 3 to 7 dB worse by it.
 * </p>
 */
final class ToldNoise {

    /** How many standard deviations of the variances are told above their mean. */
    private static final double MOST = 8;

    private ToldNoise() {}

    /**
     * @param weights what an image's values are worth, as for {@link Restoration#restore}
     * @param sigma standard deviation of the noise where the weight is 1
     * @return standard deviation of the noise that is told
     */
    static double of(final float[] weights, final double sigma) {
        // in parts of the variance where the weight is 1
        double n = 0, v = 0, vv = 0;
        for (final float weight : weights) {
            if (weight <= 0) continue;
            n++;
            v += 1.0 / weight;
            vv += 1.0 / weight / weight;
        }
        return n == 0 ? sigma : sigma * Math.sqrt(v / n + MOST * Math.sqrt(Math.max(0, vv / n - v / n * v / n)));
    }
}
