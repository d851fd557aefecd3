package sc.fiji.blindsr.posterior;

import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * The Gaussian posterior of the image given kernel, noise and the prior's precisions: Λ = AᵀA/σ² + Σ_f Fᵀ W_f F. Its mean
 * solves Λμ = Aᵀy/σ²; exact samples solve the same system with a perturbed right-hand side (Papandreou and Yuille,
 * "Gaussian sampling by local perturbations", NIPS 2010). Conjugate gradients with a Jacobi preconditioner.
 * <p>
 * Not for several threads; each has its own, on shared operators.
 */
public final class ImagePosterior {

    private final Polyphase patch;
    private final SparseGradients prior;
    private BlurSampling blur;
    private float sigma;
    private float perVariance;
    private float[] inverseDiagonal;
    // Kept, since it is quicker to go through the same memory again than through new one.
    private final float[] low;
    private final float[] perturbed;
    private final float[] side;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;

    /** To be completed by {@link #set}. */
    public ImagePosterior(final Polyphase patch, final SparseGradients prior) {
        this.patch = patch;
        this.prior = prior;
        low = new float[patch.lowLength()];
        perturbed = new float[patch.lowLength()];
        side = new float[patch.length()];
        residual = new float[patch.length()];
        direction = new float[patch.length()];
        image = new float[patch.length()];
    }

    /**
     * Sets what changes: kernel, noise, and with them and the prior's precisions the preconditioner.
     *
     * @param sigma σ, standard deviation of the noise
     */
    public void set(final BlurSampling blurSampling, final double sigma, final Preconditioner preconditioner) {
        this.blur = blurSampling;
        this.sigma = (float) sigma;
        this.perVariance = (float) (1 / (sigma * sigma));
        this.inverseDiagonal = preconditioner.inverseDiagonal();
    }

    /** The right-hand side Aᵀy/σ², y in the layout of {@link Polyphase#low}; valid until another is asked for. */
    public float[] data(final float[] y) {
        blur.applyTransposed(y, side);
        for (int i = 0; i < side.length; i++) side[i] *= perVariance;
        return side;
    }

    /**
     * The right-hand side of a sample: Aᵀ(y + σε)/σ² + Σ_f Fᵀ W^½ η. The entries of ε and η are 1 or −1: what is asked of
     * samples is their covariance, which is the same as with normal ones. Valid until another is asked for.
     */
    public float[] perturbed(final float[] y, final RandomGenerator random) {
        final float[] signs = new float[patch.lowWidth()];
        System.arraycopy(y, 0, perturbed, 0, y.length);
        for (int n = 0; n < patch.lowHeight(); n++) {
            SparseGradients.fillWithSigns(random, signs, signs.length);
            for (int m = 0; m < signs.length; m++) perturbed[patch.lowStart(n) + m] += sigma * signs[m];
        }
        data(perturbed);
        prior.addPerturbation(random, side);
        return side;
    }

    /**
     * Improves x towards Λ⁻¹·rightHandSide by conjugate gradients.
     *
     * @param iterations how many at the most
     * @param tolerance stop when the residual's energy has fallen by this factor
     * @param watcher told of every iteration
     */
    public void solve(
            final float[] rightHandSide,
            final float[] x,
            final int iterations,
            final double tolerance,
            final IntConsumer watcher) {
        final int n = x.length;
        product(x, image);
        double energy = Vectors.sumOfParts(n, (from, to) -> {
            for (int i = from; i < to; i++) residual[i] = rightHandSide[i] - image[i];
            for (int i = from; i < to; i++) direction[i] = residual[i] * inverseDiagonal[i];
            return Vectors.dot(residual, from, direction, from, to - from);
        });
        final double enough = tolerance * energy;
        for (int k = 0; k < iterations && energy > enough; k++) {
            watcher.accept(k);
            product(direction, image);
            final float step = (float) (energy / Vectors.dot(direction, image));
            final double next = Vectors.sumOfParts(n, (from, to) -> {
                for (int i = from; i < to; i++) x[i] += step * direction[i];
                for (int i = from; i < to; i++) residual[i] -= step * image[i];
                for (int i = from; i < to; i++) image[i] = residual[i] * inverseDiagonal[i];
                return Vectors.dot(residual, from, image, from, to - from);
            });
            final float ratio = (float) (next / energy);
            Vectors.forParts(n, (from, to) -> {
                for (int i = from; i < to; i++) direction[i] = image[i] + ratio * direction[i];
            });
            energy = next;
        }
    }

    /** Λx. */
    void product(final float[] x, final float[] result) {
        blur.apply(x, low);
        for (int i = 0; i < low.length; i++) low[i] *= perVariance;
        blur.applyTransposed(low, result);
        prior.addProduct(x, result);
    }
}
