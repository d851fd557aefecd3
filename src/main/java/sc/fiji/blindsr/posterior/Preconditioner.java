package sc.fiji.blindsr.posterior;

import java.util.Arrays;

/** The Jacobi preconditioner of {@link ImagePosterior}: 1/Λ_ii. One serves several systems with the same Λ. */
public final class Preconditioner {

    private final Polyphase patch;
    private final SparseGradients prior;
    private final float[] weights;
    private final float[] inverse;

    /** {@link #update} must be called before use. */
    public Preconditioner(final Polyphase patch, final SparseGradients prior) {
        this.patch = patch;
        this.prior = prior;
        weights = new float[patch.lowLength()];
        inverse = new float[patch.length()];
    }

    /**
     * Recomputes the diagonal, with the prior's current precisions.
     *
     * @param squares A with the squared kernel in place of the kernel
     * @param sigma σ, standard deviation of the noise
     */
    public void update(final BlurSampling squares, final double sigma) {
        for (int n = 0; n < patch.lowHeight(); n++)
            Arrays.fill(
                    weights, patch.lowStart(n), patch.lowStart(n) + patch.lowWidth(), (float) (1 / (sigma * sigma)));
        squares.applyTransposed(weights, inverse);
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
