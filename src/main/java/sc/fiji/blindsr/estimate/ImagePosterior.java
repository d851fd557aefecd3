package sc.fiji.blindsr.estimate;

import java.util.random.RandomGenerator;

/**
 * The Gaussian posterior of the image given kernel, noise and the prior's precisions: Λ = AᵀA/σ² + Σ_f Fᵀ W_f F. Its mean
 * solves Λμ = Aᵀy/σ²; exact samples solve the same system with a perturbed right-hand side (Papandreou and Yuille,
 * "Gaussian sampling by local perturbations", NIPS 2010). Conjugate gradients with a Jacobi preconditioner.
 * <p>
 * Not for several threads; each has its own, on shared operators.
 */
final class ImagePosterior {

	/** Fall of the residual's energy at which more iterations change nothing. */
	private static final double CONVERGED = 1e-12;

	private final Polyphase patch;
	private final BlurSampling blur;
	private final SparseGradients prior;
	private final float perVariance;
	private final float[] diagonal;
	private final float[] low;
	private final float[] scratch;

	ImagePosterior(final Polyphase patch, final BlurSampling blur, final SparseGradients prior, final double sigma,
		final float[] diagonal, final int lowSize)
	{
		this.patch = patch;
		this.blur = blur;
		this.prior = prior;
		this.perVariance = (float) (1 / (sigma * sigma));
		this.diagonal = diagonal;
		this.low = new float[lowSize];
		this.scratch = blur.scratch();
	}

	/** The right-hand side Aᵀy/σ². */
	float[] data(final float[] y) {
		final float[] side = new float[patch.size()];
		project(y, side);
		return side;
	}

	/** The right-hand side of a sample: Aᵀ(y + σε)/σ² + Σ_f Fᵀ W^½ η. */
	float[] perturbed(final float[] y, final RandomGenerator noise) {
		final float sigma = (float) (1 / Math.sqrt(perVariance));
		for (int i = 0; i < low.length; i++)
			low[i] = y[i] + sigma * (float) noise.nextGaussian();
		final float[] side = data(low);
		prior.addPerturbation(noise, side);
		return side;
	}

	/** Improves x towards Λ⁻¹·side by some conjugate-gradient iterations. */
	void solve(final float[] side, final float[] x, final int iterations) {
		final int n = x.length;
		final float[] residual = new float[n], direction = new float[n], image = new float[n];
		product(x, image);
		for (int i = 0; i < n; i++) {
			residual[i] = side[i] - image[i];
			direction[i] = residual[i] / diagonal[i];
		}
		double energy = dot(residual, direction);
		final double enough = CONVERGED * energy;
		for (int k = 0; k < iterations && energy > enough; k++) {
			product(direction, image);
			final float step = (float) (energy / dot(direction, image));
			for (int i = 0; i < n; i++) {
				x[i] += step * direction[i];
				residual[i] -= step * image[i];
			}
			for (int i = 0; i < n; i++)
				image[i] = residual[i] / diagonal[i];
			final double next = dot(residual, image);
			final float ratio = (float) (next / energy);
			for (int i = 0; i < n; i++)
				direction[i] = image[i] + ratio * direction[i];
			energy = next;
		}
	}

	/** Λx. */
	void product(final float[] x, final float[] result) {
		blur.apply(x, low);
		project(low, result);
		prior.addProduct(x, result);
	}

	/** Aᵀy/σ². */
	private void project(final float[] y, final float[] result) {
		blur.applyTransposed(y, scratch, result);
		for (int i = 0; i < result.length; i++)
			result[i] *= perVariance;
	}

	/** In four sums, which keep the processor busier than one. */
	private static double dot(final float[] a, final float[] b) {
		double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
		int i = 0;
		for (; i + 4 <= a.length; i += 4) {
			s0 += a[i] * b[i];
			s1 += a[i + 1] * b[i + 1];
			s2 += a[i + 2] * b[i + 2];
			s3 += a[i + 3] * b[i + 3];
		}
		for (; i < a.length; i++)
			s0 += a[i] * b[i];
		return s0 + s1 + s2 + s3;
	}
}
