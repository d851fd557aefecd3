package sc.fiji.blindsr.run;

import ij.ImageStack;

/** Where the planes of a result are put: in memory, or on the disk if they are many. */
@FunctionalInterface
public interface PlaneStore {

    /** Keeps all planes in memory. */
    PlaneStore MEMORY = (width, height, planes, bits) -> new ImageStack(width, height);

    /**
     * An empty stack that planes are added to, beside those that were made before.
     *
     * @param width pixels of a row
     * @param height pixels of a column
     * @param planes how many planes there will be
     * @param bits 8, 16, 24 or 32 for each pixel
     */
    ImageStack create(int width, int height, int planes, int bits);
}
