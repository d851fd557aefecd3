package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

class ResultSizeTest {

    private static Settings settings(final int width, final int height, final int scale) {
        return Settings.of(
                SuperResolution.FORM,
                Map.of("input", new ImagePlus("mosaic", new ByteProcessor(width, height)), "scale", scale));
    }

    @Test
    void whatFitsIntoAnArrayIsAllowed() {
        assertDoesNotThrow(() -> ResultSize.check(settings(11_585, 11_585, 4), 1));
        assertDoesNotThrow(() -> ResultSize.check(settings(6_688, 6_688, 4), 3));
    }

    @Test
    void whatDoesNotIsRefused() {
        final UserError error = assertThrows(UserError.class, () -> ResultSize.check(settings(8_192, 5_464, 4), 3));
        assertEquals(
                "scale: 8192×5464 pixels in 3 colours at scale factor 4 become 2148532224 values; 2147483647 are possible,"
                        + " those of 6688×6688 pixels here; crop the image, take a smaller scale factor, or take each colour by"
                        + " itself (channels).",
                error.getMessage());
    }

    /** It is said before anything is computed. */
    @Test
    void theCommandsSaySo() {
        final ImagePlus mosaic = new ImagePlus("mosaic", new ByteProcessor(11_600, 11_600));
        for (final Task task : new Task[] {Task.SUPER_RESOLVE, Task.SUPER_RESOLVE_WITH_KERNEL})
            assertEquals(
                    "scale",
                    assertThrows(
                                    UserError.class,
                                    () -> task.run(
                                            task == Task.SUPER_RESOLVE
                                                    ? Map.of("input", mosaic, "scale", 4)
                                                    : Map.of("input", mosaic, "scale", 4, "kernel", kernel()),
                                            Progress.NONE))
                            .parameter());
    }

    private static ImagePlus kernel() {
        final ByteProcessor one = new ByteProcessor(3, 3);
        one.set(4, 1);
        return new ImagePlus("kernel", one);
    }
}
