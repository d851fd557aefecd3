package sc.fiji.blindsr.posterior;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The operator A of the sampling model without boundaries: y = A x, where y[n, m] = Σ k[i, j] · x[s·n + i, s·m + j], the
 * valid cross-correlation at stride s; and its transpose. Images are held as {@link Polyphase} says.
 * <p>
 * K² multiply-adds for each low-resolution pixel in either direction. The Java compiler makes vector instructions only of
 * loops that go through all their arrays at the same index. So the result is made in parts of some rows and columns; for
 * each, what a tap meets is copied to the beginning of an array, and {@link #addProducts} runs along these. A copy serves
 * many taps: those of all kernel rows that lie s apart, or, for the transpose, those of all phases.
 */
public final class BlurSampling {

	/** Rows and columns of a part: its copies stay in a core's own cache. */
	private static final int ROWS = 16, COLUMNS = 128;
	/** Products added in one loop; of six and more the compiler makes no vector instructions. */
	private static final int TOGETHER = 4;
	/** From this many parts on they are shared out to all cores. */
	private static final int MANY = 32;

	private final Polyphase patch;
	private final float[] kernel;
	/** Largest number of kernel rows (or columns) that meet a phase. */
	private final int taps;

	/** @param kernel K×K weights, row by row, to be correlated */
	public BlurSampling(final Polyphase patch, final double[] kernel) {
		this.patch = patch;
		this.kernel = new float[kernel.length];
		for (int i = 0; i < kernel.length; i++)
			this.kernel[i] = (float) kernel[i];
		taps = patch.taps(0);
	}

	/** y = A x. */
	public void apply(final float[] x, final float[] y) {
		forParts(patch.lowWidth(), patch.lowHeight(), part -> apply(x, y, part));
	}

	private void apply(final float[] x, final float[] y, final Part part) {
		final int s = patch.scale(), columns = part.columns, count = part.rows * columns;
		final float[][] copies = new float[s * taps][(part.rows + taps - 1) * columns];
		final float[] sum = new float[copies[0].length], moved = new float[count], out = new float[count];
		final float[] weights = new float[copies.length];
		for (int r = 0; r < s; r++) {
			for (int c = 0; c < s; c++)
				for (int t = 0; t < patch.taps(c); t++)
					copy(x, patch.start(r, c) + part.row * patch.width() + part.column + t, part.rows + patch.taps(r) - 1, columns,
						copies[c * taps + t]);
			for (int a = 0; a < patch.taps(r); a++) {
				for (int c = 0; c < s; c++)
					for (int t = 0; t < taps; t++)
						weights[c * taps + t] = weight(a * s + r, c + t * s);
				Arrays.fill(sum, a * columns, a * columns + count, 0);
				addProducts(copies, weights, sum, a * columns, a * columns + count);
				System.arraycopy(sum, a * columns, moved, 0, count);
				for (int i = 0; i < count; i++)
					out[i] += moved[i];
			}
		}
		for (int n = 0; n < part.rows; n++)
			System.arraycopy(out, n * columns, y, patch.lowStart(part.row + n) + part.column, columns);
	}

	/** x = Aᵀ y. */
	public void applyTransposed(final float[] y, final float[] x) {
		forParts(patch.width(), patch.height(), part -> applyTransposed(y, x, part));
	}

	private void applyTransposed(final float[] y, final float[] x, final Part part) {
		final int s = patch.scale(), columns = part.columns, count = part.rows * columns;
		final float[][] copies = new float[taps * taps][count];
		final float[] weights = new float[copies.length], out = new float[count];
		for (int a = 0; a < taps; a++)
			for (int t = 0; t < taps; t++)
				copy(y, patch.lowStart(part.row - a) + part.column - t, part.rows, columns, copies[a * taps + t]);
		for (int r = 0; r < s; r++)
			for (int c = 0; c < s; c++) {
				for (int a = 0; a < taps; a++)
					for (int t = 0; t < taps; t++)
						weights[a * taps + t] = weight(a * s + r, c + t * s);
				Arrays.fill(out, 0);
				addProducts(copies, weights, out, 0, count);
				for (int v = 0; v < part.rows; v++)
					System.arraycopy(out, v * columns, x, patch.start(r, c) + (part.row + v) * patch.width() + part.column,
						columns);
			}
	}

	/** The kernel's weight, 0 outside it. */
	private float weight(final int row, final int column) {
		return row < patch.size() && column < patch.size() ? kernel[row * patch.size() + column] : 0;
	}

	/** Copies rows of an image together. */
	private void copy(final float[] image, final int from, final int rows, final int columns, final float[] copy) {
		for (int v = 0; v < rows; v++)
			System.arraycopy(image, from + v * patch.width(), copy, v * columns, columns);
	}

	/** sum += Σ_j weights[j] · terms[j], from one index to another; terms of weight 0 are passed over. */
	private static void addProducts(final float[][] terms, final float[] weights, final float[] sum, final int from,
		final int to)
	{
		final float[][] v = new float[TOGETHER][];
		final float[] w = new float[TOGETHER];
		int n = 0;
		for (int j = 0; j < terms.length; j++) {
			if (weights[j] == 0) continue;
			v[n] = terms[j];
			w[n++] = weights[j];
			if (n < TOGETHER) continue;
			addFour(v[0], v[1], v[2], v[3], w[0], w[1], w[2], w[3], sum, from, to);
			n = 0;
		}
		for (int j = 0; j < n; j++)
			addOne(v[j], w[j], sum, from, to);
	}

	private static void addFour(final float[] a, final float[] b, final float[] c, final float[] d, final float wa,
		final float wb, final float wc, final float wd, final float[] sum, final int from, final int to)
	{
		for (int i = from; i < to; i++)
			sum[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
	}

	private static void addOne(final float[] a, final float wa, final float[] sum, final int from, final int to) {
		for (int i = from; i < to; i++)
			sum[i] += wa * a[i];
	}

	/** Some rows and columns of a result. */
	private record Part(int row, int column, int rows, int columns) {
	}

	private interface Work {

		void on(Part part);
	}

	private static void forParts(final int width, final int height, final Work work) {
		final int across = (width + COLUMNS - 1) / COLUMNS, down = (height + ROWS - 1) / ROWS;
		final IntStream parts = IntStream.range(0, across * down);
		// Parts of about the same size: none much narrower than the others.
		(across * down < MANY ? parts : parts.parallel()).forEach(i -> {
			final int row = i / across * height / down, column = i % across * width / across;
			work.on(new Part(row, column, (i / across + 1) * height / down - row, (i % across + 1) * width / across -
				column));
		});
	}
}
