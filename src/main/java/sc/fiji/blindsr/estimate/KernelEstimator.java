package sc.fiji.blindsr.estimate;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.progress.Progress;

/** Finds the blur kernel of one low-resolution image. */
public interface KernelEstimator {

	/** The name users choose it by. */
	String name();

	/**
	 * The largest part of an image that this method looks at, in low-resolution pixels along each axis: the caller cuts
	 * it out. Memory and time grow with its square.
	 */
	int largestRegion();

	/**
	 * Finds the kernel.
	 *
	 * @param low the low-resolution image, X×Y×C with C = 1 or 3, grey levels in about [0,1]
	 * @param problem what is known and wished
	 * @param progress told of every iteration
	 * @return the kernel, and the image if this method makes one
	 * @throws IllegalArgumentException if the image is too small for the kernel
	 */
	<T extends RealType<T>> Estimate estimate(RandomAccessibleInterval<T> low, EstimationProblem problem,
		Progress progress);
}
