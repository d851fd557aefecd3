package sc.fiji.blindsr.spark;

import ij.ImagePlus;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring planes of an image that one task restores.
 *
 * @param first number of the first plane in the image's stack, from 1
 * @param last number of the last one
 */
record PlaneRange(int first, int last) implements Serializable {

    /** About so many low-resolution pixels make a task that is long beside what Spark needs for it: half a second and more. */
    private static final int PIXELS = 1 << 18;

    /** Cuts an image into ranges. The first has a plane of each channel. */
    static List<PlaneRange> of(final ImagePlus image) {
        final int planes = image.getStackSize();
        final int length = Math.max(image.getNChannels(), PIXELS / (image.getWidth() * image.getHeight()));
        final List<PlaneRange> ranges = new ArrayList<>();
        for (int first = 1; first <= planes; first += length)
            ranges.add(new PlaneRange(first, Math.min(planes, first + length - 1)));
        return ranges;
    }
}
