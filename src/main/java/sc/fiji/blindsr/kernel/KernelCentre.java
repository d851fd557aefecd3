package sc.fiji.blindsr.kernel;

/** Moves kernels so that their centre of mass lies where a {@link Grid} wants it: at (K − s)/2 in both axes. */
public final class KernelCentre {

	private KernelCentre() { }

	/**
	 * Moves a kernel's content by cubic-spline interpolation within its array; what leaves the array is lost.
	 *
	 * @param x wanted centre of mass, column
	 * @param y wanted centre of mass, row
	 * @return the moved kernel; its sum is not brought back to what it was
	 */
	static BlurKernel moved(final BlurKernel kernel, final double x, final double y) {
		final KernelFigures now = KernelFigures.of(kernel);
		return new BlurKernel(kernel.width(), kernel.height(), CubicSplineShift.shift(kernel.values(), kernel.width(),
			kernel.height(), x - now.centreX(), y - now.centreY()));
	}
}
