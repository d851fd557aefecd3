package sc.fiji.blindsr.image;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;

/** A way to open image files, without windows and dialogs. */
@FunctionalInterface
public interface ImageReader {

    /**
     * Opens a file. A large one may come as a virtual stack.
     *
     * @return the image, not shown
     * @throws IOException if it is no image that can be read, or not whole; the message says why
     */
    ImagePlus open(Path file) throws IOException;

    /** Lets go of an image that this reader has opened, and that is no longer needed. */
    default void release(final ImagePlus image) {
        image.flush();
    }
}
