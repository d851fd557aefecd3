package sc.fiji.blindsr.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.imglib2.Cursor;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import sc.fiji.blindsr.progress.Progress;

/**
 * Restores an image in tiles where it would take too much memory as a whole. Tiles overlap by the
 * {@linkplain Restoration#reach reach} of the restoration on each side and are blended, so that no seam shows. The size of
 * the tiles depends on the image and the restoration alone, not on the machine; smaller tiles are tried only if memory runs
 * out nevertheless.
 */
public final class Tiles {

    /** Bytes that one tile may take. */
    public static final long MEMORY = 1L << 30;

    /** Neighbouring tiles are blended over reach/4 pixels on either side of their border. */
    private static final int REACH_PER_FADE = 4;

    private final Restoration restoration;
    private long memory;
    private boolean shortOfMemory;

    /** @param memory how many bytes one tile may take, such as {@link #MEMORY} */
    public Tiles(final Restoration restoration, final long memory) {
        this.restoration = restoration;
        this.memory = memory;
    }

    /** Whether memory ran out and smaller tiles than planned were taken. */
    public boolean shortOfMemory() {
        return shortOfMemory;
    }

    /** The number of steps that the method did, if it has such. */
    public OptionalInt steps() {
        return restoration.steps();
    }

    /**
     * Restores one image.
     *
     * @param low the low-resolution image, X×Y×C
     * @param weights what each of its values is worth, X×Y×C, as for {@link Restoration#restore}
     * @param scale the scale factor s
     * @return the high-resolution image, sX×sY×C
     * @throws OutOfMemoryError if memory does not suffice for the smallest tiles either
     */
    public <T extends RealType<T>> Img<FloatType> restore(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final int scale,
            final Progress progress) {
        while (true) {
            final int tile = tileSize(low);
            try {
                return restoration.completed(
                        low,
                        weights,
                        tile == 0
                                ? restoration.restore(low, weights, progress)
                                : inTiles(Views.zeroMin(low), Views.zeroMin(weights), scale, tile, progress),
                        progress);
            } catch (final OutOfMemoryError e) {
                if (tile > 0 && tile <= smallest()) throw e;
                shortOfMemory = true;
                memory = restoration.memory(tile(low, 0), tile(low, 1), (int) low.dimension(2)) / 4;
            }
        }
    }

    /** Restores one image whose noise is the same everywhere. */
    public <T extends RealType<T>> Img<FloatType> restore(
            final RandomAccessibleInterval<T> low, final int scale, final Progress progress) {
        return restore(low, Restoration.equalWeights(low), scale, progress);
    }

    /** Size of a tile without its overlap, low-resolution pixels along each axis; 0 = the image as a whole. */
    private int tileSize(final Interval low) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1), channels = (int) low.dimension(2);
        if (restoration.memory(width, height, channels) <= memory) return 0;
        final int around = 2 * overlap(restoration) + restoration.step() - 1;
        int size = smallest();
        while (size < Math.max(width, height)
                && restoration.memory(Math.min(width, size + 8 + around), Math.min(height, size + 8 + around), channels)
                        <= memory) size += 8;
        return size;
    }

    /** By how much a tile exceeds its part on each side: by the reach, and at least by what neighbours are blended over. */
    private static int overlap(final Restoration restoration) {
        return Math.max(1, restoration.reach());
    }

    private int smallest() {
        return Math.max(16, overlap(restoration));
    }

    private int tile(final Interval low, final int axis) {
        final int tile = tileSize(low);
        return (int)
                (tile == 0 ? low.dimension(axis) : Math.min(low.dimension(axis), tile + 2L * overlap(restoration)));
    }

    private <T extends RealType<T>> Img<FloatType> inTiles(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final int scale,
            final int size,
            final Progress progress) {
        final List<Span> columns = spans((int) low.dimension(0), size), rows = spans((int) low.dimension(1), size);
        final int count = columns.size() * rows.size();
        final Img<FloatType> high =
                ArrayImgs.floats(scale * low.dimension(0), scale * low.dimension(1), low.dimension(2));
        restoration.prepareTiles(low, weights, progress);
        int done = 0;
        for (final Span row : rows)
            for (final Span column : columns) {
                final int before = done++;
                final Interval part =
                        Intervals.createMinMax(column.from, row.from, 0, column.to - 1L, row.to - 1L, low.max(2));
                final Img<FloatType> tile = restoration.restoreTile(
                        Views.interval(low, part),
                        Views.interval(weights, part),
                        (stage, step, steps) -> progress.update(
                                stage + ", tile " + (before + 1) + " of " + count,
                                before * steps + step,
                                count * steps));
                add(tile, column, row, scale, high);
            }
        return high;
    }

    private static void add(
            final Img<FloatType> tile, final Span column, final Span row, final int scale, final Img<FloatType> high) {
        final float[] across = column.weights(scale), down = row.weights(scale);
        final Cursor<FloatType> from = tile.localizingCursor();
        final Cursor<FloatType> to = Views.flatIterable(Views.interval(
                        high,
                        Intervals.translate(
                                Intervals.translate(tile, (long) scale * column.from, 0), (long) scale * row.from, 1)))
                .cursor();
        while (from.hasNext()) {
            final float value = from.next().get();
            final float weight = across[from.getIntPosition(0)] * down[from.getIntPosition(1)];
            final FloatType sum = to.next();
            sum.set(sum.get() + weight * value);
        }
    }

    /** Cuts an axis into tiles of about the same size. */
    private List<Span> spans(final int length, final int size) {
        final int n = Math.max(1, (length + size - 1) / size);
        final List<Span> spans = new ArrayList<>();
        for (int i = 0; i < n; i++)
            spans.add(Span.around(
                    (int) ((long) length * i / n), (int) ((long) length * (i + 1) / n), length, restoration));
        return spans;
    }

    /**
     * A tile along one axis: its pixels with overlap, from – to, and without, first – last, in low-resolution pixels; ends not
     * included.
     *
     * @param fadeIn width of the blending at its beginning, 0 at the image's edge
     * @param fadeOut the same at its end
     */
    private record Span(int from, int to, int first, int last, int fadeIn, int fadeOut) {

        static Span around(final int first, final int last, final int length, final Restoration restoration) {
            final int overlap = overlap(restoration), step = restoration.step();
            final int fade = 2 * Math.max(1, overlap / REACH_PER_FADE);
            return new Span(
                    Math.max(0, first - overlap) / step * step,
                    Math.min(length, last + overlap),
                    first,
                    last,
                    first == 0 ? 0 : fade,
                    last == length ? 0 : fade);
        }

        /** Weight of each high-resolution pixel: those of neighbouring tiles add up to 1. */
        float[] weights(final int scale) {
            final float[] weights = new float[scale * (to - from)];
            for (int i = 0; i < weights.length; i++) {
                final double at = from + (i + 0.5) / scale;
                weights[i] = (float) Math.min(ramp(at - first, fadeIn), ramp(last - at, fadeOut));
            }
            return weights;
        }

        /** From 0 to 1 as the distance inside the border goes from −fade/2 to fade/2. */
        private static double ramp(final double inside, final int fade) {
            return fade == 0 ? 1 : Math.max(0, Math.min(1, inside / fade + 0.5));
        }
    }
}
