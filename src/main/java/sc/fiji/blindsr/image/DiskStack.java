package sc.fiji.blindsr.image;

import ij.VirtualStack;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.blindsr.progress.Progress;

/**
 * A stack whose planes are kept in a file, so that memory does not grow with their number. Planes are added one after the
 * other, and can be read at any time. Changes to a plane that was read are lost.
 */
public final class DiskStack extends VirtualStack {

    private final PlaneFile file;
    private final Progress progress;
    private final List<String> labels;

    /**
     * Makes a stack.
     *
     * @param planes how many planes the file has
     * @param progress updated at every plane that is read; may cancel
     */
    public DiskStack(final PlaneFile file, final int planes, final Progress progress) {
        super(file.width(), file.height());
        this.file = file;
        this.progress = progress;
        labels = new ArrayList<>(Collections.nCopies(planes, null));
        setBitDepth(file.bits());
    }

    /** @throws UncheckedIOException if the plane cannot be written, or one before it is no longer there */
    @Override
    public void addSlice(final String label, final ImageProcessor plane) {
        try {
            // What lies between the file's end and a plane after it would be read as black.
            file.checkReaches(getSize());
            file.write(getSize() + 1, plane);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        labels.add(label);
    }

    /** @throws UncheckedIOException if the plane cannot be read */
    @Override
    public ImageProcessor getProcessor(final int n) {
        progress.update("Reading back", n - 1, getSize());
        try {
            return file.read(n);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
