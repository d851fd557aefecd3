package sc.fiji.blindsr.restore;

import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.progress.Progress;

/** A {@link Restorer} made ready for one kernel. Its planes and tiles come one after the other. */
public interface Restoration extends AutoCloseable {

    /** The device that does the work, "CPU", "GPU 0", … */
    String device();

    /**
     * How far the result looks: a pixel further away than this many low-resolution pixels changes nothing to speak of.
     * Tiles overlap by as much.
     */
    int reach();

    /** Tiles start at multiples of so many low-resolution pixels: where the result depends on the position in the image. */
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
     * @param low the low-resolution image, X×Y×C, grey levels in about [0,1]
     * @param progress told of every step
     * @return the high-resolution image, sX×sY×C
     * @throws CancellationException if {@code progress} cancelled
     */
    <T extends RealType<T>> Img<FloatType> restore(RandomAccessibleInterval<T> low, Progress progress);

    /** Restores a part of an image; the same as {@link #restore} but for methods to which an image's edges tell something. */
    default <T extends RealType<T>> Img<FloatType> restoreTile(
            final RandomAccessibleInterval<T> low, final Progress progress) {
        return restore(low, progress);
    }

    @Override
    default void close() {
        // most hold nothing that would have to be given back
    }
}
