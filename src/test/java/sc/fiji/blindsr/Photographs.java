package sc.fiji.blindsr;

import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sharp photographs, from which reports make images whose truth is known. */
public final class Photographs {

    private Photographs() {}

    /** The image files of a folder, in the order of their names. */
    public static List<Path> in(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(png|jpe?g|tif)"))
                    .sorted()
                    .toList();
        }
    }

    /** The middle size×size pixels in grey, or as many as there are; both sides are multiples of the scale factor. */
    public static FloatProcessor middle(final ImageProcessor image, final int size, final int scale) {
        final ImageProcessor grey = image instanceof ColorProcessor ? image.convertToByte(false) : image;
        final int width = Math.min(size, grey.getWidth()) / scale * scale,
                height = Math.min(size, grey.getHeight()) / scale * scale;
        grey.setRoi((grey.getWidth() - width) / 2, (grey.getHeight() - height) / 2, width, height);
        return grey.crop().convertToFloatProcessor();
    }
}
