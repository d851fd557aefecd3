package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The image prior of variational blind deconvolution (Levin et al., "Efficient marginal likelihood optimization in blind
 * deconvolution", CVPR 2011): differences of a pixel to its right, lower, lower right and lower left neighbours are zero-mean
 * Gaussians, each of a variance of its own with a Jeffreys-like hyper-prior of strength c, so that its precision is
 * w = c / (E[t²] + ε²).
 */
final class SparseGradients {

	/** (dx, dy) of the four differences. */
	static final int[][] NEIGHBOURS = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 } };

	private static final double EPSILON = 0.002;

	private final Polyphase patch;
	private final float strength;
	/** Precision of each difference, by neighbour and pixel; 0 where there is no neighbour. */
	private final float[][] precisions;

	SparseGradients(final Polyphase patch, final double strength) {
		this.patch = patch;
		this.strength = (float) strength;
		precisions = new float[NEIGHBOURS.length][patch.size()];
	}

	/**
	 * Sets the precisions.
	 *
	 * @param mean the image
	 * @param variances variance of each difference, by neighbour and pixel
	 */
	void update(final float[] mean, final float[][] variances) {
		final float floor = (float) (EPSILON * EPSILON);
		for (int f = 0; f < NEIGHBOURS.length; f++) {
			final float[] w = precisions[f], variance = variances[f];
			forDifferences(f, (at, neighbour, count) -> {
				for (int i = 0; i < count; i++) {
					final float t = mean[neighbour + i] - mean[at + i];
					w[at + i] = strength / (t * t + variance[at + i] + floor);
				}
			});
		}
	}

	/** Adds Σ_f Fᵀ W F x to a result. */
	void addProduct(final float[] x, final float[] result) {
		for (int f = 0; f < NEIGHBOURS.length; f++) {
			final float[] w = precisions[f];
			forDifferences(f, (at, neighbour, count) -> addDifferences(x, w, result, at, neighbour, count));
		}
	}

	private static void addDifferences(final float[] x, final float[] w, final float[] result, final int at,
		final int neighbour, final int count)
	{
		// Two loops: where a row is its own neighbour's row, one loop could not run along memory.
		for (int i = 0; i < count; i++)
			result[at + i] += w[at + i] * (x[at + i] - x[neighbour + i]);
		for (int i = 0; i < count; i++)
			result[neighbour + i] += w[at + i] * (x[neighbour + i] - x[at + i]);
	}

	/** Adds the diagonal of Σ_f Fᵀ W F. */
	void addDiagonal(final float[] result) {
		for (int f = 0; f < NEIGHBOURS.length; f++) {
			final float[] w = precisions[f];
			forDifferences(f, (at, neighbour, count) -> {
				for (int i = 0; i < count; i++)
					result[at + i] += w[at + i];
				for (int i = 0; i < count; i++)
					result[neighbour + i] += w[at + i];
			});
		}
	}

	/** Adds Σ_f Fᵀ W^½ η_f with η standard normal: a sample of the prior's part of a perturbed right-hand side. */
	void addPerturbation(final RandomGenerator noise, final float[] result) {
		for (int f = 0; f < NEIGHBOURS.length; f++) {
			final float[] w = precisions[f];
			forDifferences(f, (at, neighbour, count) -> {
				for (int i = 0; i < count; i++) {
					final float push = (float) (Math.sqrt(w[at + i]) * noise.nextGaussian());
					result[at + i] -= push;
					result[neighbour + i] += push;
				}
			});
		}
	}

	/** Squared differences of a sample's deviation from the mean, by neighbour and pixel, smoothed by a 3×3 mean. */
	float[][] smoothedSquares(final float[][] deviations) {
		final float[][] result = new float[NEIGHBOURS.length][];
		for (int f = 0; f < NEIGHBOURS.length; f++) {
			final float[] squares = new float[patch.size()];
			for (final float[] d : deviations)
				forDifferences(f, (at, neighbour, count) -> {
					for (int i = 0; i < count; i++) {
						final float t = d[neighbour + i] - d[at + i];
						squares[at + i] += t * t / deviations.length;
					}
				});
			result[f] = boxMean(squares);
		}
		return result;
	}

	/** Goes through all pixels that have the neighbour of difference f. */
	private void forDifferences(final int f, final Polyphase.Rows rows) {
		patch.forNeighbours(NEIGHBOURS[f][0], NEIGHBOURS[f][1], rows);
	}

	/** Mean over the 3×3 neighbours that there are. */
	private float[] boxMean(final float[] values) {
		final float[] sum = values.clone(), count = new float[values.length];
		Arrays.fill(count, 1);
		for (int dy = -1; dy <= 1; dy++)
			for (int dx = -1; dx <= 1; dx++)
				if (dx != 0 || dy != 0) patch.forNeighbours(dx, dy, (at, neighbour, n) -> {
					for (int i = 0; i < n; i++)
						sum[at + i] += values[neighbour + i];
					for (int i = 0; i < n; i++)
						count[at + i]++;
				});
		for (int i = 0; i < sum.length; i++)
			sum[i] /= count[i];
		return sum;
	}
}
