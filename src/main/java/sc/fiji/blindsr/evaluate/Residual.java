package sc.fiji.blindsr.evaluate;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ConstantUtils;
import net.imglib2.view.IntervalView;
import net.imglib2.view.Views;
import sc.fiji.blindsr.field.VaryingKernel;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

/**
 * The evidence for a result: the input minus the result blurred and sampled again. A rim is left out, since nothing is
 * known where the kernel reaches beyond the image's edge.
 */
public final class Residual {

    private Residual() {}

    /** The same for an image whose pixels all count. */
    public static <T extends RealType<T>, U extends RealType<U>> double rms(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<U> high,
            final BlurKernel kernel,
            final int scale,
            final Grid grid,
            final Progress progress) {
        return rms(
                low,
                ConstantUtils.constantRandomAccessibleInterval(new FloatType(1), low),
                high,
                kernel,
                scale,
                grid,
                progress);
    }

    /**
     * Root mean square of the residual.
     *
     * @param low the input, X×Y×C
     * @param weights X×Y×C; only pixels with a weight above 0 count
     * @param high the result, sX×sY×C, in the same grey levels
     * @return the residual in the same grey levels; NaN if the image is all rim
     */
    public static <T extends RealType<T>, U extends RealType<U>> double rms(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RandomAccessibleInterval<U> high,
            final BlurKernel kernel,
            final int scale,
            final Grid grid,
            final Progress progress) {
        return rms(
                low,
                weights,
                new Degradation(kernel, scale, grid).apply(high, progress),
                Math.max(kernel.width(), kernel.height()),
                scale);
    }

    /** The same with a blur that changes over the field. */
    public static <T extends RealType<T>, U extends RealType<U>> double rms(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RandomAccessibleInterval<U> high,
            final VaryingKernel kernel,
            final int scale,
            final Progress progress) {
        return rms(low, weights, kernel.degraded(high, scale, progress), kernel.size(), scale);
    }

    private static <T extends RealType<T>> double rms(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RandomAccessibleInterval<FloatType> degraded,
            final int size,
            final int scale) {
        final int rim = (size / 2 + scale - 1) / scale;
        if (low.dimension(0) <= 2 * rim || low.dimension(1) <= 2 * rim) return Double.NaN;
        final IntervalView<FloatType> again = Views.expandZero(degraded, -rim, -rim, 0);
        final RandomAccess<T> given = low.randomAccess();
        final RandomAccess<FloatType> weight = weights.randomAccess();
        double sum = 0;
        long n = 0;
        final Cursor<FloatType> cursor = Views.flatIterable(again).localizingCursor();
        while (cursor.hasNext()) {
            final double difference = cursor.next().getRealDouble()
                    - given.setPositionAndGet(cursor).getRealDouble();
            if (weight.setPositionAndGet(cursor).get() <= 0) continue;
            sum += difference * difference;
            n++;
        }
        return Math.sqrt(sum / n);
    }
}
