package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Arrow;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** The key mask. */
class UserMaskTest {

    private static final Rectangle LEFT = new Rectangle(10, 12, 6, 5);

    private static ImagePlus input() {
        return new ImagePlus("a", SampleImages.plane(40, 36, 16, 20, 0));
    }

    private static ImagePlus result(final ImagePlus input, final String mask) {
        return Task.SUPER_RESOLVE
                .run(Map.of("input", input, "mask", mask, "noise", "20", "iterations", 2), Progress.NONE)
                .result();
    }

    private static ImagePlus changed() {
        final ImagePlus input = input();
        input.getProcessor().setValue(input.getProcessor().getStats().mean);
        input.getProcessor().fill(new Roi(LEFT));
        return input;
    }

    /** What lies under the mask changes nothing. */
    @Test
    void theOverlayIsLeftOut() {
        final ImagePlus input = input(), changed = changed();
        input.setOverlay(new Overlay(new Roi(LEFT)));
        changed.setOverlay(new Overlay(new Roi(LEFT)));
        final ImagePlus result = result(input, "Overlay");
        assertEquals("30", result.getStringProperty("Masked"));
        assertArrayEquals((short[]) result.getProcessor().getPixels(), (short[])
                result(changed, "overlay").getProcessor().getPixels());
    }

    /** Its window may be closed while the run goes on. */
    @Test
    void aMaskIsKept(@TempDir final Path folder) {
        final ImageStack shown = new ImageStack(40, 36);
        for (int i = 0; i < 2; i++) {
            final ImageProcessor plane = new ByteProcessor(40, 36);
            plane.setColor(9);
            plane.fill(new Roi(LEFT));
            shown.addSlice(plane);
        }
        final String file = folder.resolve("mask.tif").toString();
        IJ.saveAsTiff(new ImagePlus("mask", shown), file);
        final ImagePlus[] opened = {null};
        final ImagePlus input = input();
        input.getStack().addSlice(input.getProcessor());
        final ImagePlus two = new ImagePlus("two", input.getStack());
        final UserMask mask = new UserMask(
                Settings.of(SuperResolution.FORM, Map.of("mask", file)).with(path -> opened[0] = IJ.openImage(file)),
                two);
        opened[0].close();
        opened[0].flush();
        int left = 0;
        for (final boolean out : mask.of(2)) if (out) left++;
        assertEquals(30, left);
    }

    /** Nor does debris that is brighter by far than all else: the range of grey levels is that of the rest. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void brightDebrisHasNoPartInTheRange(final int bits) {
        final float[][] results = new float[2][];
        for (int debris = 0; debris < 2; debris++) {
            final ImageProcessor pixels = SampleImages.plane(40, 36, bits, 20, 0);
            for (int i = 0; i < 30; i++) pixels.setf(LEFT.x + i % 6, LEFT.y + i / 6, debris == 0 ? 3000 : 60_000 + i);
            final ImagePlus input = new ImagePlus("a", pixels);
            input.setOverlay(new Overlay(new Roi(LEFT)));
            results[debris] = (float[])
                    result(input, "Overlay").getProcessor().convertToFloat().getPixels();
        }
        assertArrayEquals(results[0], results[1], 1e-2f);
    }

    @Test
    void ofWhatIsAllLeftOutThereIsNoRange() {
        final ImagePlus input = input();
        input.setOverlay(new Overlay(new Roi(0, 0, 40, 36)));
        final String message =
                assertThrows(UserError.class, () -> result(input, "Overlay")).getMessage();
        assertTrue(message.startsWith("input: all pixels of the image \"a\" are left out by the mask"), message);
    }

    /** An arrow is its shaft and its head. */
    @Test
    void anArrowIsLeftOutWhole() {
        final ImagePlus input = IJ.createImage("arrow", "8-bit", 60, 60, 1);
        final Arrow arrow = new Arrow(10, 30, 40, 30);
        arrow.setStrokeWidth(2);
        arrow.setHeadSize(12);
        input.setOverlay(new Overlay(arrow));
        final boolean[] left =
                new UserMask(Settings.of(SuperResolution.FORM, Map.of("input", input, "mask", "Overlay")), input).of(1);
        assertTrue(left[30 * 60 + 15], "shaft");
        assertTrue(left[27 * 60 + 28], "head, above the shaft");
        assertFalse(left[27 * 60 + 15], "above the shaft");
    }

    /** A selection of one channel, slice and frame leaves the others alone. */
    @Test
    void aSelectionOfOnePlaneIsLeftOutThereAlone() {
        final ImagePlus input = IJ.createImage("hyper", "16-bit", 20, 20, 8);
        input.setDimensions(2, 2, 2);
        final Roi one = new Roi(LEFT), slice = new Roi(0, 0, 1, 1);
        one.setPosition(2, 1, 2);
        slice.setPosition(0, 2, 0);
        final Overlay overlay = new Overlay(one);
        overlay.add(slice);
        input.setOverlay(overlay);
        final UserMask mask =
                new UserMask(Settings.of(SuperResolution.FORM, Map.of("input", input, "mask", "Overlay")), input);
        for (int plane = 1; plane <= 8; plane++) {
            final int[] at = input.convertIndexToPosition(plane);
            final boolean[] left = mask.of(plane);
            assertEquals(at[0] == 2 && at[1] == 1 && at[2] == 2, left[12 * 20 + 10], "plane " + plane);
            assertEquals(at[1] == 2, left[0], "plane " + plane);
        }
    }

    @Test
    void soIsWhatAnotherImageShows(@TempDir final Path folder) {
        final ByteProcessor shown = new ByteProcessor(40, 36);
        shown.setValue(255);
        shown.fill(new Roi(LEFT));
        final String file = folder.resolve("mask.tif").toString();
        assertTrue(IJ.saveAsTiff(new ImagePlus("mask", shown), file)
                || Path.of(file).toFile().exists());
        final ImagePlus input = input();
        input.setOverlay(new Overlay(new Roi(LEFT)));
        assertArrayEquals((short[]) result(input, "Overlay").getProcessor().getPixels(), (short[])
                result(input(), file).getProcessor().getPixels());
    }

    @ParameterizedTest
    @CsvSource({"Overlay, has none", "nowhere, title"})
    void aMaskThatIsNotThereIsNamed(final String mask, final String message) {
        final UserError error = assertThrows(UserError.class, () -> result(input(), mask));
        assertTrue(error.getMessage().startsWith("mask: ") && error.getMessage().contains(message), error.getMessage());
    }

    /** It would be taken for its overlay, or for a mask of itself. */
    @Test
    void theInputIsNoMask() {
        final ImagePlus input = input();
        input.setOverlay(new Overlay(new Roi(LEFT)));
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(input);
        try {
            final String message = assertThrows(UserError.class, () -> result(input, input.getTitle()))
                    .getMessage();
            assertTrue(
                    message.startsWith("mask: \"" + input.getTitle() + "\" was given, allowed is an image that is not"),
                    message);
        } finally {
            Interpreter.removeBatchModeImage(input);
            Interpreter.batchMode = false;
        }
    }
}
