package sc.fiji.blindsr.estimate;

import java.util.Arrays;

/**
 * The operator A of the sampling model without boundaries: y = A x, where y[n, m] = Σ k[i, j] · x[s·n + i, s·m + j], the
 * valid cross-correlation at stride s; and its transpose. The patch x is held as {@link Polyphase}.
 * <p>
 * K² multiply-adds for each low-resolution pixel in either direction. Each row of the kernel meets a phase in ⌈K/s⌉ or
 * fewer taps side by side, which one loop applies at once, so that a value of the result is loaded and stored once for
 * five or six multiply-adds.
 */
final class BlurSampling {

	private final Polyphase patch;
	private final int width;
	private final int height;
	private final int size;
	/** How many low-resolution pixels beyond its own place a tap reaches. */
	private final int reach;
	/** Taps for each kernel row and column phase, as the product meets them, and for the transpose in reverse order. */
	private final float[][][] taps;
	private final float[][][] reversed;

	/**
	 * @param kernel K×K weights, row by row, to be correlated
	 * @param width number w of low-resolution columns
	 * @param height number h of low-resolution rows
	 */
	BlurSampling(final Polyphase patch, final double[] kernel, final int width, final int height) {
		this.patch = patch;
		this.width = width;
		this.height = height;
		size = (int) Math.round(Math.sqrt(kernel.length));
		final int s = patch.scale();
		reach = patch.width() - width;
		taps = new float[size][s][];
		reversed = new float[size][s][];
		for (int i = 0; i < size; i++)
			for (int c = 0; c < s; c++) {
				final int count = patch.taps(size, c);
				taps[i][c] = new float[count];
				reversed[i][c] = new float[count];
				for (int t = 0; t < count; t++)
					taps[i][c][t] = reversed[i][c][count - 1 - t] = (float) kernel[i * size + c + t * s];
			}
	}

	/** y = A x, w·h values. */
	void apply(final float[] x, final float[] y) {
		final int s = patch.scale();
		for (int n = 0; n < height; n++) {
			Arrays.fill(y, n * width, (n + 1) * width, 0);
			for (int i = 0; i < size; i++)
				for (int c = 0; c < s; c++)
					addCorrelation(x, patch.start(i % s, c) + (n + i / s) * patch.width(), taps[i][c], y, n * width, width);
		}
	}

	/**
	 * x = Aᵀ y.
	 *
	 * @param scratch from {@link #scratch}, one for each thread
	 */
	void applyTransposed(final float[] y, final float[] scratch, final float[] x) {
		final int s = patch.scale(), stride = width + 2 * reach;
		for (int n = 0; n < height; n++)
			System.arraycopy(y, n * width, scratch, (n + reach) * stride + reach, width);
		Arrays.fill(x, 0);
		for (int r = 0; r < s; r++)
			for (int c = 0; c < s; c++)
				for (int v = 0; v < patch.height(); v++)
					for (int i = r; i < size; i += s) {
						final float[] row = reversed[i][c];
						addCorrelation(scratch, (reach + v - i / s) * stride + reach - row.length + 1, row, x, patch.start(r, c) + v *
							patch.width(), patch.width());
					}
	}

	/** Room for y with a margin of zeros. */
	float[] scratch() {
		return new float[(width + 2 * reach) * (height + 2 * reach)];
	}

	/** out[o + x] += Σ_t taps[t] · in[i + x + t] for x = 0…n − 1. */
	private static void addCorrelation(final float[] in, final int i, final float[] taps, final float[] out, final int o,
		final int n)
	{
		for (int t = 0; t < taps.length;) {
			final int left = taps.length - t;
			if (left == 6) six(in, i + t, taps, t, out, o, n);
			else if (left >= 5) five(in, i + t, taps, t, out, o, n);
			else if (left == 4) four(in, i + t, taps, t, out, o, n);
			else one(in, i + t, taps[t], out, o, n);
			t += left == 6 ? 6 : left >= 5 ? 5 : left == 4 ? 4 : 1;
		}
	}

	private static void six(final float[] in, final int i, final float[] taps, final int t, final float[] out, final int o,
		final int n)
	{
		final float a = taps[t], b = taps[t + 1], c = taps[t + 2], d = taps[t + 3], e = taps[t + 4], f = taps[t + 5];
		for (int x = 0; x < n; x++)
			out[o + x] += a * in[i + x] + b * in[i + x + 1] + c * in[i + x + 2] + d * in[i + x + 3] + e * in[i + x + 4] + f *
				in[i + x + 5];
	}

	private static void five(final float[] in, final int i, final float[] taps, final int t, final float[] out,
		final int o, final int n)
	{
		final float a = taps[t], b = taps[t + 1], c = taps[t + 2], d = taps[t + 3], e = taps[t + 4];
		for (int x = 0; x < n; x++)
			out[o + x] += a * in[i + x] + b * in[i + x + 1] + c * in[i + x + 2] + d * in[i + x + 3] + e * in[i + x + 4];
	}

	private static void four(final float[] in, final int i, final float[] taps, final int t, final float[] out,
		final int o, final int n)
	{
		final float a = taps[t], b = taps[t + 1], c = taps[t + 2], d = taps[t + 3];
		for (int x = 0; x < n; x++)
			out[o + x] += a * in[i + x] + b * in[i + x + 1] + c * in[i + x + 2] + d * in[i + x + 3];
	}

	private static void one(final float[] in, final int i, final float a, final float[] out, final int o, final int n) {
		for (int x = 0; x < n; x++)
			out[o + x] += a * in[i + x];
	}
}
