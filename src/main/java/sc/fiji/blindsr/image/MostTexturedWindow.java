package sc.fiji.blindsr.image;

import java.awt.Rectangle;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Finds the most textured part of an image: the window of greatest total variation, the sum of the gradients' sizes. By the sum of
 * their squares, a label or the black corner of a turned image would outweigh all texture.
 */
public final class MostTexturedWindow {

    private MostTexturedWindow() {}

    /**
     * Finds the most textured window inside a part of an image.
     *
     * @param image X×Y×C
     * @param within the part to look at
     * @param largest the window's width and height, in pixels; less where {@code within} is smaller
     * @return the window, in the image's pixels; of equals, one
     */
    public static Rectangle find(
            final ArrayImg<FloatType, FloatArray> image, final Rectangle within, final int largest) {
        final int width = Math.min(largest, within.width), height = Math.min(largest, within.height);
        if (width == within.width && height == within.height) return within;
        return find(image, within, width, height, (x, y) -> true);
    }

    /**
     * Finds the most textured of the largest squares inside a selection.
     *
     * @param image X×Y×C
     * @param within the selection's bounds, inside the image
     */
    public static Rectangle find(
            final ArrayImg<FloatType, FloatArray> image, final Rectangle within, final InnerSquares squares) {
        return find(image, within, squares.side(), squares.side(), squares::isCorner);
    }

    private interface Corners {

        boolean has(int x, int y);
    }

    private static Rectangle find(
            final ArrayImg<FloatType, FloatArray> image,
            final Rectangle within,
            final int width,
            final int height,
            final Corners corners) {
        final double[][] sums = variationSums(image, within);
        final Rectangle best = new Rectangle(within.x, within.y, width, height);
        double largest = -1;
        for (int y = 0; y + height <= within.height; y++)
            for (int x = 0; x + width <= within.width; x++) {
                final double variation =
                        sums[y + height][x + width] - sums[y][x + width] - sums[y + height][x] + sums[y][x];
                if (variation > largest && corners.has(within.x + x, within.y + y)) {
                    largest = variation;
                    best.setLocation(within.x + x, within.y + y);
                }
            }
        return best;
    }

    /** Sums of the sizes of gradients, to the right and lower neighbours, over all pixels left of and above a place. */
    private static double[][] variationSums(final ArrayImg<FloatType, FloatArray> image, final Rectangle within) {
        final float[] values = image.update(null).getCurrentStorageArray();
        final int imageWidth = (int) image.dimension(0), plane = imageWidth * (int) image.dimension(1);
        final double[][] sums = new double[within.height + 1][within.width + 1];
        for (int y = 0; y < within.height; y++) {
            double row = 0;
            for (int x = 0; x < within.width; x++) {
                for (int at = (within.y + y) * imageWidth + within.x + x; at < values.length; at += plane) {
                    final double right = x + 1 < within.width ? values[at + 1] - values[at] : 0;
                    final double below = y + 1 < within.height ? values[at + imageWidth] - values[at] : 0;
                    row += Math.sqrt(right * right + below * below);
                }
                sums[y + 1][x + 1] = sums[y][x + 1] + row;
            }
        }
        return sums;
    }
}
