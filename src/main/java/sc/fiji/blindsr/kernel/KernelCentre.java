package sc.fiji.blindsr.kernel;

/** Moves kernels so that their centre of mass lies where a {@link Grid} wants it: at (K − s)/2 in both axes. */
public final class KernelCentre {

	private KernelCentre() { }

	/**
	 * Moves a kernel's content by cubic-spline interpolation within its array; what leaves the array is lost, what enters
	 * is 0.
	 *
	 * @param x wanted centre of mass, column
	 * @param y wanted centre of mass, row
	 * @return the moved kernel; its sum is not brought back to what it was
	 */
	static BlurKernel moved(final BlurKernel kernel, final double x, final double y) {
		final KernelFigures now = KernelFigures.of(kernel);
		final int width = kernel.width(), height = kernel.height();
		final double[] values = kernel.values();
		final double[] row = new double[width], column = new double[height];
		for (int j = 0; j < height; j++) {
			System.arraycopy(values, j * width, row, 0, width);
			System.arraycopy(shifted(row, x - now.centreX()), 0, values, j * width, width);
		}
		for (int i = 0; i < width; i++) {
			for (int j = 0; j < height; j++)
				column[j] = values[j * width + i];
			final double[] moved = shifted(column, y - now.centreY());
			for (int j = 0; j < height; j++)
				values[j * width + i] = moved[j];
		}
		return new BlurKernel(width, height, values);
	}

	private static double[] shifted(final double[] line, final double shift) {
		final CubicSpline spline = new CubicSpline(line);
		final double[] moved = new double[line.length];
		for (int i = 0; i < moved.length; i++) {
			final double position = i - shift;
			moved[i] = position < 0 || position > line.length - 1 ? 0 : spline.at(position);
		}
		return moved;
	}
}
