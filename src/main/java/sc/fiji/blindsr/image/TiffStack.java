package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The planes of a TIFF, each read when it is asked for. Where ImageJ's own virtual stack gives a black plane since the file
 * cannot be read (a network drive that is gone), this says so.
 */
final class TiffStack extends VirtualStack {

    private final List<FileInfo> planes = new ArrayList<>();
    /** Their numbers in the file, from 1. */
    private final List<Integer> numbers = new ArrayList<>();

    private final ImageStack opened;

    /**
     * @param entries the file's entries: one for each plane, or one for all
     * @param opened the same as ImageJ's virtual stack, which knows labels and the type
     */
    TiffStack(final FileInfo[] entries, final ImageStack opened) {
        super(opened.getWidth(), opened.getHeight());
        this.opened = opened;
        setBitDepth(opened.getBitDepth());
        for (final FileInfo entry : entries) {
            final long step = (long) entry.width * entry.height * entry.getBytesPerPixel() + entry.getGap();
            for (int i = 0; i < Math.max(1, entry.nImages); i++) {
                final FileInfo plane = (FileInfo) entry.clone();
                plane.nImages = 1;
                if (entry.nImages > 1) plane.longOffset = entry.getOffset() + i * step;
                planes.add(plane);
                numbers.add(planes.size());
            }
        }
    }

    private TiffStack(final TiffStack other, final int... order) {
        super(other.getWidth(), other.getHeight());
        opened = other.opened;
        setBitDepth(other.getBitDepth());
        for (final int plane : order) {
            planes.add(other.planes.get(plane));
            numbers.add(other.numbers.get(plane));
        }
    }

    /**
     * The same planes in another order.
     *
     * @param order for each plane the number of this stack's, from 0
     */
    TiffStack inOrder(final int... order) {
        return new TiffStack(this, order);
    }

    /** @throws UncheckedIOException if the plane cannot be read */
    @Override
    public ImageProcessor getProcessor(final int n) {
        final FileInfo plane = planes.get(n - 1);
        try {
            DeflatedStrips.check(plane, Path.of(plane.getFilePath()));
        } catch (final IOException e) {
            throw new UncheckedIOException(
                    "plane " + numbers.get(n - 1) + " of " + plane.getFilePath() + ": " + e.getMessage(), e);
        }
        final ImagePlus image = new FileOpener(plane).openImage();
        if (image == null)
            throw new UncheckedIOException(new IOException(
                    "plane " + numbers.get(n - 1) + " of " + plane.getFilePath() + " could not be read"));
        return image.getProcessor();
    }

    @Override
    public int getSize() {
        return planes.size();
    }

    @Override
    public String getSliceLabel(final int n) {
        return opened.getSliceLabel(numbers.get(n - 1));
    }
}
