package sc.fiji.blindsr.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.NewImage;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.Golden;

class TestSetTest {

    @TempDir
    private Path folder;

    private void image(final String name, final int size) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        final ImagePlus image = NewImage.createByteImage("i", size, size, 1, NewImage.FILL_RAMP);
        final String format = name.substring(name.indexOf('.') + 1);
        if (format.equals("tif")) IJ.saveAsTiff(image, folder.resolve(name).toString());
        else
            assertTrue(ImageIO.write(
                    image.getBufferedImage(), format, folder.resolve(name).toFile()));
    }

    @Test
    void imagesOfAFolder() throws IOException {
        image("b.png", 8);
        image("a.tif", 9);
        image("b.jpg", 10);
        image("hidden/c.tif", 5);
        Files.writeString(folder.resolve("notes.txt"), "");
        final TestSet set = new TestSet(folder);
        assertEquals(List.of("a", "b.jpg", "b.png"), set.images(2));
        assertFalse(set.hasLow(2));
        assertFalse(set.hasKernels(2));
        assertEquals(9, set.reference("a").orElseThrow().getWidth());
        assertEquals(10, set.reference("b.jpg").orElseThrow().getWidth());
        assertTrue(set.reference("c").isEmpty());
        assertTrue(set.kernel("a", 2).isEmpty());
    }

    @Test
    void foldersOfABenchmark() throws IOException {
        image("hr/a.png", 8);
        image("hr/b.png", 8);
        image("lr_x2/b.tif", 4);
        image("kernels_x2/b.tif", 5);
        final TestSet set = new TestSet(folder);
        assertEquals(List.of("b"), set.images(2));
        assertEquals(List.of("a", "b"), set.images(3));
        assertTrue(set.hasLow(2));
        assertFalse(set.hasKernels(3));
        assertEquals(4, set.low("b", 2).getWidth());
        assertEquals(5, set.kernel("b", 2).orElseThrow().getWidth());
        assertThrows(IOException.class, () -> set.kernel("a", 2));
    }

    /** Rows and columns of an array are those of the kernel's image. */
    @Test
    void kernelsFromArrays() throws IOException {
        try (InputStream kernels = Golden.class.getResourceAsStream("/golden/metrics.npz")) {
            Files.copy(kernels, folder.resolve("kernels_x2.npz"));
        }
        final TestSet set = new TestSet(folder);
        final ImageProcessor kernel = set.kernel("k1", 2).orElseThrow().getProcessor();
        final Golden golden = new Golden("metrics");
        assertArrayEquals(golden.shape("k1"), new int[] {kernel.getHeight(), kernel.getWidth()});
        assertArrayEquals(golden.floats("k1"), (float[]) kernel.getPixels());
        assertThrows(IOException.class, () -> set.kernel("k9", 2));
        Files.writeString(folder.resolve("kernels_x3.npz"), "no arrays");
        assertThrows(IOException.class, () -> set.kernel("k1", 3));
    }
}
