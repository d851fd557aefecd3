package sc.fiji.blindsr.kernel;

/**
 * Moves a kernel by a fraction of a pixel with cubic B-splines (Unser, "Splines: a perfect fit for signal and image
 * processing", IEEE SPM 1999): the interpolating spline's coefficients by recursive filtering with mirrored ends, then
 * its values at the shifted positions; positions outside the array give 0.
 */
final class CubicSplineShift {

	private static final double POLE = Math.sqrt(3) - 2;

	private CubicSplineShift() { }

	/**
	 * Shifts the content of an array.
	 *
	 * @param values width × height values, row by row; left as they are
	 * @param dx shift towards larger columns, in pixels
	 * @param dy shift towards larger rows, in pixels
	 * @return the shifted values
	 */
	static double[] shift(final double[] values, final int width, final int height, final double dx, final double dy) {
		return alongColumns(alongRows(values, width, height, dx), width, height, dy);
	}

	private static double[] alongRows(final double[] values, final int width, final int height, final double shift) {
		final double[] out = new double[values.length];
		final double[] line = new double[width], moved = new double[width];
		for (int y = 0; y < height; y++) {
			System.arraycopy(values, y * width, line, 0, width);
			shiftLine(line, moved, shift);
			System.arraycopy(moved, 0, out, y * width, width);
		}
		return out;
	}

	private static double[] alongColumns(final double[] values, final int width, final int height, final double shift) {
		final double[] out = new double[values.length];
		final double[] line = new double[height], moved = new double[height];
		for (int x = 0; x < width; x++) {
			for (int y = 0; y < height; y++)
				line[y] = values[y * width + x];
			shiftLine(line, moved, shift);
			for (int y = 0; y < height; y++)
				out[y * width + x] = moved[y];
		}
		return out;
	}

	/** Moves one line; its content is overwritten by the spline's coefficients. */
	private static void shiftLine(final double[] line, final double[] moved, final double shift) {
		final int n = line.length;
		if (n > 1) toCoefficients(line);
		// All positions i − shift have the same fraction, hence the same four weights.
		final int whole = (int) Math.floor(-shift);
		final double t = -shift - whole;
		final double w0 = (1 - t) * (1 - t) * (1 - t) / 6, w1 = 2.0 / 3 - t * t * (2 - t) / 2, w3 = t * t * t / 6;
		final double w2 = 1 - w0 - w1 - w3;
		for (int i = 0; i < n; i++) {
			final double position = i - shift;
			if (position < 0 || position > n - 1) {
				moved[i] = 0;
				continue;
			}
			final int j = i + whole;
			moved[i] = n == 1 ? line[0] : w0 * line[mirror(j - 1, n)] + w1 * line[mirror(j, n)] + w2 * line[mirror(j + 1,
				n)] + w3 * line[mirror(j + 2, n)];
		}
	}

	private static void toCoefficients(final double[] c) {
		final int n = c.length;
		final double gain = (1 - POLE) * (1 - 1 / POLE);
		for (int i = 0; i < n; i++)
			c[i] *= gain;
		// Start of the causal filter: the sum over the mirrored, hence periodic, signal, by Horner's rule there and back.
		double back = 0;
		for (int i = 1; i < n - 1; i++)
			back = POLE * (back + c[i]);
		double there = c[n - 1];
		for (int i = n - 2; i >= 0; i--)
			there = c[i] + POLE * there;
		final double period = Math.pow(POLE, 2.0 * (n - 1));
		c[0] = (there + Math.pow(POLE, n - 1) * back) / (1 - period);
		for (int i = 1; i < n; i++)
			c[i] += POLE * c[i - 1];
		c[n - 1] = POLE / (POLE * POLE - 1) * (c[n - 1] + POLE * c[n - 2]);
		for (int i = n - 2; i >= 0; i--)
			c[i] = POLE * (c[i + 1] - c[i]);
	}

	private static int mirror(final int i, final int n) {
		final int period = 2 * (n - 1);
		final int j = Math.floorMod(i, period);
		return j < n ? j : period - j;
	}
}
