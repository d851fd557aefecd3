package sc.fiji.blindsr.image;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.ImageWriter;
import ij.process.ImageProcessor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Planes of one size and type in a file that is there, each at its place: they can be written in any order, by several
 * processes, and again.
 *
 * @param file the file; empty at first
 * @param width pixels of a row
 * @param height pixels of a column
 * @param bits 8, 16, 24 or 32 for each pixel
 */
public record PlaneFile(Path file, int width, int height, int bits) {

    /**
     * Writes a plane.
     *
     * @param number of the plane, from 1
     * @throws IOException if it cannot be written, or the file is not there
     */
    public void write(final int number, final ImageProcessor plane) throws IOException {
        final FileInfo info = info();
        info.pixels = plane.getPixels();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out =
                        new BufferedOutputStream(Channels.newOutputStream(channel.position((number - 1) * bytes())))) {
            new ImageWriter(info).write(out);
        }
    }

    /**
     * Reads a plane.
     *
     * @param number of the plane, from 1
     * @throws IOException if it cannot be read, or the file ends before it
     */
    public ImageProcessor read(final int number) throws IOException {
        // ImageJ would fill missing pixels with zeros.
        checkReaches(number);
        final FileInfo info = info();
        info.fileFormat = FileInfo.RAW;
        info.directory = file.toAbsolutePath().getParent().toString();
        info.fileName = file.getFileName().toString();
        info.longOffset = (number - 1) * bytes();
        return new FileOpener(info).openProcessor();
    }

    /** @throws IOException if the file ends before the end of a plane */
    void checkReaches(final int number) throws IOException {
        if (Files.size(file) < number * bytes()) throw new IOException("plane " + number + " is missing in " + file);
    }

    private long bytes() {
        return (long) width * height * info().getBytesPerPixel();
    }

    private FileInfo info() {
        final FileInfo info = new FileInfo();
        info.width = width;
        info.height = height;
        info.fileType = switch (bits) {
            case 8 -> FileInfo.GRAY8;
            case 16 -> FileInfo.GRAY16_UNSIGNED;
            case 24 -> FileInfo.RGB;
            default -> FileInfo.GRAY32_FLOAT;
        };
        return info;
    }
}
