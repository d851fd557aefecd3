package sc.fiji.blindsr.restore;

import java.util.Comparator;
import java.util.stream.IntStream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/** The part of an image in which levels differ most: what is found there may stand for all of it. */
final class StrongestPart {

    private StrongestPart() {}

    /**
     * Finds it.
     *
     * @param image X×Y×C
     * @param side of the part along X and Y, pixels; the image's where it is less
     * @return all channels of the part
     */
    static <T extends RealType<T>> Interval of(final RandomAccessibleInterval<T> image, final int side) {
        final int across = parts(image, 0, side), down = parts(image, 1, side);
        return IntStream.range(0, across * down)
                .mapToObj(i -> part(image, side, i % across, across, i / across, down))
                .max(Comparator.comparingDouble(part -> variance(Views.interval(image, part))))
                .orElseThrow();
    }

    private static int parts(final Interval image, final int axis, final int side) {
        return (int) ((image.dimension(axis) + side - 1) / side);
    }

    private static Interval part(
            final Interval image, final int side, final int x, final int across, final int y, final int down) {
        final long[] min = image.minAsLongArray(), max = image.maxAsLongArray();
        place(min, max, 0, side, x, across);
        place(min, max, 1, side, y, down);
        return new FinalInterval(min, max);
    }

    /** The i-th of n parts along an axis, from its beginning to its end. */
    private static void place(
            final long[] min, final long[] max, final int axis, final int side, final int i, final int n) {
        final long length = max[axis] - min[axis] + 1, width = Math.min(side, length);
        min[axis] += n == 1 ? 0 : (length - width) * i / (n - 1);
        max[axis] = min[axis] + width - 1;
    }

    /** Of the levels of all channels together, times their number. */
    private static <T extends RealType<T>> double variance(final RandomAccessibleInterval<T> part) {
        final double[] sums = new double[2];
        LoopBuilder.setImages(part).forEachPixel(level -> {
            sums[0] += level.getRealDouble();
            sums[1] += level.getRealDouble() * level.getRealDouble();
        });
        return sums[1] - sums[0] * sums[0] / (part.dimension(0) * part.dimension(1) * part.dimension(2));
    }
}
