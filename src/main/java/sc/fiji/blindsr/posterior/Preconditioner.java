package sc.fiji.blindsr.posterior;

/** The Jacobi preconditioner of {@link ImagePosterior}: 1/Λ_ii. One serves several systems with the same Λ. */
public final class Preconditioner {

    private final SparseGradients prior;
    private final float[] inverse;

    /** {@link #update} must be called before use. */
    public Preconditioner(final Polyphase patch, final SparseGradients prior) {
        this.prior = prior;
        inverse = new float[patch.length()];
    }

    /**
     * Recomputes the diagonal, with the prior's current precisions.
     *
     * @param squares A with the squared kernel in place of the kernel
     * @param precision that of the data
     * @param floor what holds the image up
     */
    public void update(final SamplingOperator squares, final DataPrecision precision, final Floor floor) {
        squares.applyTransposed(precision.values(), inverse);
        floor.addDiagonal(inverse);
        final float[] diagonal = prior.diagonal();
        for (int i = 0; i < inverse.length; i++) {
            final float sum = inverse[i] + diagonal[i];
            inverse[i] = sum > 0 ? 1 / sum : 0;
        }
    }

    /** 1/Λ_ii, not to be changed; 0 in the guards. */
    float[] inverseDiagonal() {
        return inverse;
    }
}
