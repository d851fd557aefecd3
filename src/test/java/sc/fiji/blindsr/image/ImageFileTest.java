package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.NewImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tif", "png", "jpg", "gif", "bmp"})
    void opensWhatImageJOpens(final String format) throws IOException {
        final Path file = folder.resolve("image." + format);
        save(file, format);
        final ImagePlus image = ImageFile.open(file);
        assertEquals(32, image.getWidth());
        assertEquals(16, image.getHeight());
    }

    /** Cut off after the header, something else under this name, empty, or not there. */
    @ParameterizedTest
    @ValueSource(strings = {"tif", "png", "jpg", "gif", "bmp"})
    void aBrokenFileIsAnException(final String format) throws IOException {
        final Path file = folder.resolve("image." + format);
        save(file, format);
        final byte[] whole = Files.readAllBytes(file);
        for (final byte[] content : new byte[][] {Arrays.copyOf(whole, 20), "no image at all".getBytes(), {}}) {
            Files.write(file, content);
            assertThrows(IOException.class, () -> ImageFile.open(file));
        }
        Files.delete(file);
        assertThrows(IOException.class, () -> ImageFile.open(file));
    }

    private static void save(final Path file, final String format) throws IOException {
        final ImagePlus image = NewImage.createByteImage("image", 32, 16, 1, NewImage.FILL_RAMP);
        if (format.equals("tif")) IJ.saveAsTiff(image, file.toString());
        else assertTrue(ImageIO.write(image.getBufferedImage(), format, file.toFile()));
    }
}
