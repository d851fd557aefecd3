package sc.fiji.blindsr.command;

import ij.ImagePlus;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.display.Display;
import org.scijava.display.DisplayService;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.plugin.Parameter;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.image.DisplayRange;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.image.ImageReader;

/**
 * Opens with SciJava's readers, such as SCIFIO's, what ImageJ cannot. Fiji keeps all that they open, with a display that is
 * not shown, until that display is closed: which is done here, for what was opened here and nothing else.
 */
final class SciJavaReader implements ImageReader, AutoCloseable {

    @Parameter
    private IOService readers;

    @Parameter
    private ConvertService converters;

    @Parameter
    private DisplayService displays;

    /** What the readers gave for the images in use. */
    private final Map<ImagePlus, Object> opened = new IdentityHashMap<>();

    SciJavaReader(final Context context) {
        context.inject(this);
    }

    @Override
    public ImagePlus open(final Path file) throws IOException {
        try {
            return ImageFile.open(file);
        } catch (final EOFException e) {
            throw e; // no reader could find what is missing
        } catch (final IOException e) {
            final IOPlugin<?> reader = readers.getOpener(file.toString());
            // A text could be taken for the title of an image.
            if (reader == null || CharSequence.class.isAssignableFrom(reader.getDataType())) throw e;
            return open(file, reader);
        }
    }

    private ImagePlus open(final Path file, final IOPlugin<?> reader) throws IOException {
        final Object data;
        try {
            data = reader.open(file.toString());
        } catch (final IOException | RuntimeException e) {
            throw new IOException(ImageFile.UNREADABLE + ": " + Failure.reason(e), e);
        }
        final ImagePlus image = data instanceof ImagePlus plus ? plus : converters.convert(data, ImagePlus.class);
        if (image == null) {
            close(data);
            throw new IOException(ImageFile.UNREADABLE);
        }
        opened.put(image, data);
        image.setTitle(file.getFileName().toString());
        // SCIFIO's images come with a range from 0 to 1
        DisplayRange.fit(image);
        return image;
    }

    @Override
    public void release(final ImagePlus image) {
        final Object data = opened.remove(image);
        if (data != null) close(data);
        image.flush();
    }

    private void close(final Object data) {
        displays.getDisplays(data).forEach(Display::close);
    }

    /** Lets go of all images that are still in use. */
    @Override
    public void close() {
        List.copyOf(opened.keySet()).forEach(this::release);
    }
}
