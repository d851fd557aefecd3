package sc.fiji.blindsr.kernel.beads;

/**
 * One plane of an image of beads.
 *
 * @param width number of columns
 * @param height number of rows
 * @param pixels grey levels, row by row
 */
public record Plane(int width, int height, float[] pixels) {

    double get(final int x, final int y) {
        return pixels[y * width + x];
    }
}
