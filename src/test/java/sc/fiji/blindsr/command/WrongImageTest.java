package sc.fiji.blindsr.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.NewImage;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.thread.ThreadService;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.ij1.InputImage;
import sc.fiji.blindsr.ij1.MacroCall;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;

/** The ways in which ImageJ and SciJava, together, take another image than is meant. */
public class WrongImageTest {

    private static Context context;
    private static Module module;

    private final ImagePlus stale = sample("stale");

    @BeforeEach
    void start() {
        context = new Context();
    }

    @AfterEach
    void end() {
        context.dispose();
        Interpreter.batchMode = false;
        WindowManager.setTempCurrentImage(null);
    }

    /**
     * Without windows, the current image is a matter of each thread. SciJava's threads have one left over from an earlier
     * command, and Fiji passes that; the macro means its own.
     */
    @Test
    void theMacrosImageNotTheThreads() throws Exception {
        final ThreadService threads = context.service(ThreadService.class);
        for (int i = 0; i < 8; i++)
            threads.run(() -> WindowManager.setTempCurrentImage(stale)).get();
        Interpreter.batchMode = true; // as it is in Fiji without a display
        onMacrosThread(() -> {
            WindowManager.setTempCurrentImage(sample("meant"));
            return new Interpreter().run("call('" + WrongImageTest.class.getName() + ".estimate');", "");
        });
        assertEquals("meant-kernel", ((ImagePlus) module.getOutput("kernel")).getTitle());
        // without windows, a macro finds the output by its title, and the row in the table "Results"
        assertSame(module.getOutput("kernel"), WindowManager.getImage("meant-kernel"));
        final ResultsTable rows = ResultsTable.getResultsTable();
        assertEquals("meant", rows.getStringValue("Image", rows.size() - 1));
        rows.reset();
        ((ImagePlus) module.getOutput("kernel")).close();
    }

    /** Called by the macro: SciJava runs the command on one of its own threads, with the image that Fiji took for current. */
    public static void estimate() throws Exception {
        module = context.service(CommandService.class)
                .run(EstimateBlurKernel.class, true, "input", sample("stale"), "iterations", 3)
                .get();
    }

    /** A program means the image that it passes, whatever a macro is doing at the same time. */
    @Test
    void theProgramsImageNotTheMacros() throws Exception {
        WindowManager.setTempCurrentImage(stale);
        final Module module = context.service(CommandService.class)
                .run(EstimateBlurKernel.class, true, "input", sample("meant"), "iterations", 3)
                .get();
        assertEquals("meant-kernel", ((ImagePlus) module.getOutput("kernel")).getTitle());
    }

    /** ImageJ finds the first image with a title, which need not be the active one. */
    @Test
    void twoImagesWithOneTitle() throws Exception {
        Interpreter.batchMode = true;
        final ImagePlus first = sample("twin"), second = sample("twin");
        Interpreter.addBatchModeImage(first);
        Interpreter.addBatchModeImage(second);
        assertNotSame(second, WindowManager.getImage("twin"), "the trap");
        final String refusal = assertThrows(
                        UserError.class, () -> InputImage.named(Options.INPUT, "twin", ImageFile::open))
                .getMessage();
        assertTrue(refusal.startsWith("input: \"twin\" was given, but 2 open images have this title"), refusal);
        assertSame(second, InputImage.named(Options.INPUT, String.valueOf(second.getID()), ImageFile::open));
    }

    /** ImageJ looks for a key anywhere in the options, also in a title. */
    @Test
    void keysWithinTitles() throws Exception {
        final String options = "input=[a copy, scale=3 seed=2] scale=2";
        assertEquals("3", Macro.getValue(options, "scale", ""), "the trap");
        assertEquals(Map.of("input", "a copy, scale=3 seed=2", "scale", "2"), onMacrosThread(() -> {
            Macro.setOptions(options);
            return MacroCall.values();
        }));
    }

    /** ImageJ finds a key at the end of another one, after anything but a letter. */
    @Test
    void noKeyEndsAnother() {
        for (final Task task : Task.values())
            for (final Option option : task.options()) {
                assertTrue(option.key().matches("[a-z]+"), option.key());
                assertEquals(
                        1,
                        task.options().stream()
                                .filter(o -> o.key().equals(option.key()))
                                .count(),
                        option.key());
            }
    }

    /** With no image, none is taken: not one of an earlier run either. */
    @Test
    void noImageLeftOver() throws Exception {
        final CommandService commands = context.service(CommandService.class);
        commands.run(EstimateBlurKernel.class, true, "input", sample("earlier"), "iterations", 3)
                .get();
        final EstimateBlurKernel none = (EstimateBlurKernel)
                commands.run(EstimateBlurKernel.class, true).get().getDelegateObject();
        assertTrue(none.getCancelReason().startsWith("input: there is no image"), none.getCancelReason());
    }

    /** ImageJ knows the threads that work for a macro by their names. */
    private static <T> T onMacrosThread(final Callable<T> work) throws InterruptedException, ExecutionException {
        final FutureTask<T> task = new FutureTask<>(work);
        new Thread(task, "Run$_macro").start();
        return task.get();
    }

    private static ImagePlus sample(final String title) {
        return NewImage.createByteImage(title, 40, 32, 1, NewImage.FILL_RAMP);
    }
}
