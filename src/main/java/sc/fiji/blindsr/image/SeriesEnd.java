package sc.fiji.blindsr.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Whether a GIF or an AVI file has been cut off. ImageJ opens the frames that are left, which look like a shorter series.
 * <p>
 * GIF: a list of blocks, each a list of parts that begin with their length, up to the trailer (CompuServe, GIF89a). AVI: chunks that begin
 * with four letters and their length (Microsoft, RIFF).
 * </p>
 */
final class SeriesEnd {

    /** What begins GIF's blocks. */
    private static final int TRAILER = 0x3b, EXTENSION = 0x21, IMAGE = 0x2c;
    /** A bit that says that a table of colours follows, and those of the logarithm of its size less one. */
    private static final int HAS_TABLE = 0x80, TABLE_SIZE = 0x07;
    /** Bytes of GIF's signature, of what stands before the flags of file and image, and after them. */
    private static final int SIGNATURE = 6, SCREEN = 4, PLACE = 8, AFTER_SCREEN = 2;
    /** What begins an AVI file. */
    private static final String CHUNKS = "RIFF";
    /** Bytes before a chunk's content. */
    private static final int CHUNK = 8;

    private SeriesEnd() {}

    /** @throws EOFException if it is one of these, and has been cut off */
    static void check(final Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            final byte[] letters = new byte[SIGNATURE];
            if (in.length() < letters.length) return;
            in.readFully(letters);
            final String signature = new String(letters, StandardCharsets.ISO_8859_1);
            if (signature.startsWith("GIF8")) checkGif(in);
            else if (signature.startsWith(CHUNKS)) checkChunks(in);
        } catch (final EOFException e) {
            throw new EOFException("the file has been cut off: the end of the series is missing");
        }
    }

    private static void checkGif(final RandomAccessFile in) throws IOException {
        in.skipBytes(SCREEN);
        skipTable(in);
        in.skipBytes(AFTER_SCREEN);
        // what comes after a table comes before it here, which makes the same sum
        while (true)
            switch (in.readUnsignedByte()) {
                case TRAILER -> {
                    return;
                }
                case EXTENSION -> {
                    in.readUnsignedByte();
                    skipParts(in);
                }
                case IMAGE -> {
                    in.skipBytes(PLACE);
                    skipTable(in);
                    in.readUnsignedByte();
                    skipParts(in);
                }
                default -> {
                    return; // a strange one
                }
            }
    }

    private static void skipTable(final RandomAccessFile in) throws IOException {
        final int flags = in.readUnsignedByte();
        if ((flags & HAS_TABLE) != 0) skip(in, 3L << (flags & TABLE_SIZE) + 1);
    }

    private static void skipParts(final RandomAccessFile in) throws IOException {
        for (int length; (length = in.readUnsignedByte()) > 0; ) skip(in, length);
    }

    /** Of a long movie there are several one after the other; what follows them is nothing of it. */
    private static void checkChunks(final RandomAccessFile in) throws IOException {
        final byte[] letters = new byte[CHUNKS.length()];
        for (long at = 0; at + CHUNK <= in.length(); ) {
            in.seek(at);
            in.readFully(letters);
            if (!CHUNKS.equals(new String(letters, StandardCharsets.ISO_8859_1))) return;
            at += CHUNK + Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
            if (at > in.length()) throw new EOFException();
        }
    }

    private static void skip(final RandomAccessFile in, final long bytes) throws IOException {
        if (in.getFilePointer() + bytes > in.length()) throw new EOFException();
        in.seek(in.getFilePointer() + bytes);
    }
}
