package sc.fiji.blindsr.file;

import java.nio.file.Path;
import java.util.UUID;

/** Names of files that are there for a moment. */
public final class TemporaryFile {

    private TemporaryFile() {}

    /** A hidden file in a folder, whose name nobody else has. */
    public static Path in(final Path folder) {
        // createTempFile would make a file that other users of a shared folder cannot read
        return folder.resolve("." + UUID.randomUUID() + ".tmp");
    }
}
