package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The kernel's part of the variational bound: q(k) = kᵀRk − 2bᵀk + yᵀy, the expected square of y − A_k x. R is the mean of
 * U(x)U(x)ᵀ and b = U(μ)y, U(x) being the K²×(hw) matrix of the patches under each low-resolution pixel. Several crops,
 * channels or frames simply add theirs.
 * <p>
 * An entry of R is a sum over a window of the product of two phases, shifted against each other. Entries with the same
 * phases and shift share that product, and their windows differ by few rows and columns; so about 2K²·s²·(hw) multiply-adds
 * give all of R instead of K⁴/2·(hw).
 */
final class KernelQuadratic {

	private final Polyphase patch;
	private final int width;
	private final int height;
	private final int size;
	private final double[][] matrix;
	private final double[] vector;
	private double constant;

	KernelQuadratic(final Polyphase patch, final int width, final int height, final int size) {
		this.patch = patch;
		this.width = width;
		this.height = height;
		this.size = size;
		matrix = new double[size * size][size * size];
		vector = new double[size * size];
	}

	/** Adds weight · U(x)U(x)ᵀ to R. */
	void addCorrelations(final float[] x, final double weight) {
		final int s = patch.scale(), phases = s * s;
		IntStream.range(0, phases * phases).parallel().filter(i -> i / phases <= i % phases).forEach(
			i -> addPhases(x, weight, i / phases, i % phases));
	}

	private void addPhases(final float[] x, final double weight, final int first, final int second) {
		final int s = patch.scale();
		final int r = first / s, c = first % s, r2 = second / s, c2 = second % s;
		final int rows = patch.taps(size, r), columns = patch.taps(size, c);
		final int rows2 = patch.taps(size, r2), columns2 = patch.taps(size, c2);
		final float[] sums = new float[patch.width()];
		final int pw = patch.width();
		for (int da = 1 - rows; da < rows2; da++)
			for (int db = 1 - columns; db < columns2; db++) {
				// Of a phase with itself, shifts d and −d give the same.
				if (first == second && (da < 0 || da == 0 && db < 0)) continue;
				final int b0 = Math.max(0, -db), b1 = Math.min(columns, columns2 - db), count = width + b1 - b0 - 1;
				final int a0 = Math.max(0, -da), a1 = Math.min(rows, rows2 - da);
				final int from = patch.start(r, c) + b0, from2 = patch.start(r2, c2) + b0 + db + da * pw;
				Arrays.fill(sums, 0);
				for (int u = a0; u < a0 + height; u++)
					addProducts(x, from + u * pw, from2 + u * pw, sums, count);
				for (int a = a0; a < a1; a++) {
					if (a > a0) slide(x, from + (a - 1) * pw, from2 + (a - 1) * pw, height * pw, sums, count);
					double sum = 0;
					for (int v = 0; v < width; v++)
						sum += sums[v];
					for (int b = b0; b < b1; b++) {
						if (b > b0) sum += sums[b - b0 - 1 + width] - sums[b - b0 - 1];
						final int i = (r + a * s) * size + c + b * s, j = (r2 + (a + da) * s) * size + c2 + (b + db) * s;
						matrix[i][j] += weight * sum;
						if (i != j) matrix[j][i] += weight * sum;
					}
				}
			}
	}

	private static void addProducts(final float[] x, final int i, final int j, final float[] sums, final int count) {
		for (int v = 0; v < count; v++)
			sums[v] += x[i + v] * x[j + v];
	}

	private static void slide(final float[] x, final int i, final int j, final int ahead, final float[] sums,
		final int count)
	{
		for (int v = 0; v < count; v++)
			sums[v] += x[i + ahead + v] * x[j + ahead + v] - x[i + v] * x[j + v];
	}

	/** Adds U(x)y to b and yᵀy to the constant. */
	void addData(final float[] x, final float[] y) {
		final int pw = patch.width();
		for (int i = 0; i < size; i++)
			for (int j = 0; j < size; j++) {
				final int from = patch.index(i, j);
				double sum = 0;
				for (int n = 0; n < height; n++) {
					float row = 0;
					for (int m = 0; m < width; m++)
						row += x[from + n * pw + m] * y[n * width + m];
					sum += row;
				}
				vector[i * size + j] += sum;
			}
		for (final float v : y)
			constant += v * v;
	}

	/** q(k), and its gradient 2(Rk − b). */
	double value(final double[] kernel, final double[] gradient) {
		double value = constant;
		for (int i = 0; i < kernel.length; i++) {
			final double[] row = matrix[i];
			double sum = 0;
			for (int j = 0; j < kernel.length; j++)
				sum += row[j] * kernel[j];
			gradient[i] = 2 * (sum - vector[i]);
			value += kernel[i] * (sum - 2 * vector[i]);
		}
		return value;
	}
}
