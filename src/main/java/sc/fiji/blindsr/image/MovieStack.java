package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The frames of a movie, each read when it is asked for. Where ImageJ's own virtual stack stops a running macro and gives nothing
 * since a frame is damaged, this says so.
 */
final class MovieStack extends VirtualStack {

    private final ImageStack opened;
    private final Path file;

    /** @param opened the same as ImageJ's virtual stack */
    MovieStack(final ImagePlus opened, final Path file) {
        super(opened.getWidth(), opened.getHeight());
        this.opened = opened.getStack();
        this.file = file;
        setBitDepth(opened.getBitDepth());
    }

    /** @throws UncheckedIOException if the frame cannot be read */
    @Override
    public ImageProcessor getProcessor(final int n) {
        try {
            return ImageFile.quietly(() -> frame(n), "frame " + n + " of " + file + " could not be read")
                    .getProcessor();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImagePlus frame(final int n) {
        final ImageProcessor frame = opened.getProcessor(n);
        return frame == null ? null : new ImagePlus("", frame);
    }

    @Override
    public int getSize() {
        return opened.getSize();
    }

    @Override
    public String getSliceLabel(final int n) {
        return opened.getSliceLabel(n);
    }
}
