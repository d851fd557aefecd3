package sc.fiji.blindsr.image;

import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.ImageWriter;
import ij.process.ImageProcessor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.blindsr.progress.Progress;

/**
 * A stack whose planes are kept in a file, so that memory does not grow with their number. Planes are added one after the
 * other, and can then be read at any time until the stack is closed. Changes to a plane that was read are lost.
 */
public final class DiskStack extends VirtualStack implements AutoCloseable {

    private final Path file;
    private final OutputStream out;
    private final Progress progress;
    private final List<String> labels = new ArrayList<>();

    /**
     * Makes an empty stack.
     *
     * @param file created here, and removed by {@link #close}
     * @param bits 8, 16, 24 or 32 for each pixel
     * @param progress updated at every plane that is read; may cancel
     */
    public DiskStack(final Path file, final int width, final int height, final int bits, final Progress progress)
            throws IOException {
        super(width, height);
        this.file = file;
        this.progress = progress;
        setBitDepth(bits);
        out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    /** @throws UncheckedIOException if the plane cannot be written */
    @Override
    public void addSlice(final String label, final ImageProcessor plane) {
        final FileInfo info = info();
        info.pixels = plane.getPixels();
        try {
            new ImageWriter(info).write(out);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        labels.add(label);
    }

    /** @throws UncheckedIOException if the plane cannot be read */
    @Override
    public ImageProcessor getProcessor(final int n) {
        progress.update("Reading back", n - 1, getSize());
        final FileInfo info = info();
        info.fileFormat = FileInfo.RAW;
        info.directory = file.toAbsolutePath().getParent().toString();
        info.fileName = file.getFileName().toString();
        final long bytes = (long) info.width * info.height * info.getBytesPerPixel();
        info.longOffset = (n - 1) * bytes;
        try {
            out.flush();
            // ImageJ would fill missing pixels with zeros.
            if (Files.size(file) < n * bytes) throw new IOException("plane " + n + " is missing in " + file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FileOpener(info).openProcessor();
    }

    private FileInfo info() {
        final FileInfo info = new FileInfo();
        info.width = getWidth();
        info.height = getHeight();
        info.fileType = switch (getBitDepth()) {
            case 8 -> FileInfo.GRAY8;
            case 16 -> FileInfo.GRAY16_UNSIGNED;
            case 24 -> FileInfo.RGB;
            default -> FileInfo.GRAY32_FLOAT;
        };
        return info;
    }

    @Override
    public int getSize() {
        return labels.size();
    }

    @Override
    public void setSliceLabel(final String label, final int n) {
        labels.set(n - 1, label);
    }

    @Override
    public String getSliceLabel(final int n) {
        // ImageJ's TIFF writer takes a first plane without a label for a stack without any.
        return labels.get(n - 1) == null && labels.stream().anyMatch(l -> l != null) ? "" : labels.get(n - 1);
    }

    /** Removes the file. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
