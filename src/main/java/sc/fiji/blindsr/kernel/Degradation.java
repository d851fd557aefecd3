package sc.fiji.blindsr.kernel;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * The image formation y = (x blurred with k)↓s of Liang et al. (CVPR 2021), equation 1, without noise: blur with circular
 * boundaries, then keep every s-th row and column. Both {@linkplain Grid grids}.
 */
public final class Degradation {

	private final BlurKernel correlation;
	private final int scale;
	private final int firstX;
	private final int firstY;

	/**
	 * @param kernel the kernel array k
	 * @param scale the scale factor s
	 * @param grid says whether k is convolved or correlated
	 */
	public Degradation(final BlurKernel kernel, final int scale, final Grid grid) {
		this.correlation = grid == Grid.CENTRED ? kernel.turned() : kernel;
		this.scale = scale;
		// The array's origin on the HR grid for LR pixel 0: ⌊K/2⌋ to the left and above, as the paper's padding has it.
		// Turning k mirrors its array about (K − 1)/2, which for odd K is ⌊K/2⌋ again; an even K loses one there.
		this.firstX = -(kernel.width() / 2) + (grid == Grid.CENTRED && kernel.width() % 2 == 0 ? 1 : 0);
		this.firstY = -(kernel.height() / 2) + (grid == Grid.CENTRED && kernel.height() % 2 == 0 ? 1 : 0);
	}

	/**
	 * Blurs and down-samples an image.
	 *
	 * @param high the high-resolution image, X×Y×C
	 * @return the low-resolution image, ⌊X/s⌋×⌊Y/s⌋×C; the high-resolution image is first cut at the right and the bottom
	 *         to multiples of s
	 */
	public <T extends RealType<T>> ArrayImg<FloatType, FloatArray> apply(final RandomAccessibleInterval<T> high) {
		final int lowWidth = (int) high.dimension(0) / scale, lowHeight = (int) high.dimension(1) / scale;
		final int width = lowWidth * scale, height = lowHeight * scale, channels = (int) high.dimension(2);
		final int k = correlation.width(), l = correlation.height();
		final double[] weights = correlation.values();
		final float[] low = new float[lowWidth * lowHeight * channels];
		final double[] plane = new double[width * height];
		int out = 0;
		for (int c = 0; c < channels; c++) {
			read(Views.interval(Views.hyperSlice(high, 2, c + high.min(2)), new long[] { high.min(0), high.min(1) },
				new long[] { high.min(0) + width - 1, high.min(1) + height - 1 }), plane);
			for (int y = 0; y < lowHeight; y++)
				for (int x = 0; x < lowWidth; x++) {
					double sum = 0;
					for (int j = 0; j < l; j++) {
						final int row = Math.floorMod(y * scale + firstY + j, height) * width;
						final int left = x * scale + firstX;
						for (int i = 0; i < k; i++)
							sum += weights[j * k + i] * plane[row + Math.floorMod(left + i, width)];
					}
					low[out++] = (float) sum;
				}
		}
		return ArrayImgs.floats(low, lowWidth, lowHeight, channels);
	}

	private static <T extends RealType<T>> void read(final RandomAccessibleInterval<T> image, final double[] values) {
		int i = 0;
		for (final Cursor<T> c = Views.flatIterable(image).cursor(); c.hasNext();)
			values[i++] = c.next().getRealDouble();
	}
}
