package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.plugin.filter.GaussianBlur;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;

/** Images as they are: all types and axes, and where in them the kernel is looked for. */
class ImageKindsTest {

    private static final Map<String, Object> FAST = Map.of("iterations", 2, "restorer", "Cubic spline"),
            FAST2 = Map.of("iterations", 1);

    @ParameterizedTest
    @CsvSource({"8, 1, 1, 1", "8, 2, 3, 2", "16, 1, 4, 1", "16, 3, 1, 2", "32, 2, 2, 1", "24, 1, 3, 1", "24, 1, 1, 2"})
    void typeAxesLabelsAndCalibrationAreKept(final int bits, final int channels, final int slices, final int frames) {
        final ImagePlus input = SampleImages.hyperstack(
                bits, bits > 24 ? 0.01 : bits == 16 ? 20 : 1, channels, slices, frames, IJ.COMPOSITE);
        final Calibration calibration = input.getCalibration();
        calibration.pixelWidth = 0.6;
        calibration.pixelHeight = 0.3;
        calibration.pixelDepth = 2;
        calibration.frameInterval = 5;
        calibration.setUnit("µm");
        calibration.setTimeUnit("min");
        input.setOverlay(new Overlay(new Roi(2, 3, 4, 1)));
        input.setProp("Objective", "63x");
        final ImagePlus result = run(Task.SUPER_RESOLVE, input, FAST).result();
        assertEquals(bits, result.getBitDepth());
        assertArrayEquals(new int[] {80, 72, channels, slices, frames}, result.getDimensions());
        assertEquals(input.isHyperStack(), result.isHyperStack());
        assertEquals(input instanceof CompositeImage, result instanceof CompositeImage);
        for (int i = 1; i <= input.getStackSize() && input.getStackSize() > 1; i++)
            assertEquals("plane " + i, result.getStack().getSliceLabel(i));
        assertEquals(
                "0.3 0.15 2.0 5.0 µm min",
                result.getCalibration().pixelWidth + " " + result.getCalibration().pixelHeight + " "
                        + result.getCalibration().pixelDepth + " " + result.getCalibration().frameInterval + " "
                        + result.getCalibration().getUnit() + " "
                        + result.getCalibration().getTimeUnit());
        assertEquals(new Rectangle(4, 6, 8, 2), result.getOverlay().get(0).getBounds());
        assertEquals("63x", result.getProp("Objective"));
        // in their order, and with their grey levels
        for (int i = 1; i <= input.getStackSize(); i++)
            assertEquals(mean(input, i), mean(result, i), 0.01 * mean(input, i), "plane " + i);
    }

    private static double mean(final ImagePlus image, final int plane) {
        return image.getStack().getProcessor(plane).getStats().mean;
    }

    @ParameterizedTest
    @ValueSource(ints = {IJ.COMPOSITE, IJ.COLOR, IJ.GRAYSCALE})
    void everyChannelKeepsItsColoursAndRange(final int mode) {
        final CompositeImage input = (CompositeImage) SampleImages.hyperstack(16, 20, 3, 2, 1, mode);
        for (int c = 1; c <= 3; c++) {
            input.setC(c);
            input.setChannelLut(LUT.createLutFromColor(
                    List.of(Color.GREEN, Color.ORANGE, Color.WHITE).get(c - 1)));
            input.setDisplayRange(100 * c, 5000 * c);
        }
        final CompositeImage result =
                (CompositeImage) run(Task.SUPER_RESOLVE, input, FAST).result();
        assertEquals(mode, result.getMode());
        for (int c = 1; c <= 3; c++) {
            assertEquals(
                    input.getChannelLut(c).getRGB(200), result.getChannelLut(c).getRGB(200), "channel " + c);
            result.setC(c);
            assertEquals(100 * c, result.getDisplayRangeMin());
            assertEquals(5000 * c, result.getDisplayRangeMax());
        }
    }

    /** What counts are pixels, not how they look. */
    @Test
    void displayAndCalibrationOfGreyLevelsChangeNothing() {
        for (final int bits : new int[] {8, 16}) {
            final ImagePlus plain = new ImagePlus("a", SampleImages.plane(40, 36, bits, 1, 0)),
                    dressed = plain.duplicate();
            dressed.setDisplayRange(90, 95);
            dressed.getProcessor().invertLut();
            dressed.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {-32768, 1}, "gray value");
            assertTrue(dressed.isInvertedLut());
            final ImagePlus result = run(Task.SUPER_RESOLVE, dressed, FAST).result();
            assertArrayEquals(values(run(Task.SUPER_RESOLVE, plain, FAST).result(), 1), values(result, 1));
            assertTrue(result.isInvertedLut());
            assertEquals(90, result.getDisplayRangeMin());
            assertEquals(95, result.getDisplayRangeMax());
            assertEquals(-32768 + 100, result.getCalibration().getCValue(100));
        }
    }

    @Test
    void eightBitColourBecomesRgb() {
        final ImagePlus input = SampleImages.indexed("indexed");
        assertEquals(ImagePlus.COLOR_256, input.getType());
        assertEquals(24, run(Task.SUPER_RESOLVE, input, FAST).result().getBitDepth());
        assertTrue(run(Task.SUPER_RESOLVE, input, FAST)
                .row()
                .get("Warning")
                .toString()
                .contains("palette"));
        // ImageJ gives a duplicate another type, and a stack.
        final ImagePlus duplicate = input.duplicate();
        assertEquals(ImagePlus.GRAY8, duplicate.getType());
        assertArrayEquals(
                values(run(Task.SUPER_RESOLVE, input, FAST).result(), 1),
                values(run(Task.SUPER_RESOLVE, duplicate, FAST).result(), 1));
        // A smooth look-up table is a look: the pixels are grey.
        final ImagePlus green = new ImagePlus("green", SampleImages.plane(40, 36, 8, 1, 0));
        green.setLut(LUT.createLutFromColor(Color.GREEN));
        green.setTypeToColor256();
        assertEquals(8, run(Task.SUPER_RESOLVE, green, FAST).result().getBitDepth());
    }

    /** Files with palettes whose neighbours are alike are opened as if they had a look-up table. */
    @Test
    void palettesOfFilesAreNoLooks(@TempDir final Path folder) throws Exception {
        final byte[][] colours = new byte[3][256];
        for (int i = 0; i < 256; i++) {
            colours[0][i] = (byte) (40 + i / 2);
            colours[1][i] = (byte) (i / 8 % 2 == 0 ? 60 + i % 8 * 4 : 92 - i % 8 * 4);
            colours[2][i] = (byte) (255 - i);
        }
        final BufferedImage indexed = new BufferedImage(
                40,
                36,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 256, colours[0], colours[1], colours[2]));
        indexed.getRaster()
                .setDataElements(
                        0, 0, 40, 36, SampleImages.plane(40, 36, 8, 1, 0).getPixels());
        ImageIO.write(indexed, "png", folder.resolve("a.png").toFile());
        final ImagePlus opened = IJ.openImage(folder.resolve("a.png").toString());
        assertTrue(opened.getProcessor().isPseudoColorLut());
        assertTrue(Planes.hasPalette(opened));
        final ImagePlus green = new ImagePlus("green", SampleImages.plane(40, 36, 8, 1, 0));
        green.setLut(LUT.createLutFromColor(Color.GREEN));
        new FileSaver(green).saveAsPng(folder.resolve("green.png").toString());
        assertFalse(Planes.hasPalette(IJ.openImage(folder.resolve("green.png").toString())));
    }

    /** Each plane of a stack as if it were alone, with the same kernel and noise. */
    @Test
    void planesAreRestoredOneByOne() {
        final ImagePlus input = SampleImages.hyperstack(8, 0.5, 2, 2, 1, IJ.COLOR);
        final ImagePlus kernel = run(Task.ESTIMATE_KERNEL, input, FAST2).kernel();
        final Map<String, Object> values = Map.of("kernel", kernel, "noise", 1);
        final ImagePlus all = run(Task.SUPER_RESOLVE_WITH_KERNEL, input, values).result();
        for (int i = 1; i <= 4; i++) {
            final ImagePlus alone =
                    new ImagePlus("alone", input.getStack().getProcessor(i).duplicate());
            assertArrayEquals(
                    values(run(Task.SUPER_RESOLVE_WITH_KERNEL, alone, values).result(), 1),
                    values(all, i),
                    "plane " + i);
        }
    }

    /** A dim channel is restored as if there were no bright one beside it. */
    @Test
    void everyChannelHasItsOwnRangeOfLevels() {
        final ImageProcessor dim = SampleImages.photograph("dim", 60).getProcessor();
        final ImageStack channels = new ImageStack();
        for (final double factor : new double[] {1, 40}) {
            final ImageProcessor plane = dim.convertToShort(false);
            plane.multiply(factor);
            channels.addSlice(plane);
        }
        final ImagePlus both = new ImagePlus("both", channels);
        both.setDimensions(2, 1, 1);
        final Map<String, Object> values = Map.of("kernel", new ImagePlus("kernel", kernel()));
        final Outcome together = run(Task.SUPER_RESOLVE_WITH_KERNEL, both, values);
        final ImagePlus alone = new ImagePlus("alone", channels.getProcessor(1).duplicate());
        assertArrayEquals(
                values(run(Task.SUPER_RESOLVE_WITH_KERNEL, alone, values).result(), 1), values(together.result(), 1));
    }

    private static FloatProcessor kernel() {
        final BlurKernel kernel = new AnisotropicGaussian(3, 2, 0.5).kernel(2);
        return new FloatProcessor(kernel.width(), kernel.height(), kernel.floats());
    }

    /** The second channel and third slice are sharp, all others out of focus. */
    @Test
    void theKernelIsFoundOnTheSharpestPlane() {
        final ImagePlus input = SampleImages.hyperstack(16, 20, 2, 3, 1, IJ.COLOR);
        for (int i = 1; i <= 6; i++)
            if (i != 6) new GaussianBlur().blurGaussian(input.getStack().getProcessor(i), 2);
        final Outcome outcome = run(Task.SUPER_RESOLVE, input, Map.of("iterations", 3));
        assertEquals("6", outcome.kernel().getStringProperty("Plane"));
        assertEquals(1, outcome.rows().size());
        assertEquals(1, outcome.kernel().getStackSize());
        final ImagePlus sharp =
                new ImagePlus("s", input.getStack().getProcessor(6).duplicate());
        final double width = (double)
                run(Task.ESTIMATE_KERNEL, sharp, Map.of("iterations", 3)).row().get("FWHM major");
        assertEquals(width, (double) outcome.row().get("FWHM major"), 0.05 * width);
    }

    /** Two channels with different blur: as if each were an image by itself. */
    @Test
    void channelsMayHaveKernelsOfTheirOwn() {
        final ImagePlus input = SampleImages.hyperstack(8, 0.5, 2, 1, 3, IJ.COLOR);
        for (int i = 2; i <= 6; i += 2)
            new GaussianBlur().blurGaussian(input.getStack().getProcessor(i), 1);
        final Map<String, Object> values = Map.of("channels", "Kernel per channel", "iterations", 5, "noise", 1);
        final Outcome outcome = run(Task.SUPER_RESOLVE, input, values);
        assertEquals(2, outcome.kernel().getStackSize());
        assertEquals(
                List.of("hyper.tif: Channel 1", "hyper.tif: Channel 2"),
                outcome.rows().stream().map(r -> r.get("Image")).toList());
        for (int c = 1; c <= 2; c++) {
            assertEquals("Channel " + c, outcome.kernel().getStack().getSliceLabel(c));
            assertEquals(1, sum(outcome.kernel(), c), 1e-5);
            final String plane = outcome.result().getStringProperty("Channel " + c + " Plane");
            assertEquals(c - 1, (Integer.parseInt(plane) - 1) % 2, plane);
            final ImagePlus alone = new ImagePlus(
                    "alone",
                    input.getStack().getProcessor(Integer.parseInt(plane)).duplicate());
            final Outcome single = run(Task.SUPER_RESOLVE, alone, Map.of("iterations", 5, "noise", 1));
            assertArrayEquals(values(single.kernel(), 1), values(outcome.kernel(), c));
            assertArrayEquals(values(single.result(), 1), values(outcome.result(), Integer.parseInt(plane)));
            for (final String column : List.of("FWHM major", "Angle ±", "Noise"))
                assertEquals(single.row().get(column), outcome.rows().get(c - 1).get(column), column);
            assertTrue((double) outcome.rows().get(c - 1).get("Residual") > 0);
            assertEquals(
                    single.result().getStringProperty("FWHM major"),
                    outcome.result().getStringProperty("Channel " + c + " FWHM major"));
        }
    }

    @Test
    void theThreeColoursAreChannelsToo() {
        final ImagePlus input = new ImagePlus("rgb", SampleImages.plane(40, 36, 24, 1, 0));
        final Map<String, Object> values = Map.of("channels", "Kernel per channel", "iterations", 3, "noise", 1);
        final Outcome outcome = run(Task.SUPER_RESOLVE, input, values);
        assertEquals(24, outcome.result().getBitDepth());
        for (int c = 1; c <= 3; c++)
            assertEquals(
                    List.of("Red", "Green", "Blue").get(c - 1),
                    outcome.kernel().getStack().getSliceLabel(c));
        assertEquals(3, outcome.rows().size());
        // All three are the same here, and the same as the grey image (which is rounded to a float first).
        final ImagePlus grey = run(Task.SUPER_RESOLVE, new ImagePlus("g", SampleImages.plane(40, 36, 8, 1, 0)), values)
                .result();
        final int[] rgb = (int[]) outcome.result().getProcessor().getPixels();
        for (int i = 0; i < rgb.length; i++) assertEquals((rgb[i] & 0xff) * 0x010101, rgb[i] & 0xffffff);
        for (int i = 0; i < rgb.length; i++) assertEquals(grey.getProcessor().get(i), rgb[i] & 0xff, 1);
    }

    /** An empty channel has no blur to be seen, and harms no other. */
    @Test
    void emptyChannelsAreWarnedOf() {
        final ImagePlus input = SampleImages.hyperstack(16, 20, 2, 1, 1, IJ.COLOR);
        input.getStack().getProcessor(2).set(7);
        final Outcome outcome = run(
                Task.SUPER_RESOLVE,
                input,
                Map.of("channels", "Kernel per channel", "estimator", "Variational FKP", "iterations", 3));
        assertEquals("", outcome.rows().get(0).get("Warning"));
        assertTrue(
                outcome.rows().get(1).get("Warning").toString().contains("flat"),
                outcome.rows().get(1).toString());
        assertEquals(7, mean(outcome.result(), 2), 1e-9);
    }

    /**
     * Of a virtual stack, no more than a plane is held at a time. Each is read once for its grey levels (16 bits), once (up
     * to six of them) for the noise, once to choose one and once to be restored; the chosen one, here the first, is read once
     * more for the estimation, and kept, since it is the last that was read, for the restoration that comes next; once more to
     * assess the restoration.
     */
    @Test
    void virtualStacksAreReadPlaneByPlane() {
        final SampleImages.Counting stack =
                new SampleImages.Counting(40, 36, 6, 16, n -> SampleImages.plane(40, 36, 16, 20, n));
        final ImagePlus input = new ImagePlus("virtual", stack);
        input.setDimensions(1, 2, 3);
        stack.reads = 0;
        final ImagePlus result = run(Task.SUPER_RESOLVE, input, FAST).result();
        assertEquals(4 * 6 + 1, stack.reads);
        assertTrue(input.getStack() == stack);
        assertEquals("1 2 3", result.getNChannels() + " " + result.getNSlices() + " " + result.getNFrames());
        assertEquals("virtual 4", result.getStack().getSliceLabel(4));
        final ImageStack copy = new ImageStack(40, 36);
        for (int n = 1; n <= 6; n++) copy.addSlice(SampleImages.plane(40, 36, 16, 20, n));
        final ImagePlus expected =
                run(Task.SUPER_RESOLVE, new ImagePlus("copy", copy), FAST).result();
        for (int n = 1; n <= 6; n++) assertArrayEquals(values(expected, n), values(result, n));
    }

    @Test
    void selectionsOfAnyShapeSayWhereToLook() {
        final ImagePlus input = new ImagePlus("a", SampleImages.plane(120, 100, 8, 1, 0));
        input.setRoi(new Roi(10, 20, 30, 40));
        assertEquals("10, 20, 30, 40", region(input));
        input.setRoi(new OvalRoi(10, 20, 40, 40));
        final String[] square = region(input).split(", ");
        assertEquals(28, Integer.parseInt(square[2]), 1); // 40/√2
        assertEquals(square[2], square[3]);
        for (int corner = 0; corner < 4; corner++)
            assertTrue(input.getRoi()
                    .contains(
                            Integer.parseInt(square[0]) + corner % 2 * (Integer.parseInt(square[2]) - 1),
                            Integer.parseInt(square[1]) + corner / 2 * (Integer.parseInt(square[3]) - 1)));
        // partly outside the image
        input.setRoi(new PolygonRoi(
                new Polygon(new int[] {80, 160, 160, 80}, new int[] {-30, -30, 50, 50}, 4), Roi.POLYGON));
        assertTrue(region(input).matches("80, (\\d|10), 40, 40"), region(input));
        // no area: says nothing
        input.setRoi(new Line(3, 3, 50, 60));
        assertEquals("0, 0, 120, 100", region(input));
        final LoggingProgress progress = new LoggingProgress();
        Task.ESTIMATE_KERNEL.run(Map.of("input", input, "iterations", 1), progress);
        assertEquals(
                List.of(
                        "iterations = 1 has no effect with these methods.",
                        "The selection in \"a\" is no area (Straight Line) and says nothing about where to estimate the"
                                + " kernel."),
                progress.lines);
        assertNull(run(Task.SUPER_RESOLVE, input, FAST).result().getRoi());
        input.setRoi(new TextRoi(10, 10, "a label"));
        assertEquals("0, 0, 120, 100", region(input));
    }

    private static String region(final ImagePlus image) {
        return run(Task.ESTIMATE_KERNEL, image, Map.of("iterations", 1))
                .kernel()
                .getStringProperty("Region");
    }

    @Test
    void selectionsThatCannotDoAreRefusedWithTheLeastSize() {
        final FloatProcessor pixels = new FloatProcessor(160, 120);
        final Random random = new Random(1);
        for (int i = 0; i < pixels.getPixelCount(); i++)
            pixels.setf(i, (float) (100 + 2 * random.nextGaussian() + (i % 160 > 90 ? 80 : 0)));
        final ImagePlus input = new ImagePlus("half", pixels.convertToByteProcessor(false));
        input.setRoi(new Roi(20, 30, 40, 40));
        final String flat = refused(input);
        assertTrue(
                flat.startsWith("region: the selection (40×40 pixels at 20, 30) is flat: neighbouring pixels differ "),
                flat);
        // The edge is 31 pixels to the right: the selection must grow by as much on each side, in steps of eight, up to
        // the
        // image's edges.
        assertTrue(flat.contains("at least 92×102 pixels are needed (0, 0, 92, 102)"), flat);
        input.setRoi(new Roi(70, 30, 40, 40));
        run(Task.ESTIMATE_KERNEL, input, FAST2);
        input.setRoi(new Roi(20, 30, 15, 40));
        assertTrue(refused(input).contains("has 15×40 pixels; at least 25×25 are needed"), refused(input));
        input.setRoi(new OvalRoi(20, 30, 30, 30));
        assertTrue(
                refused(input).startsWith("region: the largest square inside the selection has 22×22 pixels; at least"),
                refused(input));
        input.setRoi(new Roi(-300, 0, 30, 30));
        assertTrue(refused(input).startsWith("region: the selection lies outside of the image"), refused(input));
        // Nobody has selected this: it is only warned of.
        final ImagePlus noise = new ImagePlus("noise", new ByteProcessor(60, 60));
        for (int i = 0; i < 3600; i++) noise.getProcessor().set(i, (int) Math.round(100 + 3 * random.nextGaussian()));
        assertFalse(run(Task.ESTIMATE_KERNEL, noise, FAST2)
                .row()
                .get("Warning")
                .toString()
                .isEmpty());
        noise.setRoi(new Roi(5, 5, 30, 30));
        assertTrue(refused(noise).endsWith("Select a part with more edges, or none."), refused(noise));
    }

    private static String refused(final ImagePlus input) {
        return assertThrows(UserError.class, () -> run(Task.ESTIMATE_KERNEL, input, FAST2))
                .getMessage();
    }

    private static Outcome run(final Task task, final ImagePlus input, final Map<String, Object> values) {
        final Map<String, Object> all = new HashMap<>(values);
        all.put("input", input);
        return task.run(all, Progress.NONE);
    }

    private static double sum(final ImagePlus image, final int plane) {
        double sum = 0;
        for (final float v : values(image, plane)) sum += v;
        return sum;
    }

    private static float[] values(final ImagePlus image, final int plane) {
        final ImageProcessor pixels = image.getStack().getProcessor(plane);
        final float[] values = new float[pixels.getPixelCount()];
        for (int i = 0; i < values.length; i++) values[i] = pixels.getf(i);
        return values;
    }

    /** The pixel size that the user has set for all images is that of the input's grid, not of the finer one. */
    @Test
    void aGlobalCalibrationIsTheInputs() {
        final ImagePlus input = new ImagePlus("global", SampleImages.plane(40, 36, 8, 1, 0));
        final Calibration global = new Calibration();
        global.pixelWidth = global.pixelHeight = 0.4;
        global.setUnit("µm");
        input.setGlobalCalibration(global);
        try {
            final Outcome outcome = run(Task.SUPER_RESOLVE, input, FAST);
            assertEquals(0.2, outcome.result().getCalibration().pixelWidth, 1e-12);
            assertEquals(0.2, outcome.kernel().getCalibration().pixelWidth, 1e-12);
            assertEquals(
                    0.2 * Double.parseDouble(outcome.kernel().getStringProperty("FWHM major")) * 2,
                    Double.parseDouble(outcome.kernel().getStringProperty("Width major")),
                    1e-6);
            // the kernel is of the right grid, and is not resampled
            final Outcome again = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                    Map.of("input", input, "kernel", outcome.kernel(), "restorer", "Cubic spline"), Progress.NONE);
            assertEquals(
                    Double.parseDouble(outcome.kernel().getStringProperty("FWHM major")),
                    Double.parseDouble(again.result().getStringProperty("FWHM major")),
                    1e-6);
        } finally {
            input.setGlobalCalibration(null);
        }
    }
}
