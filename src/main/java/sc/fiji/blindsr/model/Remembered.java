package sc.fiji.blindsr.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Remembers what was last made of a file, until the file changes: a batch does not read the same model for each image. Safe
 * for many threads.
 *
 * @param <T> what is made; shared by all that ask, and so never to be changed
 */
public final class Remembered<T> {

    /** Makes something of a file. */
    @FunctionalInterface
    public interface Maker<T> {

        T make() throws IOException;
    }

    private record Version<T>(Path file, FileTime changed, long size, T made) {}

    private Version<T> latest;

    /** What the maker makes of the file, or has made of it, if that was the last one asked for and is still the same. */
    public synchronized T of(final Path file, final Maker<T> maker) throws IOException {
        final FileTime changed = Files.getLastModifiedTime(file);
        final long size = Files.size(file);
        if (latest == null || !latest.file.equals(file) || !latest.changed.equals(changed) || latest.size != size)
            latest = new Version<>(file, changed, size, maker.make());
        return latest.made;
    }
}
