package sc.fiji.blindsr.command;

import ij.ImagePlus;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.display.Display;
import org.scijava.display.DisplayService;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.plugin.Parameter;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.image.DamagedFileException;
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
        } catch (final EOFException | DamagedFileException e) {
            throw e; // no reader could find what is missing
        } catch (final IOException e) {
            final IOPlugin<?> reader = readers.getOpener(file.toString());
            // A text could be taken for the title of an image.
            if (reader == null || CharSequence.class.isAssignableFrom(reader.getDataType())) throw e;
            return open(file, reader);
        }
    }

    private ImagePlus open(final Path file, final IOPlugin<?> reader) throws IOException {
        Object data = null;
        final ImagePlus image;
        try {
            data = reader.open(file.toString());
            image = data instanceof ImagePlus plus ? plus : converters.convert(data, ImagePlus.class);
        } catch (final IOException | RuntimeException e) {
            close(data);
            throw new IOException(ImageFile.UNREADABLE + ": " + Failure.reason(e), e);
        }
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

    /** Makes an image of what a script has, a Dataset, say; empty if that cannot be converted. */
    Optional<ImagePlus> convert(final Object data) {
        final boolean displayed = !displays.getDisplays(data).isEmpty();
        final ImagePlus image = converters.convert(data, ImagePlus.class);
        // the display that the conversion has opened, not one that there was
        if (image != null && !displayed) opened.put(image, data);
        return Optional.ofNullable(image);
    }

    @Override
    public void release(final ImagePlus image) {
        final Object data = opened.remove(image);
        close(data);
        image.flush();
    }

    private void close(final Object data) {
        if (data != null) displays.getDisplays(data).forEach(Display::close);
    }

    /** Lets go of all images that are still in use. */
    @Override
    public void close() {
        List.copyOf(opened.keySet()).forEach(this::release);
    }
}
