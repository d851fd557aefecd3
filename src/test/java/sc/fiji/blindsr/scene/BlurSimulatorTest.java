package sc.fiji.blindsr.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

class BlurSimulatorTest {

    /** Inside, where no boundary is felt, the product's own image formation gives the same. */
    @Test
    void blursAndSamplesAsDegradationDoes() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int scale = 2; scale <= 4; scale++) {
            final BlurKernel kernel = new AnisotropicGaussian(4, 1, 0.6).kernel(scale);
            // Degradation looks ⌊K/2⌋ to the left and above of s·n; so it agrees from a whole number of pixels on.
            final int size = 12, inset = (kernel.width() / 2 + scale - 1) / scale;
            final int all = size + 2 * inset, side = scale * all, valid = scale * (size - 1) + kernel.width();
            final float[] image = new float[side * side], piece = new float[valid * valid];
            for (int i = 0; i < image.length; i++) image[i] = (float) random.nextDouble();
            final int first = scale * inset - kernel.width() / 2;
            for (int y = 0; y < valid; y++)
                System.arraycopy(image, (first + y) * side + first, piece, y * valid, valid);
            final float[] whole = new Degradation(kernel, scale, Grid.CENTRED)
                    .apply(ArrayImgs.floats(image, side, side, 1), Progress.NONE)
                    .update(null)
                    .getCurrentStorageArray();
            final float[] low = BlurSimulator.blurredAndSampled(piece, kernel, scale, size);
            for (int y = 0; y < size; y++)
                for (int x = 0; x < size; x++)
                    assertEquals(whole[(y + inset) * all + x + inset], low[y * size + x], 1e-5, "×" + scale);
        }
    }

    @Test
    void theSameSeedDrawsTheSameSample() {
        final Sample one = new BlurSimulator(List.of(), 3, 7).draw(3, 32, new SplittableRandom(9));
        final Sample other = new BlurSimulator(List.of(), 3, 7).draw(3, 32, new SplittableRandom(9));
        assertArrayEquals(one.low(), other.low());
        assertEquals(one.blur(), other.blur());
    }

    @Test
    void samplesLieInTheirRanges() {
        final BlurSimulator simulator = new BlurSimulator(List.of(), 8, 2);
        final SplittableRandom random = new SplittableRandom(3);
        for (int scale = 2; scale <= 4; scale++)
            for (int i = 0; i < 200; i++) {
                final Sample sample = simulator.draw(scale, 24, random);
                assertEquals(24 * 24, sample.low().length);
                for (final float v : sample.low()) assertTrue(v >= 0 && v <= 1, "level " + v);
                final AnisotropicGaussian gaussian = sample.blur().gaussian(scale);
                assertTrue(gaussian.lambda2() > AnisotropicGaussian.smallestVariance(scale) - 1e-9);
                assertTrue(gaussian.lambda1() < AnisotropicGaussian.largestVariance(scale) + 1e-9);
            }
    }

    /** A grey PNG's levels are taken as they are, a colour one's by their luminance. */
    @Test
    void photographsAreRead(@TempDir final Path folder) throws IOException {
        final Path grey = photograph(folder.resolve("grey.png"), BufferedImage.TYPE_BYTE_GRAY);
        final Path colour = photograph(folder.resolve("colour.png"), BufferedImage.TYPE_INT_RGB);
        for (final Path file : List.of(grey, colour)) {
            final List<GreyImage> images = GreyImage.photograph(file);
            assertEquals(2, images.size(), "as it is, and at a half");
            assertEquals(77 / 255f, images.get(0).at(5, 6));
            assertEquals(77 / 255f, images.get(1).at(5, 6));
            assertEquals(310, images.get(1).width());
        }
    }

    private static Path photograph(final Path file, final int type) throws IOException {
        final BufferedImage image = new BufferedImage(620, 640, type);
        for (int b = 0; b < image.getRaster().getNumBands(); b++)
            image.getRaster().setSamples(0, 0, 620, 640, b, levels(620 * 640));
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static int[] levels(final int number) {
        final int[] levels = new int[number];
        java.util.Arrays.fill(levels, 77);
        return levels;
    }

    @Test
    void aFileThatIsNoImageIsTheUsersAffair(@TempDir final Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("note.png"), "not an image");
        assertThrows(UserError.class, () -> GreyImage.photograph(file));
        assertThrows(UserError.class, () -> GreyImage.photograph(folder.resolve("missing.png")));
    }
}
