package sc.fiji.blindsr.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all: written under another name, then renamed. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file, in the place of one of that name.
     *
     * @throws IOException if it cannot be written; the one that was there stays
     */
    public static Path write(final Path file, final byte[] bytes) throws IOException {
        final Path temporary = TemporaryFile.in(file.toAbsolutePath().getParent());
        try {
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
