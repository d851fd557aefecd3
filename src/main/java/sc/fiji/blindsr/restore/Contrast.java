package sc.fiji.blindsr.restore;

/**
 * A lower contrast, at which the noise of an image is no more than a network was trained for; its result gets the image's contrast back. A
 * network that is told less noise than there is makes patterns of the rest: with 30 photons in white, the results of three photographs had
 * 8 to 15 dB, and have 21 to 26 so.
 *
 * @param factor that of the levels' distances from grey, more than 0, at most 1
 */
record Contrast(double factor) {

    /** What stays as it is. */
    private static final double GREY = 0.5;

    /**
     * @param noise that of the image
     * @param largest that which the network was trained for
     */
    static Contrast of(final double noise, final double largest) {
        return new Contrast(Math.min(1, largest / noise));
    }

    /** An image of this contrast. */
    float[] lowered(final float[] levels) {
        if (factor == 1) return levels;
        final float[] lowered = new float[levels.length];
        for (int i = 0; i < levels.length; i++) lowered[i] = (float) (GREY + factor * (levels[i] - GREY));
        return lowered;
    }

    /** Gives an image of this contrast its own one, in place. */
    void raise(final float[] levels) {
        if (factor == 1) return;
        for (int i = 0; i < levels.length; i++) levels[i] = (float) (GREY + (levels[i] - GREY) / factor);
    }
}
