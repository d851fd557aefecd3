package sc.fiji.blindsr.posterior;

import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * The Gaussian posterior of the image given kernel, noise and the prior's precisions: Λ = AᵀPA + Σ_f F_fᵀ W_f F_f + R
 * ({@link BlurSampling}, {@link SparseGradients}), P the precision of the {@linkplain DataPrecision data}, R the diagonal one of
 * the {@linkplain Floor floor}, whose level is r. Its mean solves Λμ = AᵀPy + Rr; exact samples solve the same system with a
 * perturbed right-hand side (Papandreou and Yuille, "Gaussian sampling by local perturbations", NIPS 2010). Conjugate gradients
 * with a Jacobi preconditioner.
 * <p>
 * Not thread-safe: each thread needs its own instance; they may share the operators.
 */
public final class ImagePosterior {

    private final SparseGradients prior;
    private SamplingOperator blur;
    private DataPrecision precision;
    private Floor floor;
    private float[] inverseDiagonal;
    // Kept between calls: memory that is already in the cache is faster than new memory.
    private final float[] low;
    private final float[] perturbed;
    private final float[] side;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;

    /** {@link #set} must be called before use. */
    public ImagePosterior(final Polyphase patch, final SparseGradients prior) {
        this.prior = prior;
        low = new float[patch.lowLength()];
        perturbed = new float[patch.lowLength()];
        side = new float[patch.length()];
        residual = new float[patch.length()];
        direction = new float[patch.length()];
        image = new float[patch.length()];
    }

    /** Sets kernel, noise, floor, and the preconditioner that belongs to them and to the prior's precisions. */
    public void set(
            final SamplingOperator blurSampling,
            final DataPrecision dataPrecision,
            final Floor below,
            final Preconditioner preconditioner) {
        this.blur = blurSampling;
        this.precision = dataPrecision;
        this.floor = below;
        this.inverseDiagonal = preconditioner.inverseDiagonal();
    }

    /** The right-hand side AᵀPy + Rr, y in the layout of {@link Polyphase#low}; valid until the next call. */
    public float[] data(final float[] y) {
        precision.multiply(y, low);
        blur.applyTransposed(low, side);
        floor.addData(side);
        return side;
    }

    /**
     * The right-hand side of a sample: AᵀP(y + P^−½ε) + R(r + R^−½ζ) + Σ_f F_fᵀ W_f^½ η_f. The entries of ε, ζ and η are 1 or
     * −1: only the covariance of the samples is used, which is the same as with normal entries. Valid until the next call.
     */
    public float[] perturbed(final float[] y, final RandomGenerator random) {
        System.arraycopy(y, 0, perturbed, 0, y.length);
        precision.addNoise(random, perturbed);
        data(perturbed);
        floor.addPerturbation(random, side);
        prior.addPerturbation(random, side);
        return side;
    }

    /**
     * Improves x towards Λ⁻¹·rightHandSide by conjugate gradients.
     *
     * @param iterations largest number of iterations
     * @param tolerance stop when the residual's energy has fallen by this factor
     * @param watcher called at every iteration
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
        precision.multiply(low, low);
        blur.applyTransposed(low, result);
        prior.addProduct(x, result);
        floor.addProduct(x, result);
    }
}
