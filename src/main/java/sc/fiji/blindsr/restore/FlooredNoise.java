package sc.fiji.blindsr.restore;

/**
 * A noise that is not believed to be less than rounding makes: where it is said to be, and in pixels whose weights say so, the
 * error of rounding stands for it.
 *
 * @param sigma standard deviation of the noise where the weight is 1, after that
 * @param perWeight what a weight that refers to the noise as it was said becomes when it refers to that
 * @param most the largest such weight
 */
record FlooredNoise(double sigma, double perWeight, double most) {

    /**
     * @param said standard deviation of the noise, grey levels in [0,1]
     * @param least what it is at the least
     */
    static FlooredNoise of(final double said, final double least) {
        final double sigma = Math.max(said, least);
        return new FlooredNoise(
                sigma, Math.pow(sigma / Math.max(said, Double.MIN_NORMAL), 2), Math.pow(sigma / least, 2));
    }

    /** Changes weights, as for {@link Restoration#restore}, in place. */
    void toWeights(final float[] weights) {
        for (int i = 0; i < weights.length; i++)
            if (weights[i] != 0)
                weights[i] = (float) Math.copySign(Math.min(most, perWeight * Math.abs(weights[i])), weights[i]);
    }
}
