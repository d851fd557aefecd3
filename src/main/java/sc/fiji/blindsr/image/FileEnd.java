package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a file has been cut off. ImageJ's readers of some types do not say so, and leave what is missing black or grey; others,
 * such as that of PNG, refuse it.
 */
final class FileEnd {

    /** Bytes of a JPEG file: each marker begins with the first; what has no length; where data follow; and its end. */
    private static final int MARKER = 0xff, FIRST_RESTART = 0xd0, START = 0xd8, END = 0xd9, SCAN = 0xda, ALONE = 0x01;

    private FileEnd() {}

    /**
     * Checks a TIFF before it is opened.
     *
     * @throws EOFException if its pixels end beyond the file's end
     */
    static void check(final FileInfo[] tiff, final Path file) throws IOException {
        final long length = Files.size(file);
        for (final FileInfo info : tiff) check(end(info), length);
    }

    /** Where the pixels of one entry of a TIFF end, in bytes. */
    private static long end(final FileInfo info) {
        final long bytes = (long) info.width * info.height * info.getBytesPerPixel();
        if (info.nImages > 1) return info.getOffset() + info.nImages * (bytes + info.getGap()) - info.getGap();
        // an entry that has been cut off itself
        if (info.stripOffsets == null) return info.getOffset() + bytes;
        long end = 0;
        for (int i = 0;
                info.stripLengths != null && i < Math.min(info.stripOffsets.length, info.stripLengths.length);
                i++)
            end = Math.max(
                    end, Integer.toUnsignedLong(info.stripOffsets[i]) + Integer.toUnsignedLong(info.stripLengths[i]));
        return end;
    }

    /**
     * Checks a file of another type after it was opened.
     *
     * @throws EOFException if it ends too early
     */
    static void check(final ImagePlus opened, final Path file) throws IOException {
        SeriesEnd.check(file);
        final FileInfo info = opened.getOriginalFileInfo();
        if (info == null) return;
        final long pixels = (long) opened.getWidth() * opened.getHeight();
        switch (info.fileFormat) {
            case FileInfo.FITS, FileInfo.DICOM -> {
                if (info.compression <= FileInfo.COMPRESSION_NONE)
                    check(
                            info.getOffset() + pixels * info.getBytesPerPixel() * Math.max(1, info.nImages),
                            Files.size(file));
            }
            case FileInfo.PGM -> {
                // of the header, which is short, nothing is told
                if (isBinaryPixmap(file)) check(pixels * opened.getBitDepth() / Byte.SIZE, Files.size(file));
            }
            case FileInfo.GIF_OR_JPG -> {
                if (!hasEnd(Files.readAllBytes(file)))
                    throw new EOFException("the file has been cut off: a JPEG file's end is missing");
            }
            default -> {}
        }
    }

    private static void check(final long end, final long length) throws EOFException {
        if (end > length)
            throw new EOFException(
                    "the file has been cut off: it has " + length + " bytes, and its pixels end at " + end);
    }

    private static boolean isBinaryPixmap(final Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).matches("P[56]");
        }
    }

    /** Whether the first image of a JPEG file has its end marker; what is no JPEG file, or a strange one, is taken as whole. */
    private static boolean hasEnd(final byte[] jpeg) {
        if (jpeg.length < 2 || at(jpeg, 0) != MARKER || at(jpeg, 1) != START) return true;
        int i = 2;
        while (i + 1 < jpeg.length) {
            if (at(jpeg, i) != MARKER) return true;
            final int kind = at(jpeg, i + 1);
            if (kind == END) return true;
            if (kind == MARKER) i++;
            else if (kind == ALONE || isRestart(kind)) i += 2;
            else {
                if (i + 3 >= jpeg.length) return false;
                i += 2 + (at(jpeg, i + 2) << Byte.SIZE | at(jpeg, i + 3));
                if (kind == SCAN) i = afterScan(jpeg, i);
            }
        }
        return false;
    }

    /** Where the marker after a scan's data lies: in these, a 0 follows what would look like one. */
    private static int afterScan(final byte[] jpeg, final int from) {
        int i = from;
        while (i + 1 < jpeg.length && !(at(jpeg, i) == MARKER && at(jpeg, i + 1) != 0 && !isRestart(at(jpeg, i + 1))))
            i++;
        return i;
    }

    private static boolean isRestart(final int kind) {
        return kind >= FIRST_RESTART && kind < START;
    }

    private static int at(final byte[] bytes, final int i) {
        return Byte.toUnsignedInt(bytes[i]);
    }
}
