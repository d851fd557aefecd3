package sc.fiji.blindsr.posterior;

/** The inner product of vectors. */
public final class Vectors {

	/** So many products are added in single precision. */
	private static final int BLOCK = 4096;

	private Vectors() { }

	/** Σ a·b. */
	static double dot(final float[] a, final float[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i += BLOCK)
			sum += dot(a, i, b, i, Math.min(BLOCK, a.length - i));
		return sum;
	}

	/**
	 * Σ a[i + k]·b[j + k] for k = 0…n − 1, in single precision: for n up to some thousands. In four sums, which keep the
	 * processor busier than one.
	 */
	public static double dot(final float[] a, final int i, final float[] b, final int j, final int n) {
		float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
		int k = 0;
		for (; k + 4 <= n; k += 4) {
			s0 += a[i + k] * b[j + k];
			s1 += a[i + k + 1] * b[j + k + 1];
			s2 += a[i + k + 2] * b[j + k + 2];
			s3 += a[i + k + 3] * b[j + k + 3];
		}
		for (; k < n; k++)
			s0 += a[i + k] * b[j + k];
		return (double) s0 + s1 + s2 + s3;
	}
}
