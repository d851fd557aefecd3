package sc.fiji.blindsr.pixel;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Pixels of a plane that hang together, also over corners. */
public final class ConnectedPixels {

    private final int width;
    private final IntPredicate belongs;
    /** Whether a pixel was found before. */
    private final boolean[] found;

    /**
     * @param width of the plane
     * @param height of it
     * @param belongs whether a pixel, by its index row by row, may be part of anything
     */
    public ConnectedPixels(final int width, final int height, final IntPredicate belongs) {
        this.width = width;
        this.belongs = belongs;
        found = new boolean[width * height];
    }

    /**
     * The pixels that hang together with one, the nearest first; none if it is not part of anything, or was found before.
     *
     * @param first index of the pixel
     */
    public int[] with(final int first) {
        if (found[first] || !belongs.test(first)) return new int[0];
        found[first] = true;
        int[] pixels = {first};
        int count = 1;
        for (int next = 0; next < count; next++) {
            final int x = pixels[next] % width, y = pixels[next] / width;
            for (int row = Math.max(0, y - 1); row <= Math.min(found.length / width - 1, y + 1); row++)
                for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                    final int beside = row * width + column;
                    if (found[beside] || !belongs.test(beside)) continue;
                    found[beside] = true;
                    if (count == pixels.length) pixels = Arrays.copyOf(pixels, 2 * count);
                    pixels[count++] = beside;
                }
        }
        return Arrays.copyOf(pixels, count);
    }
}
