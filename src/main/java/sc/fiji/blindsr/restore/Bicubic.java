package sc.fiji.blindsr.restore;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.kernel.CubicSpline;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

/**
 * Enlarges by the interpolating cubic spline, at the positions of the grid in use. It does not look at the kernel: the
 * baseline that every restorer must beat.
 */
public final class Bicubic implements Restorer {

	/** The name users choose it by. */
	public static final String NAME = "Bicubic";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public <T extends RealType<T>> Img<FloatType> restore(final RandomAccessibleInterval<T> low, final Estimate estimate,
		final int scale, final Grid grid, final Progress progress)
	{
		return enlarge(low, scale, grid, progress);
	}

	/** Enlarges an X×Y×C image to sX×sY×C. */
	public static <T extends RealType<T>> Img<FloatType> enlarge(final RandomAccessibleInterval<T> low, final int scale,
		final Grid grid, final Progress progress)
	{
		final int width = (int) low.dimension(0), height = (int) low.dimension(1), channels = (int) low.dimension(2);
		final int wide = scale * width, high = scale * height;
		final float[] out = new float[wide * high * channels];
		final Cursor<T> cursor = Views.flatIterable(low).cursor();
		for (int c = 0; c < channels; c++) {
			final double[][] columns = new double[wide][height];
			final double[] row = new double[width];
			for (int y = 0; y < height; y++) {
				progress.update(NAME, (c * 2 * height + y) / 2, channels * height);
				for (int x = 0; x < width; x++)
					row[x] = cursor.next().getRealDouble();
				final CubicSpline spline = new CubicSpline(row);
				for (int x = 0; x < wide; x++)
					columns[x][y] = spline.at((x - grid.offset(scale)) / scale);
			}
			for (int x = 0; x < wide; x++) {
				progress.update(NAME, (int) ((c + (1 + (double) x / wide) / 2) * height), channels * height);
				final CubicSpline spline = new CubicSpline(columns[x]);
				for (int y = 0; y < high; y++)
					out[(c * high + y) * wide + x] = (float) spline.at((y - grid.offset(scale)) / scale);
			}
		}
		return ArrayImgs.floats(out, wide, high, channels);
	}
}
