package sc.fiji.blindsr.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.beads.BeadField;
import sc.fiji.blindsr.kernel.beads.Plane;
import sc.fiji.blindsr.progress.Progress;

/** What scripts read from the commands: an output for every image that a task makes. */
class CommandOutputsTest {

    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void end() {
        context.dispose();
    }

    static Stream<Arguments> runs() {
        final ImagePlus image = SampleImages.photograph("image", 60);
        final BlurKernel blur = new AnisotropicGaussian(3, 2, 0.5).kernel(2);
        final ImagePlus kernel =
                new ImagePlus("kernel", new FloatProcessor(blur.width(), blur.height(), blur.floats(), null));
        return Stream.of(
                Arguments.of(Task.SUPER_RESOLVE, Map.of("input", image, "uncertainty", "on"), 3),
                Arguments.of(
                        Task.SUPER_RESOLVE_WITH_KERNEL,
                        Map.of("input", image, "kernel", kernel, "uncertainty", "on"),
                        2),
                Arguments.of(Task.ESTIMATE_KERNEL, Map.of("input", image), 1),
                Arguments.of(Task.KERNEL_FROM_BEADS, Map.of("input", beads()), 2),
                Arguments.of(Task.KERNEL_FROM_OPTICS, Map.of("wavelength", 500, "aperture", 0.5, "pixel", 0.3), 1),
                Arguments.of(Task.MAP_BLUR, Map.of("input", image), 2),
                Arguments.of(Task.SHOW_RESULT, shown(image, kernel), 1),
                Arguments.of(Task.RESOLUTION, Map.of("input", beads()), 1),
                Arguments.of(Task.SAMPLE, Map.of(), 1),
                Arguments.of(Task.SIMULATE, Map.of("input", image), 2),
                Arguments.of(Task.SAMPLE_PRIOR, Map.of("count", 4), 1));
    }

    private static ImagePlus beads() {
        final Plane plane = new BeadField(60, 2000, 0, 3).plane();
        return new ImagePlus("beads", new FloatProcessor(plane.width(), plane.height(), plane.pixels()));
    }

    private static Map<String, Object> shown(final ImagePlus image, final ImagePlus kernel) {
        final ImagePlus result = Task.SUPER_RESOLVE_WITH_KERNEL
                .run(Map.of("input", image, "kernel", kernel, "restorer", "Cubic spline"), Progress.NONE)
                .result();
        return Map.of("input", image, "result", result, "kernel", kernel);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void outputsAreTheImagesOfTheTask(final Task task, final Map<String, Object> values, final int count)
            throws Exception {
        final CommandService commands = context.service(CommandService.class);
        final CommandInfo info = commands.getCommands().stream()
                .filter(c -> c.getMenuPath().size() > 0
                        && task.label().equals(c.getMenuPath().getLeaf().getName()))
                .findFirst()
                .orElseThrow();
        final Module module =
                commands.run(info, true, new LinkedHashMap<>(values)).get();
        assertFalse(((Cancelable) module).isCanceled(), ((Cancelable) module).getCancelReason());
        final List<String> outputs = StreamSupport.stream(info.outputs().spliterator(), false)
                .filter(o -> ImagePlus.class.isAssignableFrom(o.getType()))
                .map(ModuleItem::getName)
                .map(module::getOutput)
                .filter(Objects::nonNull)
                .map(output -> ((ImagePlus) output).getTitle())
                .toList();
        assertEquals(count, outputs.size(), outputs.toString());
        assertEquals(
                task.run(values, Progress.NONE).images().stream()
                        .map(ImagePlus::getTitle)
                        .toList(),
                outputs);
        assertTrue(outputs.stream().noneMatch(String::isBlank));
    }
}
