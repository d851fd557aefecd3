package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.FwhmEllipse;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;

class ResultViewTest {

    private static final int GAP = 8, CAPTION = 24;
    private final ImagePlus input = image("cells.tif", 40, 30), result = image("cells-SRx2", 80, 60);

    /** The pixels are the displayed ones, each a square; those of the input twice as large as those of the result. */
    @Test
    void sameZoom() {
        result.getProcessor().setf(5, 4, 255);
        final ImagePlus view = show(Map.of("input", input, "result", result));
        assertEquals("cells-view", view.getTitle());
        final int zoom = 7; // 60 rows make 420, the least multiple of 60 that is not below 384
        assertEquals(2 * 80 * zoom + 3 * GAP, view.getWidth());
        assertEquals(60 * zoom + CAPTION + GAP, view.getHeight());
        final ImageProcessor pixels = view.getProcessor();
        final int left = GAP, right = GAP + 80 * zoom + GAP;
        for (final int[] at : new int[][] {{0, 0}, {39, 29}, {11, 23}})
            for (final int within : new int[] {0, 2 * zoom - 1})
                assertEquals(
                        grey(input, at[0], at[1]),
                        pixels.get(left + 2 * zoom * at[0] + within, CAPTION + 2 * zoom * at[1] + within));
        assertEquals(Color.WHITE.getRGB(), pixels.get(right + 5 * zoom, CAPTION + 4 * zoom));
        assertEquals(Color.WHITE.getRGB(), pixels.get(right + 6 * zoom - 1, CAPTION + 5 * zoom - 1));
        assertEquals(grey(result, 6, 5), pixels.get(right + 6 * zoom, CAPTION + 5 * zoom));
    }

    @Test
    void thePartThatIsSelected() {
        input.setRoi(10, 5, 8, 6);
        final ImageProcessor pixels =
                show(Map.of("input", input, "result", result)).getProcessor();
        final int zoom = 32; // 12 rows make 384
        assertEquals(2 * 16 * zoom + 3 * GAP, pixels.getWidth());
        assertEquals(grey(input, 10, 5), pixels.get(GAP, CAPTION));
        assertEquals(grey(result, 20, 10), pixels.get(GAP + 16 * zoom + GAP, CAPTION));
    }

    @Test
    void theKernelWithItsEllipse() {
        final BlurKernel kernel = new AnisotropicGaussian(4, 1, 0).kernel(2);
        final ImagePlus image =
                new ImagePlus("psf", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
        final ImageProcessor pixels =
                show(Map.of("input", input, "result", result, "kernel", image)).getProcessor();
        final int zoom = 384 / kernel.height(), left = 2 * (GAP + 80 * 7) + GAP;
        final KernelFigures figures = KernelFigures.of(kernel);
        final int x = left + (int) Math.round((figures.centreX() + 0.5 + figures.fwhmMajor() / 2) * zoom);
        final int y = CAPTION + (int) Math.round((figures.centreY() + 0.5) * zoom);
        boolean drawn = false;
        for (int dx = -2; dx <= 2; dx++) drawn |= pixels.get(x + dx, y) == FwhmEllipse.COLOUR.getRGB();
        assertTrue(drawn, "no line at " + x + ", " + y);
    }

    /** Of a kernel for each channel, that of the channel that is displayed. */
    @Test
    void theKernelOfTheDisplayedChannel() {
        final ImagePlus low = SampleImages.hyperstack(8, 1, 2, 1, 1, IJ.GRAYSCALE);
        final ImagePlus high =
                new ImagePlus("high", SampleImages.plane(2 * low.getWidth(), 2 * low.getHeight(), 8, 1, 0));
        final BlurKernel first = new AnisotropicGaussian(4, 1, 0).kernel(2),
                second = new AnisotropicGaussian(1, 4, 0).kernel(2);
        final ImageStack both = new ImageStack(first.width(), first.height()),
                one = new ImageStack(first.width(), first.height());
        both.addSlice("Channel 1", first.floats());
        both.addSlice("Channel 2", second.floats());
        one.addSlice("", second.floats());
        low.setC(2);
        assertArrayEquals(
                (int[]) show(Map.of("input", low, "result", high, "kernel", new ImagePlus("one", one)))
                        .getProcessor()
                        .getPixels(),
                (int[]) show(Map.of("input", low, "result", high, "kernel", new ImagePlus("both", both)))
                        .getProcessor()
                        .getPixels());
    }

    /** Where the input shows both channels together, so does the result beside it; its window stays as it is. */
    @Test
    void channelsAreTogetherInBothOrInNone() {
        final CompositeImage low = (CompositeImage) SampleImages.hyperstack(8, 1, 2, 1, 1, IJ.COMPOSITE),
                high = (CompositeImage) SampleImages.hyperstack(8, 1, 2, 1, 1, IJ.COMPOSITE),
                single = (CompositeImage) SampleImages.hyperstack(8, 1, 2, 1, 1, IJ.COLOR);
        final int[] expected = (int[])
                show(Map.of("input", low, "result", high)).getProcessor().getPixels();
        assertArrayEquals(expected, (int[])
                show(Map.of("input", low, "result", single)).getProcessor().getPixels());
        assertEquals(IJ.COLOR, single.getMode());
    }

    /** A result opens at its first plane; beside the third of the input belongs its third. */
    @Test
    void theSamePlaneOfBoth() {
        final ImagePlus low = IJ.createImage("low", "8-bit black", 20, 16, 3),
                high = IJ.createImage("high", "8-bit black", 40, 32, 3);
        for (final ImagePlus image : List.of(low, high)) image.setDimensions(1, 1, 3);
        final ImageProcessor third = high.getStack().getProcessor(3);
        third.setValue(200);
        third.fill();
        high.setDisplayRange(0, 255);
        low.setPosition(1, 1, 3);
        final ImageProcessor view = show(Map.of("input", low, "result", high)).getProcessor();
        int bright = 0;
        for (int i = 0; i < view.getPixelCount(); i++) if ((view.get(i) & 0xffffff) == 0xc8c8c8) bright++;
        assertTrue(bright >= 40 * 32, bright + " pixels of the third plane");
        assertEquals(1, high.getT());
    }

    /** Kernels of channels that the image has not are refused, not looked for in vain. */
    @Test
    void kernelsOfOtherChannelsAreRefused() {
        final BlurKernel kernel = new AnisotropicGaussian(4, 1, 0).kernel(2);
        final ImageStack stack = new ImageStack(kernel.width(), kernel.height());
        for (final String label : List.of("Channel 1", "Channel 2")) stack.addSlice(label, kernel.floats());
        final UserError error = assertThrows(
                UserError.class,
                () -> show(Map.of(
                        "input", input, "result", result, "kernel", new ImagePlus("psf", stack), "view", "Residual")));
        assertTrue(error.getMessage().startsWith("kernel: "), error.getMessage());
    }

    @Test
    void theEllipseHasTheWidths() {
        final BlurKernel kernel = new AnisotropicGaussian(6, 2, -Math.toRadians(30)).kernel(4);
        final KernelFigures figures = KernelFigures.of(kernel);
        final double[] ends = FwhmEllipse.of(kernel, 10).getParams();
        assertEquals(10 * figures.fwhmMajor(), Math.hypot(ends[2] - ends[0], ends[3] - ends[1]), 1e-3);
        assertEquals(figures.fwhmMinor() / figures.fwhmMajor(), ends[4], 1e-6);
        assertEquals(30, Math.toDegrees(Math.atan2(ends[1] - ends[3], ends[2] - ends[0])), 2);
    }

    @Test
    void aSelectionOutsideIsRefused() {
        final ImagePlus outside = image("cells.tif", 40, 30);
        outside.setRoi(new Roi(100, 100, 5, 5));
        final String message = assertThrows(UserError.class, () -> show(Map.of("input", outside, "result", result)))
                .getMessage();
        assertTrue(message.startsWith("input: the selection of"), message);
    }

    /** A strip is not enlarged to a panel's height. */
    @Test
    void aStripFitsIntoMemory() {
        final ImagePlus strip = image("strip", 4000, 4), high = image("strip-SRx2", 8000, 8);
        assertTrue(show(Map.of("input", strip, "result", high)).getWidth() < 20_000);
    }

    /** The residual of one kernel would show what the run never had. */
    @Test
    void theResidualOfAVaryingBlurIsRefused() {
        final ImagePlus varied = image("cells-SRx2", 80, 60);
        varied.setProperty("Info", "Blur over the field: varies, FWHM 1.2 to 2.0 pixels");
        final BlurKernel kernel = new AnisotropicGaussian(4, 1, 0).kernel(2);
        final ImagePlus psf =
                new ImagePlus("psf", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
        final String message = assertThrows(
                        UserError.class,
                        () -> show(Map.of("input", input, "result", varied, "kernel", psf, "view", "Residual")))
                .getMessage();
        assertTrue(message.contains("varies over the field"), message);
    }

    @Test
    void aResultIsNotComparedWithItself() {
        final ImagePlus image = new ImagePlus("a-SRx2", new ByteProcessor(64, 64));
        final UserError refusal = assertThrows(
                UserError.class, () -> Task.SHOW_RESULT.run(Map.of("input", image, "result", image), Progress.NONE));
        assertEquals("input", refusal.parameter());
        assertTrue(refusal.getMessage().contains("is the result itself"), refusal.getMessage());
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        final UserError refusal =
                assertThrows(UserError.class, () -> show(Map.of("input", input, "result", image("other", 80, 61))));
        assertTrue(
                refusal.getMessage()
                        .startsWith("result: \"other\" has 80×61 pixels; a whole multiple of the input's 40×30"),
                refusal.getMessage());
        assertTrue(assertThrows(UserError.class, () -> show(Map.of("input", input)))
                .getMessage()
                .startsWith("result: none was given"));
    }

    private static final int ORANGE = 0xffd55e00, YELLOW = 0xfff0e442, PURPLE = 0xffcc79a7;

    /** A smooth ground with a clipped hill, a hot pixel, and a corner under the overlay. */
    private static ImagePlus flawed() {
        final FloatProcessor pixels = new FloatProcessor(64, 48);
        for (int y = 0; y < 48; y++)
            for (int x = 0; x < 64; x++)
                pixels.setf(x, y, (float) Math.min(
                        3000, 500 + 8 * x + 3500 * Math.exp(-(Math.pow(x - 40, 2) + Math.pow(y - 24, 2)) / 60)));
        pixels.setf(15, 30, 2900);
        final ImagePlus image = new ImagePlus("flawed.tif", pixels.convertToShort(false));
        image.setOverlay(new Overlay(new Roi(0, 0, 5, 4)));
        return image;
    }

    private static ImagePlus restored(final ImagePlus input, final String mask) {
        final BlurKernel kernel = new AnisotropicGaussian(4, 1, 0).kernel(2);
        return Task.SUPER_RESOLVE_WITH_KERNEL
                .run(
                        Map.of(
                                "input",
                                input,
                                "kernel",
                                new ImagePlus(
                                        "psf", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats())),
                                "restorer",
                                "Cubic spline",
                                "mask",
                                mask),
                        Progress.NONE)
                .result();
    }

    /** Each masked pixel has the colour of its reason; as many as the table says are masked. */
    @Test
    void theMaskOfTheRun() {
        final ImagePlus flawed = flawed(), made = restored(flawed, "Overlay");
        final ImageProcessor pixels =
                show(Map.of("input", flawed, "result", made, "view", "Mask")).getProcessor();
        final int zoom = 2 * 4, left = GAP + 64 * zoom + GAP; // 96 rows make 384
        final int[] counts = new int[3];
        for (int y = 0; y < 48; y++)
            for (int x = 0; x < 64; x++) {
                final int colour = pixels.get(left + x * zoom + 3, CAPTION + y * zoom + 3);
                final int at = List.of(ORANGE, YELLOW, PURPLE).indexOf(colour);
                if (at >= 0) counts[at]++;
                assertEquals(x < 5 && y < 4, colour == PURPLE, x + ", " + y);
                assertEquals(x == 15 && y == 30, colour == ORANGE, x + ", " + y);
                assertEquals(flawed.getProcessor().get(x, y) == 3000, colour == YELLOW, x + ", " + y);
            }
        assertEquals(Integer.parseInt(made.getStringProperty("Masked")), counts[0] + counts[1] + counts[2]);
    }

    /** The settings are those of the run, not those of today. */
    @Test
    void withoutTheOverlayOnlyWhatIsFound() {
        final ImagePlus flawed = flawed(), made = restored(flawed, "none");
        final ImageProcessor pixels =
                show(Map.of("input", flawed, "result", made, "view", "Mask")).getProcessor();
        final int left = GAP + 64 * 8 + GAP;
        assertTrue(pixels.get(left + 3, CAPTION + 3) != PURPLE);
        assertEquals(ORANGE, pixels.get(left + 15 * 8 + 3, CAPTION + 30 * 8 + 3));
    }

    @Test
    void aMaskNeedsTheSettingsOfTheRun() {
        final UserError refusal =
                assertThrows(UserError.class, () -> show(Map.of("input", input, "result", result, "view", "Mask")));
        assertTrue(
                refusal.getMessage().startsWith("result: the Info of \"cells-SRx2\" does not say with which mask"),
                refusal.getMessage());
    }

    private static ImagePlus show(final Map<String, ?> values) {
        final Outcome outcome = Task.SHOW_RESULT.run(values, Progress.NONE);
        assertNull(outcome.kernel());
        assertTrue(outcome.rows().isEmpty(), "nothing was measured");
        return outcome.result();
    }

    private static int grey(final ImagePlus image, final int x, final int y) {
        return 0xff000000 | image.getProcessor().get(x, y) * 0x010101;
    }

    private static ImagePlus image(final String title, final int width, final int height) {
        final FloatProcessor pixels = new FloatProcessor(width, height);
        for (int i = 0; i < width * height; i++) pixels.setf(i, i * 31 % 241);
        return new ImagePlus(title, pixels.convertToByte(false));
    }
}
