package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a block of 8×8 pixels shows of the noise. What {@linkplain DarkClipping clipping} takes away from the noise of dark
 * blocks is added again.
 *
 * @param level mean of the levels
 * @param variance of the noise, by a response to fine detail; of structure some is in it
 * @param coarse the same by the {@linkplain NoiseMask mask that cancels planes}, dilated to every second pixel: it responds to white
 *     noise as strongly, but to the structure of a blurred image, whose power falls with frequency, far more
 */
record NoiseBlock(double level, double variance, double coarse) {

    /** Width and height of a block, and how far beyond it a response may look. */
    private static final int SIZE = 8, PIXELS = SIZE * SIZE, REACH = 2;
    /** Of a channel as many blocks are looked at, about; they overlap by half in small images, and have gaps in large ones. */
    private static final int MOST = 1 << 14;

    /** A block that has less than so many times as much at coarser scales shows no structure. */
    private static final double EVEN = 2;

    /** What a pixel and its neighbours up to {@link #REACH} pixels away show of the noise. */
    interface Response {

        /** Its square: of white noise, in the mean, the variance. */
        double squared(float[] levels, int i);
    }

    /**
     * The blocks of a channel. Blocks without any response, such as saturated ones, and beside missing pixels are skipped.
     *
     * @param excluded which of the frame's pixels, X×Y×C, say nothing; blocks with one are left out
     */
    static List<NoiseBlock> of(
            final Frame frame, final int channel, final boolean[] excluded, final Response response) {
        final DarkClipping clipping = DarkClipping.of(frame, channel);
        final int width = frame.width(), start = channel * frame.area();
        final int step = Math.max(SIZE / 2, (int) Math.sqrt(frame.area() / (double) MOST));
        final float[] fine = squares(frame, start, step, response),
                coarse = squares(frame, start, step, (v, i) -> NoiseMask.noise(v, i, 2, 2 * width));
        final List<NoiseBlock> blocks = new ArrayList<>();
        for (int y = REACH; y + SIZE + REACH <= frame.height(); y += step)
            for (int x = REACH; x + SIZE + REACH <= width; x += step) {
                final int from = y * width + x;
                if (isAny(excluded, start + from, width)) continue;
                double level = 0, clipped = 0;
                for (int row = 0; row < SIZE; row++)
                    for (int i = start + from + row * width, end = i + SIZE; i < end; i++) {
                        level += frame.levels()[i];
                        clipped += clipping.count(frame.levels()[i]);
                    }
                final double seen = DarkClipping.remainingVariance(clipped / PIXELS);
                final NoiseBlock block = new NoiseBlock(
                        level / PIXELS, mean(fine, from, width) / seen, mean(coarse, from, width) / seen);
                if (block.variance > 0 && block.coarse >= 0) blocks.add(block);
            }
        return blocks;
    }

    /** The squared responses at the pixels of blocks, each once though blocks overlap. */
    private static float[] squares(final Frame frame, final int start, final int step, final Response response) {
        final int width = frame.width();
        final float[] squares = new float[frame.area()];
        IntStream.range(REACH, frame.height() - REACH)
                .parallel()
                .filter(y -> (y - REACH) % step < SIZE)
                .forEach(y -> {
                    for (int x = REACH; x < width - REACH; x++)
                        if ((x - REACH) % step < SIZE)
                            squares[y * width + x] = (float) response.squared(frame.levels(), start + y * width + x);
                });
        return squares;
    }

    private static double mean(final float[] values, final int from, final int width) {
        double sum = 0;
        for (int y = 0; y < SIZE; y++) for (int i = from + y * width, end = i + SIZE; i < end; i++) sum += values[i];
        return sum / PIXELS;
    }

    private static boolean isAny(final boolean[] excluded, final int from, final int width) {
        for (int y = 0; y < SIZE; y++)
            for (int i = from + y * width; i < from + y * width + SIZE; i++) if (excluded[i]) return true;
        return false;
    }

    /** Whether it is about as restless at coarser scales: white noise is, the structure of a blurred image is not. */
    boolean isEven() {
        return coarse < EVEN * variance;
    }
}
