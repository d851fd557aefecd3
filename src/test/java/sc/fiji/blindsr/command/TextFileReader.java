package sc.fiji.blindsr.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.Converter;
import org.scijava.display.AbstractDisplay;
import org.scijava.display.Display;
import org.scijava.display.DisplayService;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.Location;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.SampleImages;

/**
 * A format that only SciJava knows: a text with width and height. Stands for those of SCIFIO, and does as they do: what is
 * read becomes an image by way of a display that stays, its grey levels are shown from 0 to 1, and errors tell the names of
 * classes.
 */
@Plugin(type = IOPlugin.class)
public class TextFileReader extends AbstractIOPlugin<TextFileReader.Size> {

    /** The most displays that there were at one time. */
    static int mostDisplays;

    /** What is read. */
    public record Size(int width, int height) {}

    @Override
    public boolean supportsOpen(final Location source) {
        return source.getName().endsWith(".size");
    }

    @Override
    public Size open(final Location source) throws IOException {
        final String[] size = Files.readString(Path.of(source.getURI()), StandardCharsets.UTF_8)
                .trim()
                .split("x");
        try {
            return new Size(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
        } catch (final NumberFormatException e) {
            throw new IOException(new IllegalStateException(e));
        }
    }

    @Override
    public Class<Size> getDataType() {
        return Size.class;
    }

    /** Holds what was read. */
    @Plugin(type = Display.class)
    public static class SizeDisplay extends AbstractDisplay<Size> {

        /** Made by SciJava. */
        public SizeDisplay() {
            super(Size.class);
        }
    }

    /** Makes the image. */
    @Plugin(type = Converter.class)
    public static class ToImage extends AbstractConverter<Size, ImagePlus> {

        @Parameter
        private DisplayService displays;

        @Override
        @SuppressWarnings("unchecked")
        public <T> T convert(final Object source, final Class<T> type) {
            final Size size = (Size) source;
            if (displays.getDisplays(size).isEmpty()) displays.createDisplay("series 1", size);
            mostDisplays = Math.max(mostDisplays, displays.getDisplays().size());
            final ImagePlus image = new ImagePlus("series 1", SampleImages.plane(size.width, size.height, 16, 20, 0));
            image.setDisplayRange(0, 1);
            return (T) image;
        }

        @Override
        public Class<ImagePlus> getOutputType() {
            return ImagePlus.class;
        }

        @Override
        public Class<Size> getInputType() {
            return Size.class;
        }
    }
}
