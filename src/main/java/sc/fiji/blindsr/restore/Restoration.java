package sc.fiji.blindsr.restore;

import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ConstantUtils;
import net.imglib2.view.Views;
import sc.fiji.blindsr.progress.Progress;

/** A {@link Restorer} made ready for one kernel. Its planes and tiles come one after the other. */
public interface Restoration extends AutoCloseable {

    /**
     * The device that does the work, "CPU", "GPU 0", …
     *
     * @param progress asked whether the user wants to stop, where a process has to be asked
     */
    String device(Progress progress);

    /**
     * Reach of the method in low-resolution pixels: a pixel further away has no noticeable effect. Tiles overlap by as much.
     */
    int reach();

    /** Tiles start at multiples of this many low-resolution pixels, for methods that depend on the position in the image. */
    default int step() {
        return 1;
    }

    /**
     * About how many bytes of memory an image of this size takes, beside input and result.
     *
     * @param width low-resolution pixels
     * @param height low-resolution pixels
     * @param channels number of channels C
     */
    long memory(int width, int height, int channels);

    /**
     * Restores one image.
     *
     * @param low the low-resolution image, X×Y×C, grey levels in about [0,1]; plausible values also where the weight is 0
     * @param weights how much each of its values says, X×Y×C: 1 = its noise has the problem's standard deviation σ, w = it
     *     has σ/√w, 0 = nothing is known, negative = as its absolute value, but the value is only a lower bound. Methods that
     *     know one noise for all leave them alone
     * @param progress updated at every step
     * @return the high-resolution image, sX×sY×C, at the positions of the problem's grid
     * @throws CancellationException if {@code progress} cancelled
     */
    <T extends RealType<T>> Img<FloatType> restore(
            RandomAccessibleInterval<T> low, RandomAccessibleInterval<FloatType> weights, Progress progress);

    /** Restores an image whose noise is the same everywhere. */
    default <T extends RealType<T>> Img<FloatType> restore(
            final RandomAccessibleInterval<T> low, final Progress progress) {
        return restore(low, equalWeights(low), progress);
    }

    /** The weights of an image whose noise is the same everywhere. */
    static RandomAccessibleInterval<FloatType> equalWeights(final Interval low) {
        return ConstantUtils.constantRandomAccessibleInterval(new FloatType(1), low);
    }

    /**
     * Finds what the tiles of one image must have in common, so that no seam shows. Called before the first of them.
     *
     * @param low the whole image, as for {@link #restore}
     * @param weights those of the whole image
     */
    default <T extends RealType<T>> void prepareTiles(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        // most methods do the same everywhere
    }

    /**
     * Restores a part of an image. It differs from {@link #restore} for methods that use the edges of the image, or for which
     * it matters where the part lies.
     *
     * @param low the part, at its place: its minimum is that of its pixels in the image
     */
    default <T extends RealType<T>> Img<FloatType> restoreTile(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        return restore(Views.zeroMin(low), Views.zeroMin(weights), progress);
    }

    /**
     * Gives a result what only the whole image tells. Called after {@link #restore}, or once all tiles are put together.
     *
     * @param low the whole image, as for {@link #restore}
     * @param weights those of the whole image
     * @param high the result so far, sX×sY×C; may be changed
     * @param progress may cancel
     * @return the result
     */
    default <T extends RealType<T>> Img<FloatType> completed(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Img<FloatType> high,
            final Progress progress) {
        return high; // most methods know all they need before
    }

    /** The number of steps that a method did which chooses or is told how many; empty for all others, and before. */
    default OptionalInt steps() {
        return OptionalInt.empty();
    }

    /** Whether it will choose, by the next plane that shows something, how that and those after it are restored. */
    default boolean isChoosing() {
        return false;
    }

    @Override
    default void close() {
        // most hold nothing that would have to be given back
    }
}
