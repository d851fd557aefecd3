package sc.fiji.blindsr.image;

import ij.io.FileInfo;
import ij.io.Opener;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** What the directories of a TIFF say of its images, as ImageJ reads them. */
public final class TiffDirectories {

    /** What a file begins with: "II" or "MM". After a number that ImageJ does not look at comes the place of the first directory. */
    private static final int LITTLE_ENDIAN = 0x4949, BIG_ENDIAN = 0x4d4d;

    private static final int ENTRY_BYTES = 12;
    /** More entries than this in a directory are to ImageJ the end. */
    private static final int MOST_ENTRIES = 1000;

    private TiffDirectories() {}

    /**
     * Reads them.
     *
     * @return null if the file is no TIFF
     * @throws IOException if they are damaged
     */
    public static FileInfo[] of(final Path file) throws IOException {
        if (!file.toFile().isFile()) return null;
        checkEnds(file);
        try {
            return Opener.getTiffFileInfo(file.toString());
        } catch (final RuntimeException e) {
            // it does not check what the file says
            throw new IOException(ImageFile.UNREADABLE, e);
        }
    }

    /** Whether a file is a TIFF, and has all of its pixels. */
    public static boolean isWhole(final Path file) {
        try {
            final FileInfo[] tiff = of(file);
            if (tiff != null) FileEnd.check(tiff, file);
            return tiff != null;
        } catch (final IOException e) {
            return false;
        }
    }

    /** ImageJ would follow directories for ever that lead back to an earlier one. */
    private static void checkEnds(final Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            final int order = in.readUnsignedShort();
            if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) return;
            if (order == LITTLE_ENDIAN) in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            in.readUnsignedShort();
            final Set<Long> seen = new HashSet<>();
            for (long place = in.readUnsignedInt(); place > 0; place = in.readUnsignedInt()) {
                if (!seen.add(place))
                    throw new DamagedFileException(
                            ImageFile.UNREADABLE + ": one of its directories leads back to an earlier one");
                in.seek(place);
                final int entries = in.readUnsignedShort();
                if (entries == 0 || entries > MOST_ENTRIES) return;
                in.seek(in.getStreamPosition() + (long) entries * ENTRY_BYTES);
            }
        } catch (final EOFException e) {
            // an end, too
        }
    }
}
