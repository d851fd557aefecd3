package sc.fiji.blindsr.image;

import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.awt.Rectangle;

/** The largest squares that lie inside a selection of any shape. */
public final class InnerSquares {

    private final Rectangle bounds;
    /** Side of the largest square whose upper left corner is here, row by row. */
    private final short[] sides;

    private final int side;

    /**
     * Looks at the part of a selection that lies in the image.
     *
     * @param selection an area
     * @param bounds the selection's bounds, cut at the image's edges
     * @param largest side from which on no square need be larger
     */
    public InnerSquares(final Roi selection, final Rectangle bounds, final int largest) {
        this.bounds = bounds;
        final ImageProcessor mask = selection.getMask(); // none: all of its bounds
        final Rectangle all = selection.getBounds();
        sides = new short[bounds.width * bounds.height];
        int largestSide = 0;
        for (int y = bounds.height - 1; y >= 0; y--)
            for (int x = bounds.width - 1; x >= 0; x--) {
                if (mask != null && mask.get(bounds.x + x - all.x, bounds.y + y - all.y) == 0) continue;
                final int at = y * bounds.width + x;
                final boolean edge = x + 1 == bounds.width || y + 1 == bounds.height;
                sides[at] = edge
                        ? 1
                        : (short) Math.min(
                                largest,
                                1
                                        + Math.min(
                                                sides[at + bounds.width + 1],
                                                Math.min(sides[at + 1], sides[at + bounds.width])));
                largestSide = Math.max(largestSide, sides[at]);
            }
        side = largestSide;
    }

    /** The side of the largest, in pixels; 0 if the selection is empty. */
    public int side() {
        return side;
    }

    /** Whether one of the largest has its upper left corner here, in the image's pixels. */
    public boolean isCorner(final int x, final int y) {
        return bounds.contains(x, y) && sides[(y - bounds.y) * bounds.width + x - bounds.x] >= side;
    }
}
