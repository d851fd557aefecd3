package sc.fiji.blindsr.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A trial whether a folder takes files. Permissions, quotas, full and network disks tell it in no other way that can be
 * relied on.
 */
public final class TrialFile {

    private static final int BLOCK = 1 << 20;

    private TrialFile() {}

    /**
     * Writes a file, over one that a killed process has left, and removes it.
     *
     * @param bytes its length
     * @throws IOException if the folder does not take it
     */
    public static void write(final Path file, final long bytes) throws IOException {
        // nothing that a file system could store in less
        final byte[] block = new byte[(int) Math.min(bytes, BLOCK)];
        new Random().nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length)
                out.write(block, 0, (int) Math.min(left, block.length));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
