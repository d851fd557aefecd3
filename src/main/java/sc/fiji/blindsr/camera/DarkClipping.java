package sc.fiji.blindsr.camera;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Clipping at the lowest level of a channel: where the light is no stronger than the noise, half of what the noise does is not
 * recorded, and its variance seems less than it is (Foi, Trimeche, Katkovnik and Egiazarian, "Practical Poissonian-Gaussian
 * noise modeling and fitting for single-image raw-data", IEEE TIP 2008, section IV).
 *
 * @param floor the lowest level; NaN if nothing is clipped
 * @param next the next level
 */
record DarkClipping(float floor, float next) {

    /** Fewest pixels at the lowest level that count as clipped. */
    private static final int FEWEST = 64;
    /** Where more of the values than this share are clipped, too little of the noise is seen; they count as this share. */
    private static final double LARGEST_SHARE = 0.75;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /** That of a channel of an image: it is clipped if more pixels have the lowest level than have the next one. */
    static DarkClipping of(final Frame frame, final int channel) {
        float lowest = Float.POSITIVE_INFINITY, next = Float.POSITIVE_INFINITY;
        int at = 0, above = 0;
        for (int i = channel * frame.area(); i < (channel + 1) * frame.area(); i++) {
            final float level = frame.levels()[i];
            if (level < lowest) {
                next = lowest;
                above = at;
                lowest = level;
                at = 1;
            } else if (level == lowest) at++;
            else if (level < next) {
                next = level;
                above = 1;
            } else if (level == next) above++;
        }
        return at >= FEWEST && at > above ? new DarkClipping(lowest, next) : new DarkClipping(Float.NaN, Float.NaN);
    }

    /**
     * The share of a value in the number of those that are clipped: 1 at the lowest level. As many as half of those at the next
     * level are there by rounding.
     */
    double count(final float level) {
        return level == floor ? 1 : level == next ? -0.5 : 0;
    }

    /**
     * How much of the variance of Gaussian noise is left when it is clipped: that of max(0, m + n) for n ~ N(0, 1).
     *
     * @param share of the values that are clipped, P(m + n &lt; 0)
     */
    static double remainingVariance(final double share) {
        if (share <= 0) return 1;
        final double m = -NORMAL.inverseCumulativeProbability(Math.min(LARGEST_SHARE, share));
        final double above = NORMAL.cumulativeProbability(m), density = NORMAL.density(m);
        final double mean = m * above + density;
        return (m * m + 1) * above + m * density - mean * mean;
    }
}
