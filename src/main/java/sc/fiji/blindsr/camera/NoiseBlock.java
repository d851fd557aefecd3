package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;

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
    private static final int SIZE = 8, REACH = 2;
    /** Of a channel as many blocks are looked at, about; they overlap by half in small images, and have gaps in large ones. */
    private static final int MOST = 1 << 15;

    /** What a pixel and its neighbours up to {@link #REACH} pixels away show of the noise. */
    interface Response {

        /** Its square: of white noise, in the mean, the variance. */
        double squared(float[] levels, int i);
    }

    /**
     * The blocks of a channel. Blocks without any response, such as saturated ones, are skipped.
     *
     * @param excluded which of the frame's pixels, X×Y×C, say nothing; blocks with one are left out
     */
    static List<NoiseBlock> of(
            final Frame frame, final int channel, final boolean[] excluded, final Response response) {
        final DarkClipping clipping = DarkClipping.of(frame, channel);
        final int step = Math.max(SIZE / 2, (int) Math.sqrt(frame.area() / (double) MOST));
        final List<NoiseBlock> blocks = new ArrayList<>();
        for (int y = REACH; y + SIZE + REACH <= frame.height(); y += step)
            for (int x = REACH; x + SIZE + REACH <= frame.width(); x += step) {
                final int from = channel * frame.area() + y * frame.width() + x;
                if (!isAny(excluded, from, frame.width())) {
                    final NoiseBlock block = of(frame, from, response, clipping);
                    if (block.variance > 0) blocks.add(block);
                }
            }
        return blocks;
    }

    private static boolean isAny(final boolean[] excluded, final int from, final int width) {
        for (int y = 0; y < SIZE; y++)
            for (int i = from + y * width; i < from + y * width + SIZE; i++) if (excluded[i]) return true;
        return false;
    }

    private static NoiseBlock of(
            final Frame frame, final int from, final Response response, final DarkClipping clipping) {
        final float[] v = frame.levels();
        final int width = frame.width();
        double fine = 0, coarse = 0, level = 0, clipped = 0;
        for (int y = 0; y < SIZE; y++)
            for (int i = from + y * width; i < from + y * width + SIZE; i++) {
                fine += response.squared(v, i);
                coarse += Math.pow(NoiseMask.response(v, i, 2, 2 * width), 2) / NoiseMask.SQUARED_NORM;
                level += v[i];
                clipped += clipping.count(v[i]);
            }
        final double values = SIZE * SIZE, seen = values * DarkClipping.remainingVariance(clipped / values);
        return new NoiseBlock(level / values, fine / seen, coarse / seen);
    }
}
