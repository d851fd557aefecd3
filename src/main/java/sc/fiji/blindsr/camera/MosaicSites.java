package sc.fiji.blindsr.camera;

import java.util.Arrays;

/** The pixels at every second column and row, which have one filter of a Bayer mosaic, beside what is around them. */
final class MosaicSites {

    private MosaicSites() {}

    /** Their distances from the mean of their four neighbours, row by row, in one channel of an image. */
    static double[] distances(final Frame frame, final int channel, final int left, final int top) {
        final int width = frame.width(), from = channel * frame.area();
        final float[] v = frame.levels();
        final double[] distances = new double[frame.area()];
        int n = 0;
        for (int y = 2 + top; y + 1 < frame.height(); y += 2)
            for (int x = 2 + left; x + 1 < width; x += 2) {
                final int i = from + y * width + x;
                distances[n++] = Math.abs(v[i] - (v[i - 1] + v[i + 1] + v[i - width] + v[i + width]) / 4);
            }
        return Arrays.copyOf(distances, n);
    }
}
