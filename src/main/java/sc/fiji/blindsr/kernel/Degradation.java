package sc.fiji.blindsr.kernel;

import java.util.stream.IntStream;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.progress.Progress;

/**
 * The image formation y = (x blurred with k)↓s of Liang et al. (CVPR 2021), equation 1, without noise: blur with circular
 * boundaries, then keep every s-th row and column. Both {@linkplain Grid grids}.
 */
public final class Degradation {

    /** Number of rows that are computed at a time, on all cores. */
    private static final int ROWS = 64;

    private final BlurKernel correlation;
    private final int scale;
    private final int firstX;
    private final int firstY;

    /**
     * @param kernel the kernel array k, of odd size
     * @param scale the scale factor s
     * @param grid says whether k is convolved or correlated
     */
    public Degradation(final BlurKernel kernel, final int scale, final Grid grid) {
        if (kernel.width() % 2 == 0 || kernel.height() % 2 == 0)
            throw new IllegalArgumentException(
                    "The kernel has " + kernel.width() + "×" + kernel.height() + " pixels; odd numbers are needed.");
        this.correlation = grid == Grid.CENTRED ? kernel.turned() : kernel;
        this.scale = scale;
        // The array's origin on the HR grid for LR pixel 0: ⌊K/2⌋ to the left and above, as the paper's padding has it.
        this.firstX = -(kernel.width() / 2);
        this.firstY = -(kernel.height() / 2);
    }

    /**
     * Blurs and down-samples an image.
     *
     * @param high the high-resolution image, X×Y×C
     * @param progress updated at every 64 rows
     * @return the low-resolution image, ⌊X/s⌋×⌊Y/s⌋×C; the high-resolution image is first cut at the right and the bottom
     *         to multiples of s
     */
    public <T extends RealType<T>> ArrayImg<FloatType, FloatArray> apply(
            final RandomAccessibleInterval<T> high, final Progress progress) {
        final int lowWidth = (int) high.dimension(0) / scale, lowHeight = (int) high.dimension(1) / scale;
        final int width = lowWidth * scale, height = lowHeight * scale, channels = (int) high.dimension(2);
        final float[] low = new float[lowWidth * lowHeight * channels];
        // The rows of the image that some of the result see, continued
        // periodically, so that the kernel never leaves it.
        final double[][] rows = new double[(ROWS - 1) * scale + correlation.height()][width + correlation.width() - 1];
        for (int c = 0; c < channels; c++) {
            final int plane = c * lowHeight;
            final RandomAccessibleInterval<T> image = Views.hyperSlice(high, 2, c + high.min(2));
            for (int y = 0; y < lowHeight; y += ROWS) {
                progress.update("Blurring and sampling", plane + y, channels * lowHeight);
                final int from = y, count = Math.min(ROWS, lowHeight - y);
                read(image, width, height, from * scale + firstY, rows, (count - 1) * scale + correlation.height());
                IntStream.range(0, count)
                        .parallel()
                        .forEach(v -> row(rows, v, low, (plane + from + v) * lowWidth, lowWidth));
            }
        }
        return ArrayImgs.floats(low, lowWidth, lowHeight, channels);
    }

    /** Makes a row of the result: the y-th of those that the rows are for. */
    private void row(final double[][] rows, final int y, final float[] low, final int start, final int lowWidth) {
        final int k = correlation.width(), l = correlation.height();
        final double[] weights = correlation.values(), sums = new double[lowWidth];
        for (int j = 0; j < l; j++) {
            final double[] row = rows[y * scale + j];
            for (int i = 0; i < k; i++) {
                final double weight = weights[j * k + i];
                for (int x = 0; x < lowWidth; x++) sums[x] += weight * row[x * scale + i];
            }
        }
        for (int x = 0; x < lowWidth; x++) low[start + x] = (float) sums[x];
    }

    /** Reads some of a plane's rows, from one on, so that pixel {@code firstX} comes first. */
    private <T extends RealType<T>> void read(
            final RandomAccessibleInterval<T> plane,
            final int width,
            final int height,
            final int from,
            final double[][] rows,
            final int count) {
        IntStream.range(0, count).parallel().forEach(y -> {
            final RandomAccess<T> access = plane.randomAccess();
            final long row = plane.min(1) + Math.floorMod(from + y, height);
            for (int x = 0; x < rows[y].length; x++)
                rows[y][x] = access.setPositionAndGet(plane.min(0) + Math.floorMod(x + firstX, width), row)
                        .getRealDouble();
        });
    }
}
