package sc.fiji.blindsr.estimate.amortized;

/** The entries xx, yy, xy of a Gaussian's log-covariance. */
final class CovarianceHead implements ReaderHead {

    @Override
    public int entries() {
        return 3;
    }

    @Override
    public float surest() {
        return 8;
    }

    @Override
    public float[] pooling() {
        return new float[] {0, 0.5f, 0.5f, 0, 0.35f, 0.135f};
    }

    @Override
    public TurnedWeights.Layer layer(final int inputs) {
        return TurnedWeights.head(inputs);
    }

    /** The log-variance, and the log-precisions of the diagonal and of the other entry. */
    @Override
    public float[] first() {
        return new float[] {-1.2f, 0, 0};
    }

    @Override
    public float[] full(final float[] learned) {
        return new float[] {learned[0], learned[0], 0, learned[1], learned[1], learned[2]};
    }

    @Override
    public float[] learned(final float[] gradient) {
        return new float[] {gradient[0] + gradient[1], gradient[3] + gradient[4], gradient[5]};
    }
}
