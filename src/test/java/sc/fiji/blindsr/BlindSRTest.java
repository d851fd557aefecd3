package sc.fiji.blindsr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.ChannelMode;
import sc.fiji.blindsr.option.KernelRegion;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.RestorerChoice;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.Outcome;

/** The typed entry for Java callers: the same as macro keys with the same values. */
class BlindSRTest {

    private final ImagePlus image = new ImagePlus("cells", SampleImages.plane(40, 36, 8, 1, 0));

    @Test
    void defaultsAreThoseOfTheKeys() {
        assertSame(
                Task.SUPER_RESOLVE.run(Map.of("input", image), Progress.NONE),
                BlindSR.superResolve(image).run());
    }

    @Test
    void everyOptionOfSuperResolution() {
        final Outcome expected = Task.SUPER_RESOLVE.run(
                Map.ofEntries(
                        Map.entry("input", image),
                        Map.entry("scale", 3),
                        Map.entry("estimator", "DIP-FKP"),
                        Map.entry("restorer", "Cubic spline"),
                        Map.entry("prior", "built-in"),
                        Map.entry("region", "Whole"),
                        Map.entry("channels", "Kernel per channel"),
                        Map.entry("plane", 1),
                        Map.entry("noise", 1.5),
                        Map.entry("grid", "Paper"),
                        Map.entry("iterations", 2),
                        Map.entry("seed", 7),
                        Map.entry("device", "CPU")),
                Progress.NONE);
        final Outcome typed = BlindSR.superResolve(image)
                .with(Options.SCALE, 3)
                .with(Options.ESTIMATOR, Estimators.named("DIP-FKP").orElseThrow())
                .with(Options.RESTORER, new RestorerChoice(Restorers.BASELINE))
                .with(Options.PRIOR, "built-in")
                .with(Options.REGION, KernelRegion.WHOLE)
                .with(Options.CHANNELS, ChannelMode.KERNEL_PER_CHANNEL)
                .with(Options.PLANE, 1)
                .with(Options.NOISE, OptionalDouble.of(1.5))
                .with(Options.GRID, Grid.PAPER)
                .with(Options.ITERATIONS, 2)
                .with(Options.SEED, 7L)
                .with(Options.DEVICE, DeviceChoice.CPU)
                .run();
        assertSame(expected, typed);
    }

    @Test
    void aKnownKernel() {
        final BlurKernel gaussian = new AnisotropicGaussian(3, 1, 0.5).kernel(2);
        final ImagePlus kernel =
                new ImagePlus("psf", new FloatProcessor(gaussian.width(), gaussian.height(), gaussian.floats()));
        assertSame(
                Task.SUPER_RESOLVE_WITH_KERNEL.run(
                        Map.of("input", image, "kernel", kernel, "noise", 2.5), Progress.NONE),
                BlindSR.superResolve(image, kernel)
                        .with(Options.NOISE, OptionalDouble.of(2.5))
                        .run());
    }

    @Test
    void theKernelAlone() {
        final List<String> stages = new ArrayList<>();
        assertSame(
                Task.ESTIMATE_KERNEL.run(Map.of("input", image, "iterations", 3), Progress.NONE),
                BlindSR.estimateKernel(image)
                        .with(Options.ITERATIONS, 3)
                        .run((stage, done, total) -> stages.add(stage)));
        assertTrue(stages.stream().anyMatch(stage -> stage.startsWith("Amortized FKP")), stages.toString());
    }

    /** A request can be kept and varied. */
    @Test
    void withGivesAnotherRequest() {
        final BlindSR request = BlindSR.estimateKernel(image).with(Options.ITERATIONS, 1);
        request.with(Options.SCALE, 4);
        assertEquals(11, request.run().kernel().getWidth());
        assertEquals(19, request.with(Options.SCALE, 4).run().kernel().getWidth());
    }

    @Test
    void anOptionOfAnotherTaskIsAMistakeOfTheProgram() {
        final BlindSR request = BlindSR.estimateKernel(image);
        assertEquals(
                "\"Estimate Blur Kernel...\" has no option restorer",
                assertThrows(IllegalArgumentException.class, () -> request.with(Options.RESTORER, RestorerChoice.DIP))
                        .getMessage());
    }

    @Test
    void aMissingImageIsAUserError() {
        for (final BlindSR request : List.of(
                BlindSR.of(Task.SUPER_RESOLVE),
                BlindSR.superResolve(null),
                BlindSR.estimateKernel(null),
                BlindSR.superResolve(new ImagePlus()))) missing("input", request);
        missing("kernel", BlindSR.superResolve(image, null));
    }

    private static void missing(final String key, final BlindSR request) {
        final String message = assertThrows(UserError.class, request::run).getMessage();
        assertTrue(
                message.startsWith(key + (key.equals("input") ? ": there is no image" : ": none was given")), message);
    }

    @Test
    void valuesThatAreNotAllowedAreUserErrors() {
        final BlindSR request = BlindSR.superResolve(image);
        refused("scale: \"5\" was given, allowed is one of 1, 2, 3, 4.", () -> request.with(Options.SCALE, 5));
        refused("iterations: \"-1\" was given", () -> request.with(Options.ITERATIONS, -1));
        refused("noise: \"-0.5\" was given", () -> request.with(Options.NOISE, OptionalDouble.of(-0.5)));
    }

    private static void refused(final String message, final Executable request) {
        final String refusal = assertThrows(UserError.class, request).getMessage();
        assertTrue(refusal.startsWith(message), refusal);
    }

    private static void assertSame(final Outcome expected, final Outcome found) {
        assertImage(expected.kernel(), found.kernel());
        assertImage(expected.result(), found.result());
        assertEquals(expected.rows().size(), found.rows().size());
    }

    /** Pixels, title and what Info says, but for the time it took. */
    private static void assertImage(final ImagePlus expected, final ImagePlus found) {
        assertEquals(expected == null, found == null);
        if (expected == null) return;
        assertEquals(expected.getTitle(), found.getTitle());
        assertArrayEquals(
                expected.getProcessor().getFloatArray(), found.getProcessor().getFloatArray());
        assertEquals(info(expected), info(found));
    }

    private static String info(final ImagePlus image) {
        return image.getInfoProperty().replaceFirst("Seconds: .*", "");
    }
}
