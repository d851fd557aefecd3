package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

class PlanesTest {

    /** As another program would leave the file. */
    @Test
    void planesThatAreLostOnTheDiskAreAnError(@TempDir final Path folder) throws IOException {
        final Path file = Files.createFile(folder.resolve("planes"));
        final DiskStack stack = new DiskStack(new PlaneFile(file, 4, 3, 8), 0, Progress.NONE);
        for (int plane = 1; plane <= 3; plane++) stack.addSlice("", new ByteProcessor(4, 3));
        Files.write(file, new byte[0]);
        for (final Executable use :
                List.<Executable>of(() -> stack.addSlice("", new ByteProcessor(4, 3)), () -> stack.getProcessor(3)))
            assertEquals(
                    "plane 3 is missing in " + file,
                    assertThrows(UncheckedIOException.class, use).getCause().getMessage());
    }

    @Test
    void greyLevelsSurviveThereAndBack() {
        final Random random = new Random(1);
        final ImageProcessor bytes = new ByteProcessor(7, 5),
                shorts = new ShortProcessor(7, 5),
                floats = new FloatProcessor(7, 5),
                colours = new ColorProcessor(7, 5);
        for (int i = 0; i < 35; i++) {
            bytes.set(i, random.nextInt(256));
            shorts.set(i, random.nextInt(65536));
            floats.setf(i, (float) (1e4 * random.nextGaussian()));
            colours.set(i, random.nextInt(1 << 24));
        }
        for (final ImageProcessor pixels : new ImageProcessor[] {bytes, shorts, floats, colours}) {
            final ImagePlus image = new ImagePlus("", pixels);
            final IntensityRange range = IntensityRange.of(image, "input");
            final ImageProcessor back = Planes.write(Planes.read(image, 1, range), image, range);
            assertEquals(pixels.getClass(), back.getClass());
            for (int i = 0; i < 35; i++)
                if (pixels == floats) assertEquals(pixels.getf(i), back.getf(i), 0.01f);
                else assertEquals(pixels.get(i) & 0xffffff, back.get(i) & 0xffffff);
        }
    }

    @Test
    void eightBitIsDividedBy255AndColoursAreThreeChannels() {
        final ImagePlus grey = new ImagePlus("", new ByteProcessor(2, 1, new byte[] {0, (byte) 51}));
        assertArrayEquals(new float[] {0, 0.2f}, values(grey), 1e-7f);
        final ImagePlus colour = new ImagePlus("", new ColorProcessor(2, 1, new int[] {0xff3300, 0x000033}));
        assertArrayEquals(new float[] {1, 0, 0.2f, 0, 0, 0.2f}, values(colour), 1e-7f);
    }

    private static float[] values(final ImagePlus image) {
        return Planes.read(image, 1, IntensityRange.of(image, "input"))
                .update(null)
                .getCurrentStorageArray();
    }

    @Test
    void integersAreRoundedAndHeldWithinTheirType() {
        final IntensityRange asIs = IntensityRange.IDENTITY;
        final ArrayImg<FloatType, FloatArray> values = ArrayImgs.floats(new float[] {-3, 1.5f, 300, 70000}, 4, 1, 1);
        final ImageProcessor bytes = Planes.write(values, new ImagePlus("", new ByteProcessor(1, 1)), asIs);
        assertArrayEquals(new byte[] {0, 2, (byte) 255, (byte) 255}, (byte[]) bytes.getPixels());
        final ImageProcessor shorts = Planes.write(values, new ImagePlus("", new ShortProcessor(1, 1)), asIs);
        assertArrayEquals(new short[] {0, 2, 300, (short) 65535}, (short[]) shorts.getPixels());
        final ImageProcessor floats = Planes.write(values, new ImagePlus("", new FloatProcessor(1, 1)), asIs);
        assertArrayEquals(new float[] {-3, 1.5f, 300, 70000}, (float[]) floats.getPixels());
    }

    /** The 1000 values 0…998 and 10⁹, over two planes: the quantiles 0.1 % and 99.9 % have the ranks 0.999 and 998.001. */
    @Test
    void wideTypesAreMappedByQuantilesOfAllPlanes() {
        final float[] first = new float[500], second = new float[500];
        for (int i = 0; i < 500; i++) {
            first[i] = i;
            second[i] = 500 + i;
        }
        second[499] = 1e9f; // a hot pixel
        final ImageStack stack = new ImageStack(25, 20);
        stack.addSlice(new FloatProcessor(25, 20, first));
        stack.addSlice(new FloatProcessor(25, 20, second));
        final IntensityRange range = IntensityRange.of(new ImagePlus("", stack), "input");
        assertEquals(0, range.zero(), 1e-3);
        assertEquals(998, range.one(), 1e-3);
        assertEquals(250.5, range.fromUnit(range.toUnit(250.5)), 1e-3);
    }

    /** Such as what was divided by a rest of rounding. */
    @ParameterizedTest
    @ValueSource(floats = {1e12f, 1e17f, 1e24f})
    void onePixelDoesNotHideAllOthers(final float level) {
        final FloatProcessor pixels = new FloatProcessor(100, 100);
        for (int i = 0; i < 10_000; i++) pixels.setf(i, i / 100);
        pixels.setf(5000, level);
        final IntensityRange range = IntensityRange.of(new ImagePlus("", pixels), "input");
        assertEquals(0, range.zero(), 1e-2);
        assertEquals(99, range.one(), 1e-2);
    }

    /** The background that was set to 0 is no data, and 0 in what is made of the image. */
    @Test
    void whatStandsForMissingDataIsKept() {
        final FloatProcessor pixels = new FloatProcessor(40, 30);
        for (int i = 0; i < 1200; i++) pixels.setf(i, i % 40 < 10 ? 0 : 1000 + i % 7);
        final ImagePlus image = new ImagePlus("", pixels);
        final IntensityRange range = IntensityRange.of(image, "input");
        assertTrue(Float.isNaN(range.toUnit(0)));
        final FloatProcessor made = new FloatProcessor(80, 60);
        made.set(1003);
        Planes.keepMissing(made, 2, image, 1, range);
        for (int y = 0; y < 60; y++) for (int x = 0; x < 80; x++) assertEquals(x < 20 ? 0 : 1003, made.getf(x, y));
    }

    /** Neither the range nor its limits are those of pixels that are left out; what these hide is no structure. */
    @Test
    void whatIsLeftOutHasNoPartInTheRange() {
        final boolean[] left = new boolean[1200];
        for (int i = 1100; i < 1200; i++) left[i] = true;
        for (final int bits : new int[] {16, 32}) {
            final FloatProcessor pixels = new FloatProcessor(40, 30);
            for (int i = 0; i < 1200; i++) pixels.setf(i, left[i] ? 9000 + i : i % 40 < 10 ? 0 : 1000 + i % 7);
            final ImageProcessor typed = bits == 16 ? pixels.convertToShortProcessor(false) : pixels;
            final IntensityRange range = IntensityRange.ofChannels(
                            new ImagePlus("", typed), plane -> left, "input", Progress.NONE)
                    .get(0);
            assertEquals(1006, range.one(), 1e-2);
            assertFalse(Float.isNaN(range.toUnit(9500)));
            assertEquals(bits == 32, Float.isNaN(range.toUnit(0)));
        }
        for (final int bits : new int[] {8, 16, 24, 32}) {
            final FloatProcessor pixels = new FloatProcessor(40, 30);
            for (int i = 0; i < 1200; i++) pixels.setf(i, left[i] ? i % 50 : 7);
            final ImagePlus image = new ImagePlus(
                    "flat",
                    bits == 32
                            ? pixels
                            : bits == 16
                                    ? pixels.convertToShortProcessor(false)
                                    : pixels.convertToByteProcessor(false));
            if (bits == 24) image.setProcessor(image.getProcessor().convertToRGB());
            assertTrue(assertThrows(
                            UserError.class,
                            () -> IntensityRange.ofChannels(image, plane -> left, "input", Progress.NONE))
                    .getMessage()
                    .startsWith("input: the image \"flat\" is constant (all pixels that are not left out are "));
        }
    }

    @Test
    void sparseImagesFallBackToTheirExtremes() {
        final FloatProcessor pixels = new FloatProcessor(100, 100);
        pixels.setf(50, 50, 7);
        assertEquals(new IntensityRange(0, 7), IntensityRange.of(new ImagePlus("", pixels), "input"));
    }

    @Test
    void imagesWithoutUsableValuesAreRefused() {
        final FloatProcessor constant = new FloatProcessor(5, 4), broken = new FloatProcessor(5, 4);
        broken.setf(3, 2, Float.NaN);
        final String flat = assertThrows(
                        UserError.class, () -> IntensityRange.of(new ImagePlus("flat", constant), "input"))
                .getMessage();
        assertTrue(flat.startsWith("input: the image \"flat\" is constant"), flat);
        final String nan = assertThrows(UserError.class, () -> IntensityRange.of(new ImagePlus("odd", broken), "input"))
                .getMessage();
        assertTrue(nan.contains("x=3, y=2"), nan);
    }
}
