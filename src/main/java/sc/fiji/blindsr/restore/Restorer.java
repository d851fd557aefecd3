package sc.fiji.blindsr.restore;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

/** Makes a sharp image on a grid finer by the scale factor. */
public interface Restorer {

	/** The name users choose it by. */
	String name();

	/**
	 * Restores one image.
	 *
	 * @param low the low-resolution image, X×Y×C, grey levels in about [0,1]
	 * @param estimate the kernel, and the image that came with it, if any
	 * @param scale the scale factor s
	 * @param grid where low-resolution pixels lie on the high-resolution grid
	 * @param progress told of every step
	 * @return the high-resolution image, sX×sY×C
	 * @throws IllegalArgumentException if this method cannot work from this estimate
	 */
	<T extends RealType<T>> Img<FloatType> restore(RandomAccessibleInterval<T> low, Estimate estimate, int scale,
		Grid grid, Progress progress);
}
