package sc.fiji.blindsr.posterior;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A sparse prior of images: differences of a pixel to its right, lower, lower right and lower left neighbours are zero-mean
 * Gaussians, each of a precision w of its own, Σ_f Fᵀ W_f F in all. Where the precisions come from is the caller's affair.
 * <p>
 * A difference is kept at its first pixel. Where a pixel has no neighbour the precision is 0; then it does no harm that the
 * loops, which run along whole phases, meet a pixel of another row there.
 */
public final class SparseGradients {

	/** (dx, dy) of the four differences. */
	private static final int[][] NEIGHBOURS = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 } };

	/** Number of differences of a pixel. */
	public static final int DIFFERENCES = NEIGHBOURS.length;

	/** Gives a precision for a difference. */
	public interface Precision {

		/**
		 * The precisions of a row of differences.
		 *
		 * @param differences t = (f ⋆ x), overwritten by the precisions
		 * @param at index of the first in arrays of the patch's length
		 * @param f number of the difference
		 */
		void of(float[] differences, int at, int f);
	}

	private final Polyphase patch;
	/** Precision of each difference, at its first pixel. */
	private final float[][] precisions;
	/** The same at its second pixel. */
	private final float[][] precisionsBefore;
	/** Sum of the precisions of all differences that a pixel is part of. */
	private final float[] diagonal;

	/** All precisions are 0. */
	public SparseGradients(final Polyphase patch) {
		this.patch = patch;
		precisions = new float[DIFFERENCES][patch.length()];
		precisionsBefore = new float[DIFFERENCES][patch.length()];
		diagonal = new float[patch.length()];
	}

	/**
	 * Sets the precisions from an image.
	 *
	 * @param image the patch
	 * @param precision asked row by row
	 */
	public void update(final float[] image, final Precision precision) {
		for (int f = 0; f < DIFFERENCES; f++) {
			final float[] w = precisions[f];
			final int number = f;
			forRows(f, (at, step, count) -> {
				final float[] t = new float[count];
				for (int i = 0; i < count; i++)
					t[i] = image[at + step + i] - image[at + i];
				precision.of(t, at, number);
				System.arraycopy(t, 0, w, at, count);
			});
			neighbours(w, f, -1, precisionsBefore[f]);
		}
		Arrays.fill(diagonal, 0);
		for (int f = 0; f < DIFFERENCES; f++)
			for (int i = 0; i < diagonal.length; i++)
				diagonal[i] += precisions[f][i] + precisionsBefore[f][i];
	}

	/** Adds Σ_f Fᵀ W_f F x to a result: each pixel's weights times its differences to its eight neighbours. */
	public void addProduct(final float[] x, final float[] result) {
		for (int i = 0; i < x.length; i++)
			result[i] += diagonal[i] * x[i];
		final float[] after = new float[x.length], before = new float[x.length];
		for (int f = 0; f < DIFFERENCES; f++) {
			neighbours(x, f, 1, after);
			neighbours(x, f, -1, before);
			subtractProducts(precisions[f], after, precisionsBefore[f], before, result);
		}
	}

	private static void subtractProducts(final float[] v, final float[] a, final float[] w, final float[] b,
		final float[] result)
	{
		for (int i = 0; i < result.length; i++)
			result[i] -= v[i] * a[i] + w[i] * b[i];
	}

	/** For each pixel, the value of the neighbour that difference f joins it with, or that on the other side. */
	private void neighbours(final float[] values, final int f, final int side, final float[] result) {
		final int s = patch.scale();
		for (int r = 0; r < s; r++)
			for (int c = 0; c < s; c++)
				System.arraycopy(values, patch.start(r, c) + patch.step(r, c, side * NEIGHBOURS[f][0], side *
					NEIGHBOURS[f][1]), result, patch.start(r, c), patch.phaseSize());
	}

	/** The diagonal of Σ_f Fᵀ W_f F, not to be changed. */
	float[] diagonal() {
		return diagonal;
	}

	/** Adds Σ_f Fᵀ W_f^½ η_f with η standard normal: the prior's part of a sample's perturbed right-hand side. */
	void addPerturbation(final RandomGenerator noise, final float[] result) {
		for (int f = 0; f < DIFFERENCES; f++) {
			final float[] w = precisions[f];
			forRows(f, (at, step, count) -> {
				for (int i = 0; i < count; i++) {
					final float push = (float) (Math.sqrt(w[at + i]) * noise.nextGaussian());
					result[at + i] -= push;
					result[at + step + i] += push;
				}
			});
		}
	}

	/** Adds the squared differences of an image, by neighbour and pixel. */
	public void addSquares(final float[] image, final float weight, final float[][] squares) {
		for (int f = 0; f < DIFFERENCES; f++) {
			final float[] sums = squares[f];
			forRows(f, (at, step, count) -> {
				for (int i = 0; i < count; i++) {
					final float t = image[at + step + i] - image[at + i];
					sums[at + i] += weight * t * t;
				}
			});
		}
	}

	/** Mean over the 3×3 neighbours that there are. */
	public float[] boxMean(final float[] values) {
		final float[] across = sumOfThree(values, 1, 0), sum = sumOfThree(across, 0, 1);
		final float[] ones = new float[values.length];
		forRows(0, 0, (at, step, count) -> Arrays.fill(ones, at, at + count, 1));
		final float[] count = sumOfThree(sumOfThree(ones, 1, 0), 0, 1);
		for (int i = 0; i < sum.length; i++)
			sum[i] /= Math.max(1, count[i]);
		return sum;
	}

	/** Each pixel with its neighbours (dx, dy) and (−dx, −dy). */
	private float[] sumOfThree(final float[] values, final int dx, final int dy) {
		final float[] sum = values.clone();
		forRows(dx, dy, (at, step, count) -> {
			for (int i = 0; i < count; i++)
				sum[at + i] += values[at + step + i];
			for (int i = 0; i < count; i++)
				sum[at + step + i] += values[at + i];
		});
		return sum;
	}

	/** Goes through all pixels that have the neighbour of difference f. */
	private void forRows(final int f, final Rows rows) {
		forRows(NEIGHBOURS[f][0], NEIGHBOURS[f][1], rows);
	}

	private interface Rows {

		/**
		 * @param at index of the first pixel
		 * @param step how far away its neighbour is
		 * @param count number of pixels in the row
		 */
		void row(int at, int step, int count);
	}

	/** Goes through all pixels p for which p + (dx, dy) is in the patch too, row by row of each phase. */
	private void forRows(final int dx, final int dy, final Rows rows) {
		final int s = patch.scale();
		for (int r = 0; r < s; r++)
			for (int c = 0; c < s; c++) {
				final int right = Math.floorDiv(c + dx, s), down = Math.floorDiv(r + dy, s);
				final int left = Math.max(0, -right), count = patch.width() - Math.abs(right);
				for (int v = Math.max(0, -down); v < patch.height() - Math.max(0, down); v++)
					rows.row(patch.start(r, c) + v * patch.width() + left, patch.step(r, c, dx, dy), count);
			}
	}
}
