package sc.fiji.blindsr.image;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps images from being closed or changed by other commands while a run reads them. ImageJ knows one lock for each image; of
 * several runs on one image, the last that ends opens it.
 */
public final class ReadingLock implements AutoCloseable {

    /** How many runs read the images that this class has locked. */
    private static final Map<ImagePlus, Integer> READERS = new IdentityHashMap<>();

    private final List<ImagePlus> images = new ArrayList<>();

    /** Locks images, but those that somebody else has locked: these stay as they are. */
    public ReadingLock(final Stream<ImagePlus> read) {
        synchronized (READERS) {
            read.distinct()
                    .filter(image -> READERS.containsKey(image) || image.lockSilently())
                    .forEach(image -> {
                        READERS.merge(image, 1, Integer::sum);
                        images.add(image);
                    });
        }
    }

    /** Ends the reading. */
    @Override
    public void close() {
        synchronized (READERS) {
            for (final ImagePlus image : images)
                if (READERS.merge(image, -1, Integer::sum) == 0) {
                    READERS.remove(image);
                    image.unlock();
                }
            images.clear();
        }
    }
}
