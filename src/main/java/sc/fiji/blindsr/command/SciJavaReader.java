package sc.fiji.blindsr.command;

import ij.ImagePlus;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.convert.ConvertService;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.image.ImageReader;

/** Opens with SciJava's readers, such as SCIFIO's, what ImageJ cannot. */
final class SciJavaReader implements ImageReader {

    private final IOService readers;
    private final ConvertService converters;

    SciJavaReader(final IOService readers, final ConvertService converters) {
        this.readers = readers;
        this.converters = converters;
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
            final Object data = reader.open(file.toString());
            final ImagePlus image = data instanceof ImagePlus plus ? plus : converters.convert(data, ImagePlus.class);
            if (image == null) throw e;
            return image;
        }
    }
}
