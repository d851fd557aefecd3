package sc.fiji.blindsr.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;
import sc.fiji.blindsr.SampleImages;

/** A format that only SciJava knows: a text with width and height. Stands for those of SCIFIO. */
@Plugin(type = IOPlugin.class)
public class TextFileReader extends AbstractIOPlugin<ImagePlus> {

    @Override
    public boolean supportsOpen(final Location source) {
        return source.getName().endsWith(".size");
    }

    @Override
    public ImagePlus open(final Location source) throws IOException {
        final String[] size = Files.readString(Path.of(source.getURI()), StandardCharsets.UTF_8)
                .trim()
                .split("x");
        return new ImagePlus(
                "series 1", SampleImages.plane(Integer.parseInt(size[0]), Integer.parseInt(size[1]), 16, 20, 0));
    }

    @Override
    public Class<ImagePlus> getDataType() {
        return ImagePlus.class;
    }
}
