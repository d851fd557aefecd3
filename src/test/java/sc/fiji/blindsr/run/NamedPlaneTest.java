package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.plugin.filter.GaussianBlur;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/** The key {@code plane}: the kernel is estimated on the plane that the user names, not on the best. */
class NamedPlaneTest {

    /** Two channels, slices and frames. The last slice and frame, planes 7 and 8, are sharp, the others out of focus. */
    private final ImagePlus input = SampleImages.hyperstack(8, 0.5, 2, 2, 2, IJ.COLOR);

    NamedPlaneTest() {
        for (int plane = 1; plane <= 6; plane++)
            new GaussianBlur().blurGaussian(input.getStack().getProcessor(plane), 1.5);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPER_RESOLVE", "ESTIMATE_KERNEL"})
    void theKernelIsThatOfTheNamedPlane(final Task task) {
        final ImagePlus best = run(task, input, 0).kernel(),
                named = run(task, input, 3).kernel();
        assertEquals("8", best.getStringProperty("Plane"));
        assertEquals("3", named.getStringProperty("Plane"));
        assertEquals("3", named.getStringProperty("Parameter plane"));
        assertArrayEquals(values(alone(8), 1), values(best, 1));
        assertArrayEquals(values(alone(3), 1), values(named, 1));
        assertFalse(Arrays.equals(values(best, 1), values(named, 1)));
    }

    @Test
    void theResultSaysSoToo() {
        assertEquals("3", run(Task.SUPER_RESOLVE, input, 3).result().getStringProperty("Plane"));
    }

    /** Plane 6 is channel 2, slice 1, frame 2; plane 5 is the same of channel 1. */
    @ParameterizedTest
    @EnumSource(names = {"SUPER_RESOLVE", "ESTIMATE_KERNEL"})
    void eachChannelTakesTheNamedSliceAndFrame(final Task task) {
        final ImagePlus
                best = run(task, input, 0, "channels", "Kernel per channel").kernel(),
                named = run(task, input, 6, "channels", "Kernel per channel").kernel();
        for (int channel = 1; channel <= 2; channel++) {
            final String key = "Channel " + channel + " Plane";
            assertEquals(String.valueOf(6 + channel), best.getStringProperty(key));
            assertEquals(String.valueOf(4 + channel), named.getStringProperty(key));
            assertArrayEquals(values(alone(4 + channel), 1), values(named, channel));
            assertFalse(Arrays.equals(values(best, channel), values(named, channel)));
        }
    }

    @Test
    void theColoursOfThatPlane() {
        final ImageStack planes = new ImageStack(40, 36);
        for (int i = 0; i < 3; i++) planes.addSlice(SampleImages.plane(40, 36, 24, 1, i));
        new GaussianBlur().blurGaussian(planes.getProcessor(2), 1.5);
        final ImagePlus kernel = run(
                        Task.ESTIMATE_KERNEL, new ImagePlus("rgb", planes), 2, "channels", "Kernel per channel")
                .kernel();
        for (final String colour : List.of("Red", "Green", "Blue"))
            assertEquals("2", kernel.getStringProperty(colour + " Plane"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPER_RESOLVE", "ESTIMATE_KERNEL"})
    void aPlaneThatIsNotThereIsRefused(final Task task) {
        assertEquals(
                "plane: \"9\" was given, allowed is 0 (the best), or the number of a plane of the image, 1 to 8.",
                assertThrows(UserError.class, () -> run(task, input, 9)).getMessage());
        assertTrue(assertThrows(UserError.class, () -> run(task, input, -1))
                .getMessage()
                .startsWith("plane: \"-1\" was given, allowed is a whole number from 0 to "));
    }

    /** An image with too few planes fails; the batch goes on. */
    @Test
    void inABatchOfEachImage(@TempDir final Path folder) throws Exception {
        final Path source = Files.createDirectory(folder.resolve("in")), target = folder.resolve("out");
        save(source.resolve("single.tif"), new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)));
        save(source.resolve("stack.tif"), input);
        final LoggingProgress progress = new LoggingProgress();
        final Outcome outcome =
                Task.BATCH.run(Map.of("source", source, "target", target, "plane", 3, "noise", 1), progress);
        final String failure =
                "failed: plane: \"3\" was given, allowed is 0 (the best), or the number of a plane of the image, 1 to 1.";
        assertEquals(failure, outcome.rows().get(0).get("Warning"));
        assertEquals("single.tif " + failure, progress.lines.get(0));
        assertTrue(progress.lines.get(1).contains("stack.tif"), progress.lines.get(1));
        assertEquals("1 done, 0 skipped, 1 failed; see " + target.resolve("Blind SR.csv"), progress.lines.get(2));
        final ImagePlus kernel = IJ.openImage(target.resolve("stack-kernel.tif").toString());
        assertEquals("3", kernel.getStringProperty("Plane"));
        assertArrayEquals(values(alone(3), 1), values(kernel, 1));
    }

    /** The kernel of one plane that is an image by itself. */
    private ImagePlus alone(final int plane) {
        return run(
                        Task.ESTIMATE_KERNEL,
                        new ImagePlus(
                                "alone", input.getStack().getProcessor(plane).duplicate()),
                        0)
                .kernel();
    }

    /** The noise is given, so that each plane's own plays no part. */
    private static Outcome run(final Task task, final ImagePlus image, final int plane, final Object... more) {
        final Map<String, Object> values =
                new HashMap<>(Map.of("input", image, "plane", plane, "iterations", 3, "noise", 1));
        for (int i = 0; i < more.length; i += 2) values.put(more[i].toString(), more[i + 1]);
        return task.run(values, Progress.NONE);
    }

    private static void save(final Path file, final ImagePlus image) {
        assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
    }

    private static float[] values(final ImagePlus image, final int plane) {
        return (float[]) image.getStack().getPixels(plane);
    }
}
