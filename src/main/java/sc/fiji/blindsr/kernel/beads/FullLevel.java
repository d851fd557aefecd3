package sc.fiji.blindsr.kernel.beads;

import java.util.List;

/**
 * The grey level of pixels that hold no more light.
 *
 * @param level the largest of an image
 * @param most so many pixels of this level make a bead saturated
 */
record FullLevel(double level, int most) {

    /** Pixels of the largest level that no image has by chance, and over those of the next lower one that it has. */
    private static final int FEWEST = 3, PILED_UP = 2;

    /**
     * That of an image. Where more pixels have its largest level than chance would give it, one of them makes a bead saturated; else two
     * do, since some pixel has to be the brightest.
     */
    static FullLevel of(final List<Plane> planes) {
        double largest = Double.NEGATIVE_INFINITY, next = Double.NEGATIVE_INFINITY;
        long count = 0, below = 0;
        for (final Plane plane : planes)
            for (final float level : plane.pixels())
                if (level > largest) {
                    next = largest;
                    below = count;
                    largest = level;
                    count = 1;
                } else if (level == largest) count++;
                else if (level > next) {
                    next = level;
                    below = 1;
                } else if (level == next) below++;
        return new FullLevel(largest, count >= FEWEST && count > PILED_UP * below ? 1 : 2);
    }
}
