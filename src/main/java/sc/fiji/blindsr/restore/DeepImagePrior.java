package sc.fiji.blindsr.restore;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

/** Takes the image that an estimator with a deep image prior made together with the kernel (FKP, section 3.3). */
public final class DeepImagePrior implements Restorer {

	/** The name users choose it by. */
	public static final String NAME = "DIP";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public <T extends RealType<T>> Img<FloatType> restore(final RandomAccessibleInterval<T> low, final Estimate estimate,
		final int scale, final Grid grid, final Progress progress)
	{
		return estimate.image().orElseThrow(() -> new IllegalArgumentException("restorer: DIP is the image that an" +
			" estimator with an image network makes together with the kernel; choose the estimator DIP-FKP, or another" +
			" restorer."));
	}
}
