package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Prefs;
import ij.gui.NewImage;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.measure.Calibration;
import ij.plugin.filter.AVI_Writer;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** What would be opened with a black or grey part. */
    @ParameterizedTest
    @ValueSource(strings = {"tif", "jpg", "progressive.jpg", "pgm", "fits"})
    void aFileThatWasCutOffIsAnException(final String format) throws IOException {
        final Path file = folder.resolve("image." + format);
        final ImagePlus image = NewImage.createByteImage("image", 200, 150, 1, NewImage.FILL_RANDOM);
        if (format.startsWith("progressive")) saveProgressively(image, file);
        else if (format.equals("pgm")) new FileSaver(image).saveAsPgm(file.toString());
        else if (format.equals("fits")) new FileSaver(image).saveAsFits(file.toString());
        else IJ.saveAs(image, format, file.toString());
        assertEquals(200, ImageFile.open(file).getWidth());
        final byte[] whole = Files.readAllBytes(file);
        for (final double share : new double[] {0.5, 0.9}) {
            Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
            final String message =
                    assertThrows(EOFException.class, () -> ImageFile.open(file)).getMessage();
            assertTrue(message.startsWith("the file has been cut off"), message);
        }
    }

    /** Fewer frames are opened, as if there never were more. */
    @ParameterizedTest
    @ValueSource(strings = {"gif", "avi"})
    void aSeriesThatWasCutOffIsAnException(final String format) throws IOException {
        final Path file = folder.resolve("series." + format);
        final ImagePlus series = NewImage.createByteImage("series", 60, 50, 6, NewImage.FILL_RANDOM);
        if (format.equals("gif")) IJ.saveAs(series, format, file.toString());
        else new AVI_Writer().writeImage(series, file.toString(), AVI_Writer.JPEG_COMPRESSION, 90);
        assertEquals(6, ImageFile.open(file).getStackSize());
        final byte[] whole = Files.readAllBytes(file);
        for (final double share : new double[] {0.5, 0.7, 0.9}) {
            Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
            assertThrows(IOException.class, () -> ImageFile.open(file));
        }
        // what follows the end does no harm
        Files.write(file, Arrays.copyOf(whole, whole.length + 100));
        assertEquals(6, ImageFile.open(file).getStackSize());
    }

    private static void saveProgressively(final ImagePlus image, final Path file) throws IOException {
        final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        final ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image.getBufferedImage(), null, null), parameters);
        }
    }

    /** What ImageJ's own virtual stacks give, of files with an entry for each plane and of such with one for all. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void somePlanesAreThoseOfTheWhole(final int bits) throws IOException {
        final Path file = folder.resolve("stack.tif");
        final ImagePlus stack = NewImage.createImage("stack", 12, 9, 4, bits, NewImage.FILL_RANDOM);
        stack.setDimensions(1, 2, 2);
        stack.getStack().setSliceLabel("third", 3);
        IJ.saveAsTiff(stack, file.toString());
        final ImagePlus some = ImageFile.openForSomePlanes(file), whole = ImageFile.open(file);
        assertTrue(some.getStack().isVirtual());
        assertEquals(2, some.getNFrames());
        assertEquals(bits, some.getBitDepth());
        assertEquals("third", some.getStack().getSliceLabel(3));
        for (int plane = 1; plane <= 4; plane++)
            assertArrayEquals(
                    whole.getStack().getProcessor(plane).getFloatArray(),
                    some.getStack().getProcessor(plane).getFloatArray());
    }

    /** A drive that is gone gives no black planes. */
    @Test
    void aPlaneThatCannotBeReadIsAnException() throws IOException {
        final Path file = folder.resolve("stack.tif");
        IJ.saveAsTiff(NewImage.createByteImage("stack", 12, 9, 4, NewImage.FILL_RAMP), file.toString());
        final ImagePlus some = ImageFile.openForSomePlanes(file);
        Files.delete(file);
        final String message = assertThrows(
                        UncheckedIOException.class, () -> some.getStack().getProcessor(3))
                .getMessage();
        assertTrue(message.contains("plane 3 of ") && message.contains("stack.tif"), message);
    }

    /** ImageJ would stop the macro that runs, and give nothing. */
    @Test
    void aFrameThatIsDamagedIsAnException() throws IOException {
        final Path file = folder.resolve("movie.avi");
        final ImagePlus frames = NewImage.createByteImage("movie", 32, 16, 3, NewImage.FILL_RAMP);
        new AVI_Writer().writeImage(frames, file.toString(), AVI_Writer.JPEG_COMPRESSION, 90);
        assertEquals(3, ImageFile.open(file).getStackSize());
        final byte[] bytes = Files.readAllBytes(file);
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        final int second = text.indexOf("00dc", text.indexOf("movi00dc") + 8) + 8;
        Arrays.fill(bytes, second, second + 200, (byte) 1);
        Files.write(file, bytes);
        final ImageStack damaged = ImageFile.open(file).getStack();
        assertEquals(255, damaged.getProcessor(3).getMax(), 8);
        final String message = assertThrows(UncheckedIOException.class, () -> damaged.getProcessor(2))
                .getCause()
                .getMessage();
        assertTrue(message.startsWith("frame 2 of " + file + " could not be read"), message);
    }

    /** ImageJ would leave planes black in part, or never end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damagedCompressedPixelsAreAnException(final boolean stopsEarly) throws IOException {
        final Path file = folder.resolve("image.tif");
        final ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        final ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType("ZLib");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int n = 0; n < 2; n++)
                writer.writeToSequence(
                        new IIOImage(
                                NewImage.createByteImage("", 64, 64, 1, NewImage.FILL_RANDOM)
                                        .getBufferedImage(),
                                null,
                                null),
                        parameters);
            writer.endWriteSequence();
        }
        assertEquals(2, ImageFile.open(file).getStackSize());
        assertEquals(
                64, ImageFile.openForSomePlanes(file).getStack().getProcessor(2).getWidth());
        final FileInfo last = TiffDirectories.of(file)[1];
        final byte[] bytes = Files.readAllBytes(file);
        final int strip = last.stripOffsets[0];
        if (stopsEarly) {
            // empty blocks, of which none is the last
            final byte[] block = {0, 0, 0, (byte) 0xff, (byte) 0xff};
            for (int i = 2; i < last.stripLengths[0]; i++) bytes[strip + i] = block[(i - 2) % block.length];
        } else Arrays.fill(bytes, strip + 40, strip + 80, (byte) 0xff);
        Files.write(file, bytes);
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> { // the test shall end even so
                    final String message = assertThrows(DamagedFileException.class, () -> ImageFile.open(file))
                            .getMessage();
                    assertTrue(message.startsWith("its compressed pixels are damaged: "), message);
                    final ImageStack some = ImageFile.openForSomePlanes(file).getStack();
                    assertEquals(64, some.getProcessor(1).getWidth());
                    final String ofPlane = assertThrows(UncheckedIOException.class, () -> some.getProcessor(2))
                            .getMessage();
                    assertTrue(
                            ofPlane.startsWith("plane 2 of " + file + ": its compressed pixels are damaged"), ofPlane);
                });
    }

    /** In the order of the file, with an entry for each block of planes or one for all of them; as a whole and plane by plane. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<TiffData/>",
                "<TiffData IFD='0' FirstC='0' FirstZ='0' FirstT='0' PlaneCount='3'><UUID FileName='image.ome.tif'>u</UUID></TiffData>"
                        + "<TiffData IFD='3' FirstC='1' FirstZ='0' FirstT='0' PlaneCount='3'><UUID FileName='image.ome.tif'>u</UUID></TiffData>"
            })
    void axesAndSizesOfOmeXmlAreRead(final String blocks) throws IOException {
        final Path file = saveOme("DimensionOrder='XYZCT' SizeC='2' SizeZ='3' PhysicalSizeX='0.1' PhysicalSizeY='100'"
                + " PhysicalSizeYUnit='nm' PhysicalSizeZ='0.4'>" + blocks);
        for (final ImagePlus image : List.of(ImageFile.open(file), ImageFile.openForSomePlanes(file))) {
            assertEquals("image.ome.tif", image.getTitle());
            assertArrayEquals(new int[] {16, 16, 2, 3, 1}, image.getDimensions());
            for (int c = 1; c <= 2; c++)
                for (int z = 1; z <= 3; z++)
                    assertEquals(
                            3 * (c - 1) + z - 1,
                            image.getStack()
                                    .getProcessor(image.getStackIndex(c, z, 1))
                                    .get(5, 5));
            assertEquals("µm", image.getCalibration().getUnit());
            assertEquals(0.1, image.getCalibration().pixelWidth, 1e-12);
            assertEquals(0.1, image.getCalibration().pixelHeight, 1e-12);
            assertEquals(0.4, image.getCalibration().pixelDepth, 1e-12);
            assertEquals(List.of(), TiffRemarks.of(image));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "PhysicalSizeX='0'", "PhysicalSizeX='NaN'", "PhysicalSizeX='2' PhysicalSizeXUnit='pixel'"})
    void aSizeThatOmeXmlDoesNotKnowIsNone(final String size) throws IOException {
        final ImagePlus image =
                ImageFile.open(saveOme("DimensionOrder='XYZCT' SizeC='2' SizeZ='3' " + size + "><TiffData/>"));
        assertEquals(2, image.getNChannels());
        assertEquals(1, image.getCalibration().pixelWidth);
        assertEquals(" ", image.getCalibration().getUnit()); // as ImageJ reads the file without
    }

    /** Signed numbers mean what they did, and the size that the TIFF itself says stays. */
    @Test
    void whatOmeXmlDoesNotSayStays() {
        final ImagePlus signed = NewImage.createShortImage("s", 16, 16, 4, NewImage.FILL_BLACK);
        signed.getStack().getProcessor(1).set(32768 - 5);
        signed.getCalibration().setSigned16BitCalibration();
        signed.getCalibration().setUnit("mm");
        signed.getCalibration().pixelWidth = signed.getCalibration().pixelHeight = 0.25;
        final ImagePlus told = new OmePixels(2, 2, 1, new int[] {0, 2, 1, 3}, new Calibration()).told(signed);
        assertEquals(
                -5,
                told.getCalibration().getCValue(told.getStack().getProcessor(1).get(3, 3)),
                1e-6);
        assertEquals(0.25, told.getCalibration().pixelWidth, 1e-12);
        assertEquals(2, told.getNChannels());
        final ImagePlus colours = new OmePixels(2, 2, 1, new int[] {0, 2, 1, 3}, new Calibration())
                .told(NewImage.createRGBImage("rgb", 16, 16, 4, NewImage.FILL_RAMP));
        assertEquals(4, colours.getStackSize());
    }

    /** One of another axis is not 1 of its unit. */
    @ParameterizedTest
    @CsvSource({
        "'', 0.1",
        "PhysicalSizeY='0.2', 0.2",
        "PhysicalSizeY='0', 1",
        "PhysicalSizeY='3' PhysicalSizeYUnit='pixel', 1"
    })
    void theHeightOfAPixelIsItsWidthOrKnown(final String size, final double height) throws IOException {
        final ImagePlus image = ImageFile.open(
                saveOme("DimensionOrder='XYZCT' SizeC='2' SizeZ='3' PhysicalSizeX='0.1' PhysicalSizeXUnit=' um' "
                        + (size == null ? "" : size) + "><TiffData/>"));
        assertEquals(height, image.getCalibration().pixelHeight, 1e-12);
        assertEquals(height == 1 ? 1 : 0.1, image.getCalibration().pixelWidth, 1e-12);
        assertEquals(height == 1 ? " " : "µm", image.getCalibration().getUnit());
    }

    /** Where Bio-Formats is installed, ImageJ does not open such files itself. */
    @Test
    void omeXmlIsReadBesideBioFormats() throws ReflectiveOperationException, IOException {
        final Path file = saveOme("DimensionOrder='XYZCT' SizeC='2' SizeZ='3'><TiffData/>");
        final Field installed = Opener.class.getDeclaredField("bioformats");
        installed.setAccessible(true);
        final Object before = installed.get(null);
        installed.set(null, true);
        try {
            final ImagePlus image = ImageFile.open(file);
            assertArrayEquals(new int[] {16, 16, 2, 3, 1}, image.getDimensions());
            assertEquals(3, image.getStack().getProcessor(2).get(5, 5));
        } finally {
            installed.set(null, before);
        }
    }

    /** Of which ImageJ makes a stack of six slices: no planes named, several images or files, another number of planes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<TiffData IFD='0'/>",
                "<TiffData/></Pixels></Image><Image><Pixels DimensionOrder='XYCZT'><TiffData/>",
                "<TiffData PlaneCount='3'><UUID>a</UUID></TiffData><TiffData IFD='3' FirstC='1' PlaneCount='3'><UUID>b</UUID></TiffData>",
                "<TiffData IFD='4' PlaneCount='6'/>",
                "<TiffData FirstZ='9'/>",
                "<TiffData FirstZ='2000000000'/>",
                "<TiffData IFD='-1'/>",
                "<TiffData IFD='5' PlaneCount='2147483647'/>",
                "<Channel SamplesPerPixel='0'/><TiffData/>",
                "<TiffData PlaneCount='many'/>"
            })
    void axesOfOmeXmlThatCannotBeReadAreRemarked(final String blocks) throws IOException {
        final ImagePlus image =
                ImageFile.open(saveOme("DimensionOrder='XYZCT' SizeC='2' SizeZ='3' PhysicalSizeX='0.1'>" + blocks));
        assertArrayEquals(new int[] {16, 16, 1, 6, 1}, image.getDimensions());
        assertEquals(
                List.of(
                        "ImageJ does not read its OME-XML, which says 2 channels × 3 slices × 1 frames, not 1 channels × 6 slices"
                                + " × 1 frames, and may say a pixel size; Bio-Formats reads it"),
                TiffRemarks.of(image));
        // as Bio-Formats would
        image.setDimensions(2, 3, 1);
        assertEquals(List.of(), TiffRemarks.of(image));
    }

    /** Six planes of the grey levels 0 to 5. */
    private Path saveOme(final String pixels) throws IOException {
        final Path file = folder.resolve("image.ome.tif");
        final ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        final TIFFDirectory directory = TIFFDirectory.createFromMetadata(writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY),
                writer.getDefaultWriteParam()));
        directory.addTIFFField(new TIFFField(
                BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION),
                TIFFTag.TIFF_ASCII,
                1,
                new String[] {
                    "<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'>"
                            + "<Image ID='Image:0'><Pixels SizeX='16' SizeY='16' SizeT='1' "
                            + pixels + "</Pixels></Image></OME>"
                }));
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int n = 0; n < 6; n++) {
                final BufferedImage plane = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
                for (int i = 0; i < 256; i++) plane.getRaster().setSample(i % 16, i / 16, 0, n);
                writer.writeToSequence(new IIOImage(plane, null, directory.getAsMetadata()), null);
            }
            writer.endWriteSequence();
        }
        return file;
    }

    /** In the other order of bytes ImageJ's reader loses half of each letter of most alphabets. */
    @Test
    void infoIsReadAsItWasWritten(@TempDir final Path other) throws IOException {
        final boolean before = Prefs.intelByteOrder;
        Prefs.intelByteOrder = true;
        try {
            final ImagePlus image = new ImagePlus("日本", new FloatProcessor(3, 3));
            image.setProperty("Info", "Image: Клетка 日本 µm\n");
            final Path file = other.resolve("a.tif");
            ImageFile.write(image, file);
            assertTrue(Prefs.intelByteOrder);
            assertEquals(image.getInfoProperty(), ImageFile.open(file).getInfoProperty());
        } finally {
            Prefs.intelByteOrder = before;
        }
    }

    /** ImageJ alone would read its only directory again and again, until the memory is full. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void directoriesThatLeadBackAreAnException(final boolean littleEndian) throws IOException {
        final Path file = folder.resolve("image.tif");
        final boolean before = Prefs.intelByteOrder;
        Prefs.intelByteOrder = littleEndian;
        save(file, "tif");
        Prefs.intelByteOrder = before;
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        final int directory = bytes.getInt(4), entries = bytes.getShort(directory);
        Files.write(file, bytes.putInt(directory + 2 + 12 * entries, directory).array());
        final String message = assertTimeoutPreemptively(
                Duration.ofMinutes(1), // the test shall end even so
                () -> assertThrows(DamagedFileException.class, () -> ImageFile.open(file))
                        .getMessage());
        assertEquals("it is no image that can be read: one of its directories leads back to an earlier one", message);
    }

    private static void save(final Path file, final String format) throws IOException {
        final ImagePlus image = NewImage.createByteImage("image", 32, 16, 1, NewImage.FILL_RAMP);
        if (format.equals("tif")) IJ.saveAsTiff(image, file.toString());
        else assertTrue(ImageIO.write(image.getBufferedImage(), format, file.toFile()));
    }
}
