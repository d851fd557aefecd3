package sc.fiji.blindsr.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import ij.process.ImageStatistics;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.display.Display;
import org.scijava.display.DisplayService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;
import org.scijava.service.Service;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.ij1.InputImage;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.model.TorchFile;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;

/** The commands as Fiji, scripts and Java programs run them, without a display. */
class CommandsTest {

    private Context context;

    @BeforeEach
    void start() {
        context = new Context();
    }

    @AfterEach
    void end() {
        context.dispose();
    }

    /** Fiji finds the commands by their labels. */
    private CommandInfo command(final Task task) {
        return context.service(CommandService.class).getCommands().stream()
                .filter(c -> c.getMenuPath().size() > 0
                        && task.label().equals(c.getMenuPath().getLeaf().getName()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void inputsAreThoseOfTheForm(final Task task) {
        final CommandInfo info = command(task);
        assertEquals(
                task.menu() + ">" + task.label(),
                info.getMenuPath().getMenuString(true).replace(" > ", ">"));
        final Set<String> inputs = StreamSupport.stream(info.inputs().spliterator(), false)
                .filter(i -> !isHost(i))
                .map(ModuleItem::getName)
                .collect(Collectors.toSet());
        assertEquals(task.options().stream().map(Option::key).collect(Collectors.toSet()), inputs);
        for (final Option<?> option : task.options()) {
            final ModuleItem<?> input = info.getInput(option.key());
            assertEquals(option.kind() == Option.Kind.IMAGE ? Object.class : String.class, input.getType());
            assertFalse(input.isPersisted(), "a value would be remembered: " + option);
            assertFalse(input.isRequired(), "a missing value would not stop a macro: " + option);
            assertFalse(
                    option.kind() == Option.Kind.IMAGE && input.isAutoFill(), "the host would choose for " + option);
        }
    }

    private static boolean isHost(final ModuleItem<?> input) {
        return Service.class.isAssignableFrom(input.getType()) || input.getType() == Context.class;
    }

    /** What is left out has its default, also after a run with other values. */
    @Test
    void valuesAreNotRemembered() throws Exception {
        final Module first = run(
                Task.SUPER_RESOLVE,
                "input",
                sample(),
                "iterations",
                3,
                "scale",
                3,
                "restorer",
                "Cubic spline",
                "seed",
                5);
        assertEquals("sample-SRx3", ((ImagePlus) first.getOutput("result")).getTitle());
        final Module second = run(Task.SUPER_RESOLVE, "input", sample(), "iterations", 3);
        final ImagePlus result = (ImagePlus) second.getOutput("result");
        assertEquals("sample-SRx2", result.getTitle());
        assertEquals(80, result.getWidth());
        assertEquals(64, result.getHeight());
        assertEquals("1", second.getInput("seed"));
        assertEquals(32, ((ImagePlus) second.getOutput("kernel")).getBitDepth());
    }

    @Test
    void kernelAlone() throws Exception {
        final Module module = run(Task.ESTIMATE_KERNEL, "input", sample(), "iterations", 3);
        assertFalse(((Cancelable) module).isCanceled());
        assertEquals("sample-kernel", ((ImagePlus) module.getOutput("kernel")).getTitle());
    }

    @Test
    void wrongValueIsTheReasonOfTheCancelling() throws Exception {
        final Module module = run(Task.SUPER_RESOLVE, "input", sample(), "iterations", "abc");
        assertTrue(((Cancelable) module).isCanceled());
        assertTrue(
                ((Cancelable) module).getCancelReason().startsWith("iterations: \"abc\""),
                ((Cancelable) module).getCancelReason());
        assertNull(module.getOutput("kernel"));
        assertNull(module.getOutput("result"));
    }

    @Test
    void missingImageIsTheReasonOfTheCancelling() throws Exception {
        final Module none = run(Task.ESTIMATE_KERNEL);
        assertTrue(((Cancelable) none).getCancelReason().startsWith("input: "));
        // what Fiji passes when no image is open and there is no display
        final Module empty = run(Task.ESTIMATE_KERNEL, "input", new ImagePlus());
        assertTrue(((Cancelable) empty).getCancelReason().startsWith("input: "));
    }

    /** Tasks without images run without one, and take a file as a text or as a file. */
    @Test
    void modelsAreImportedFromFiles(@TempDir final Path folder) throws Exception {
        System.setProperty(Models.PROPERTY, folder.resolve("models").toString());
        try {
            final Path file =
                    Path.of(TorchFile.class.getResource("usrnet_old.pth").toURI());
            for (final Object given : new Object[] {file.toFile(), file.toString()}) {
                final Module module = run(Task.IMPORT_MODEL, "file", given);
                assertFalse(((Cancelable) module).isCanceled(), ((Cancelable) module).getCancelReason());
                Files.delete(folder.resolve("models").resolve("usrnet.safetensors"));
            }
            final Module none = run(Task.IMPORT_MODEL);
            assertTrue(
                    ((Cancelable) none).getCancelReason().startsWith("file: it was not given"),
                    ((Cancelable) none).getCancelReason());
            assertFalse(((Cancelable) run(Task.ENGINE)).isCanceled());
        } finally {
            System.clearProperty(Models.PROPERTY);
        }
    }

    /** Without images: their absence is no reason to stop. */
    @Test
    void priorsAreTrainedAndSampled(@TempDir final Path folder) throws Exception {
        final File prior = folder.resolve("gaussians.safetensors").toFile();
        final Module trained = run(Task.TRAIN_PRIOR, "epochs", 1, "minutes", 0, "target", prior);
        assertFalse(((Cancelable) trained).isCanceled(), ((Cancelable) trained).getCancelReason());
        final ImagePlus samples = (ImagePlus)
                run(Task.SAMPLE_PRIOR, "prior", prior.getPath(), "count", 4).getOutput("samples");
        assertEquals("prior-x2", samples.getTitle());
        assertEquals(4, samples.getStackSize());
        assertTrue(((Cancelable) run(Task.TRAIN_PRIOR)).getCancelReason().startsWith("target: it was not given"));
    }

    /** Folders may be given as texts or files; formats that ImageJ cannot read are left to SciJava's readers. */
    @Test
    void batchReadsWhatSciJavaCanRead(@TempDir final Path folder) throws Exception {
        Files.writeString(folder.resolve("a.size"), "40x32");
        Files.writeString(folder.resolve("b.text"), "no image");
        Files.writeString(folder.resolve("c.size"), "40xyz");
        final DisplayService displays = context.service(DisplayService.class);
        final Display<?> other = displays.createDisplay("of somebody else", new TextFileReader.Size(1, 1));
        assertNotNull(other);
        for (final Object source : new Object[] {folder.toFile(), folder.toString()}) {
            final Module module = run(
                    Task.BATCH,
                    "source",
                    source,
                    "target",
                    folder.resolve("out").toFile(),
                    "iterations",
                    2,
                    "restorer",
                    "Cubic spline",
                    "existing",
                    "overwrite");
            assertFalse(((Cancelable) module).isCanceled(), ((Cancelable) module).getCancelReason());
        }
        final ImagePlus result =
                IJ.openImage(folder.resolve("out").resolve("a-SRx2.tif").toString());
        assertEquals(
                "80x64, 16 bits, of a.size",
                result.getWidth() + "x" + result.getHeight() + ", " + result.getBitDepth() + " bits, of "
                        + result.getStringProperty("Image"));
        // the grey levels that there are, not 0 to 1; nothing is left open but what was
        final ImageStatistics levels = SampleImages.plane(40, 32, 16, 20, 0).getStats();
        assertEquals(levels.min, result.getDisplayRangeMin());
        assertEquals(levels.max, result.getDisplayRangeMax());
        assertEquals(List.of(other), displays.getDisplays());
        final List<String> csv = Files.readAllLines(folder.resolve("out").resolve("Blind SR.csv"));
        assertTrue(csv.get(2).startsWith("b.text,") && csv.get(2).contains("failed: it is no image"), csv.toString());
        assertTrue(
                csv.get(3).contains("failed: it is no image that can be read: For input string: \"\"yz\"\""),
                csv.toString());
    }

    /** {@code input=/path/of/a/file} in a macro; in Fiji, all commands have this reader. */
    @Test
    void anInputMayBeAFileThatOnlySciJavaCanRead(@TempDir final Path folder) throws Exception {
        final Path file = Files.writeString(folder.resolve("a.size"), "40x32");
        final DisplayService displays = context.service(DisplayService.class);
        try (SciJavaReader reader = new SciJavaReader(context)) {
            final ImagePlus image = InputImage.named(Options.INPUT, file.toString(), reader);
            assertEquals("a.size 40x32", image.getTitle() + " " + image.getWidth() + "x" + image.getHeight());
            assertEquals(1, displays.getDisplays().size());
            Files.writeString(file, "none");
            final String message = assertThrows(
                            UserError.class, () -> InputImage.named(Options.INPUT, file.toString(), reader))
                    .getMessage();
            assertEquals(
                    "input: the file \"" + file
                            + "\" was given, but it is no image that can be read: For input string: \"none\".",
                    message);
        }
        assertEquals(List.of(), displays.getDisplays());
    }

    /** A program without windows has the outputs; nobody would take images out of ImageJ's list, or rows out of its table. */
    @Test
    void runsInALoopLeaveNothing() throws Exception {
        Interpreter.batchMode = true; // as it is in Fiji without a display, and not only in macros
        final int rows = ResultsTable.getResultsTable().size();
        final int images = WindowManager.getImageCount(), batchImages = Interpreter.getBatchModeImageCount();
        try {
            for (int i = 0; i < 10; i++) {
                final Module module =
                        run(Task.SUPER_RESOLVE, "input", sample(), "iterations", 3, "restorer", "Cubic spline");
                final ResultsTable table = (ResultsTable) module.getOutput("table");
                assertEquals("1 row of sample.tif", table.size() + " row of " + table.getStringValue("Image", 0));
                assertTrue(table.getValue("FWHM major", 0) > 0.5);
                assertTrue(module.isOutputResolved("table"), "SciJava would look for a display");
            }
            assertEquals(images, WindowManager.getImageCount());
            assertEquals(batchImages, Interpreter.getBatchModeImageCount());
            assertEquals(rows, ResultsTable.getResultsTable().size());
        } finally {
            Interpreter.batchMode = false;
        }
    }

    /** SciJava passes over what it cannot convert; the active image must not take its place. */
    @Test
    void whatCannotBeConvertedIsAnError() throws Exception {
        WindowManager.setTempCurrentImage(sample());
        try {
            final Module module = run(Task.ESTIMATE_KERNEL, "input", ArrayImgs.floats(40, 32), "iterations", 3);
            assertTrue(
                    ((Cancelable) module)
                            .getCancelReason()
                            .matches(
                                    "input: an object of the class \\S+ArrayImg was given, which cannot be converted to an"
                                            + " image; allowed is an ImagePlus, or the title, id or path of an image\\."),
                    ((Cancelable) module).getCancelReason());
            assertNull(module.getOutput("kernel"));
        } finally {
            WindowManager.setTempCurrentImage(null);
        }
    }

    /** What can be converted is let go again, but for what somebody else displays; texts name images as in macros. */
    @Test
    void inputsMayBeDataOrTexts(@TempDir final Path folder) throws Exception {
        final DisplayService displays = context.service(DisplayService.class);
        final TextFileReader.Size hidden = new TextFileReader.Size(40, 32), shown = new TextFileReader.Size(40, 36);
        final Display<?> display = displays.createDisplay("of somebody else", shown);
        final Path file = Files.writeString(folder.resolve("a.size"), "40x32");
        for (final Object input : new Object[] {hidden, shown, file.toString(), file.toFile()}) {
            final Module module = run(Task.ESTIMATE_KERNEL, "input", input, "iterations", 3);
            assertNull(((Cancelable) module).getCancelReason());
            assertNotNull(module.getOutput("kernel"));
            assertTrue(displays.getDisplays().contains(display));
            assertEquals(List.of(), displays.getDisplays(hidden));
        }
        assertNull(((Cancelable) run(Task.SIMULATE, "input", sample(), "kernel", "none")).getCancelReason());
        assertTrue(((Cancelable) run(Task.ESTIMATE_KERNEL, "input", "nowhere"))
                .getCancelReason()
                .startsWith("input: \"nowhere\" was given, but no open image has this title or id"));
    }

    /** Of many files, one at a time is in memory. */
    @Test
    void filesOfABatchAreLetGoOneByOne(@TempDir final Path folder) throws Exception {
        for (int i = 0; i < 50; i++) Files.writeString(folder.resolve(i + ".size"), "40x32");
        TextFileReader.mostDisplays = 0;
        final PrintStream out = System.out;
        final ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        final Module module;
        try {
            module = runBatch(folder);
        } finally {
            System.setOut(out);
        }
        // ImageJ's own readers, which are asked first, have nothing to say about it
        assertEquals(
                51,
                log.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(l -> l.startsWith("Blind SR: "))
                        .count());
        assertEquals(51, log.toString(StandardCharsets.UTF_8).lines().count(), log.toString(StandardCharsets.UTF_8));
        assertNull(((Cancelable) module).getCancelReason());
        assertEquals(50, ((ResultsTable) module.getOutput("table")).size());
        assertEquals(1, TextFileReader.mostDisplays);
        assertEquals(List.of(), context.service(DisplayService.class).getDisplays());
    }

    private Module runBatch(final Path folder) throws Exception {
        return run(
                Task.BATCH,
                "source",
                folder.toFile(),
                "target",
                folder.resolve("out").toFile(),
                "restorer",
                "Cubic spline");
    }

    @Test
    @Timeout(120)
    void canBeCancelledInTheMiddle() throws Exception {
        final CommandInfo info = context.service(CommandService.class).getCommand(BlindSuperResolution.class);
        final ModuleService modules = context.service(ModuleService.class);
        final Module module = modules.createModule(info);
        final CountDownLatch started = new CountDownLatch(1);
        final Future<Module> future = modules.run(
                module,
                true,
                Map.of(
                        "input",
                        new ImagePlus("sample", sample().getProcessor()) {

                            @Override
                            public ImageStack getStack() {
                                started.countDown();
                                return super.getStack();
                            }
                        },
                        "estimator",
                        "Variational FKP",
                        "iterations",
                        1_000_000));
        assertTrue(started.await(60, TimeUnit.SECONDS));
        assertFalse(future.isDone());
        ((Cancelable) module).cancel("enough");
        future.get(60, TimeUnit.SECONDS);
        assertEquals("enough", ((Cancelable) module).getCancelReason());
        assertNull(module.getOutput("result"));
    }

    /** A script with parameters, as users write them. */
    @Test
    void groovyScript() throws Exception {
        final String script =
                """
			#@ CommandService commands
			#@ ij.ImagePlus image
			#@output Object result
			#@output Object failure
			import sc.fiji.blindsr.command.BlindSuperResolution

			done = commands.run(BlindSuperResolution, true, "input", image, "scale", 3, "iterations", 3).get()
			result = done.getOutput("result")
			failure = commands.run(BlindSuperResolution, true, "input", image, "scale", 7).get().getCancelReason()
			""";
        final ScriptModule module = context.service(ScriptService.class)
                .run("test.groovy", script, true, "image", sample())
                .get();
        assertNotNull(module.getOutput("result"));
        assertEquals(120, ((ImagePlus) module.getOutput("result")).getWidth());
        assertTrue(String.valueOf(module.getOutput("failure")).startsWith("scale: "));
    }

    private Module run(final Task task, final Object... inputs) throws Exception {
        return context.service(CommandService.class)
                .run(command(task), true, inputs)
                .get();
    }

    private static ImagePlus sample() {
        final FloatProcessor pixels = new FloatProcessor(40, 32);
        for (int y = 0; y < 32; y++)
            for (int x = 0; x < 40; x++)
                pixels.setf(x, y, (float) (120 + 60 * Math.sin(x / 2.0) * Math.cos(y / 3.0) + (x > 20 ? 20 : 0)));
        return new ImagePlus("sample.tif", pixels);
    }
}
