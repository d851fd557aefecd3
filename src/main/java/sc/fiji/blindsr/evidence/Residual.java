package sc.fiji.blindsr.evidence;

import java.util.Arrays;
import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ConstantUtils;
import net.imglib2.view.Views;
import sc.fiji.blindsr.field.VaryingKernel;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * What a result leaves unexplained: the input minus the result blurred and sampled again. Nothing is known at the rim, where
 * the kernel reaches beyond the image's edge, and in pixels of which the input says nothing.
 */
public final class Residual {

    private final int width;
    private final int height;
    /** X×Y×C; NaN where nothing is known. */
    private final float[] differences;

    private final float[] weights;
    private final float[] levels;

    private Residual(
            final int width, final int height, final float[] differences, final float[] weights, final float[] levels) {
        this.width = width;
        this.height = height;
        this.differences = differences;
        this.weights = weights;
        this.levels = levels;
    }

    /** That of an image whose pixels all count the same. */
    public static <T extends RealType<T>, U extends RealType<U>> Residual of(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<U> high,
            final BlurKernel kernel,
            final int scale,
            final Grid grid,
            final Progress progress) {
        return of(
                low,
                ConstantUtils.constantRandomAccessibleInterval(new FloatType(1), low),
                high,
                kernel,
                scale,
                grid,
                progress);
    }

    /**
     * Blurs, samples and compares.
     *
     * @param low the input, X×Y×C
     * @param weights X×Y×C: σ² over the variance of a pixel's noise; only pixels with a weight above 0 count
     * @param high the result, sX×sY×C, in the same grey levels
     */
    public static <T extends RealType<T>, U extends RealType<U>> Residual of(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RandomAccessibleInterval<U> high,
            final BlurKernel kernel,
            final int scale,
            final Grid grid,
            final Progress progress) {
        return of(
                low,
                weights,
                new Degradation(kernel, scale, grid).apply(high, progress),
                Math.max(kernel.width(), kernel.height()),
                scale);
    }

    /** The same with a blur that varies over the field. */
    public static <T extends RealType<T>, U extends RealType<U>> Residual of(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RandomAccessibleInterval<U> high,
            final VaryingKernel kernel,
            final int scale,
            final Progress progress) {
        return of(low, weights, kernel.degraded(high, scale, progress), kernel.size(), scale);
    }

    /** @param size width of the kernel, high-resolution pixels */
    private static <T extends RealType<T>> Residual of(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RandomAccessibleInterval<FloatType> degraded,
            final int size,
            final int scale) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final float[] differences = new float[width * height * (int) low.dimension(2)];
        Arrays.fill(differences, Float.NaN);
        final float[] known = Pixels.floats(weights);
        final int rim = (size / 2 + scale - 1) / scale;
        final RandomAccess<T> given = low.randomAccess();
        final Cursor<FloatType> again = Views.flatIterable(degraded).localizingCursor();
        for (int i = 0; again.hasNext(); i++) {
            final double value = again.next().get();
            final int x = again.getIntPosition(0), y = again.getIntPosition(1);
            if (known[i] > 0 && x >= rim && x < width - rim && y >= rim && y < height - rim)
                differences[i] = (float)
                        (given.setPositionAndGet(x + low.min(0), y + low.min(1), again.getIntPosition(2) + low.min(2))
                                        .getRealDouble()
                                - value);
        }
        return new Residual(width, height, differences, known, Pixels.floats(low));
    }

    /** Root mean square, in the grey levels of the input; NaN if nothing is known of any pixel. */
    public double rms() {
        double sum = 0;
        int n = 0;
        for (final float difference : differences)
            if (!Float.isNaN(difference)) {
                sum += (double) difference * difference;
                n++;
            }
        return Math.sqrt(sum / n);
    }

    /**
     * Root mean square of the noise of the pixels of which something is known: what is left where the result explains the image.
     *
     * @param sigma standard deviation of the noise where the weight is 1, grey levels of the input
     */
    public double noise(final double sigma) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < differences.length; i++)
            if (!Float.isNaN(differences[i])) {
                sum += sigma * sigma / weights[i];
                n++;
            }
        return Math.sqrt(sum / n);
    }

    /**
     * Each value over the standard deviation of its pixel's noise, X×Y×C; NaN where nothing is known. Where result and noise
     * are right, they are as good as normal with a standard deviation of 1 at the most: some noise is always explained.
     *
     * @param sigma standard deviation of the noise where the weight is 1, grey levels of the input, above 0
     */
    public float[] standardised(final double sigma) {
        final float[] standardised = new float[differences.length];
        for (int i = 0; i < standardised.length; i++)
            standardised[i] = (float) (differences[i] * Math.sqrt(Math.max(0, weights[i])) / sigma);
        return standardised;
    }

    /** Looks for what noise does not do. */
    public ResidualFigures figures(final double sigma) {
        return ResidualFigures.of(standardised(sigma), levels, width, height);
    }
}
