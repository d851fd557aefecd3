package sc.fiji.blindsr.camera;

import java.util.Random;

/**
 * A grey scene seen through a Bayer mosaic whose colours respond differently, interpolated bilinearly and brought back to grey:
 * noise is then correlated between neighbours, and stronger in some colours.
 */
final class Mosaic {

    /** Adds noise to an image. */
    interface Noise {

        void add(float[] image, Random random);
    }

    /** The colour at each place of a 2×2 block: red, green, green, blue. */
    private static final int[] PATTERN = {0, 1, 1, 2};

    private static final double[] LUMINANCE = {0.299, 0.587, 0.114};

    private Mosaic() {}

    static float[] record(
            final float[] image, final int width, final int height, final Noise noise, final Random random) {
        final double[] response = {0.5 + 0.5 * random.nextDouble(), 1, 0.4 + 0.6 * random.nextDouble()};
        final float[] seen = new float[image.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                seen[y * width + x] = (float) (image[y * width + x] * response[colour(x, y)]);
        noise.add(seen, random);
        final float[] grey = new float[image.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < 3; c++)
                    grey[y * width + x] += LUMINANCE[c] / response[c] * interpolated(seen, width, height, x, y, c);
        return grey;
    }

    private static int colour(final int x, final int y) {
        return PATTERN[(y & 1) * 2 + (x & 1)];
    }

    /** The mean of the nearest pixels of a colour. */
    private static double interpolated(
            final float[] seen, final int width, final int height, final int x, final int y, final int colour) {
        if (colour(x, y) == colour) return seen[y * width + x];
        double sum = 0;
        int count = 0;
        final boolean green = colour == 1;
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++) {
                final int u = x + dx, v = y + dy;
                if (u < 0 || v < 0 || u >= width || v >= height || colour(u, v) != colour) continue;
                if (green && dx * dy != 0) continue;
                sum += seen[v * width + u];
                count++;
            }
        return count == 0 ? seen[y * width + x] : sum / count;
    }
}
