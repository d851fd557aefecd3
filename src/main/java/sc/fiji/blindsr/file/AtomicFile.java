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
        // of a link, what it points to
        final Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        final Path temporary = TemporaryFile.in(real.getParent());
        try {
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
            return Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
