package sc.fiji.blindsr.image;

import ij.io.FileInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The deflated pixels of a TIFF. Of damaged ones ImageJ takes what it can read, and leaves the rest black; where they stop too early,
 * it never ends.
 */
final class DeflatedStrips {

    private static final int BLOCK = 1 << 13;

    private DeflatedStrips() {}

    /**
     * Checks those of one entry, if it has any.
     *
     * @throws DamagedFileException if they are damaged
     */
    static void check(final FileInfo entry, final Path file) throws IOException {
        final boolean deflated =
                entry.compression == FileInfo.ZIP || entry.compression == FileInfo.ZIP_WITH_DIFFERENCING;
        if (!deflated || entry.stripOffsets == null || entry.stripLengths == null) return;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int i = 0; i < Math.min(entry.stripOffsets.length, entry.stripLengths.length); i++) {
                in.seek(Integer.toUnsignedLong(entry.stripOffsets[i]));
                final byte[] strip = new byte[entry.stripLengths[i]];
                in.readFully(strip);
                check(strip);
            }
        }
    }

    private static void check(final byte[] strip) throws IOException {
        final Inflater inflater = new Inflater();
        try {
            inflater.setInput(strip);
            final byte[] block = new byte[BLOCK];
            while (!inflater.finished())
                if (inflater.inflate(block) == 0 && !inflater.finished())
                    throw new DamagedFileException("its compressed pixels are damaged: they stop too early");
        } catch (final DataFormatException e) {
            throw new DamagedFileException("its compressed pixels are damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
