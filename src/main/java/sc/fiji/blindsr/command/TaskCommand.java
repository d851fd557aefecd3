package sc.fiji.blindsr.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;
import org.scijava.util.ClassUtils;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.ij1.HostProgress;
import sc.fiji.blindsr.ij1.InputImage;
import sc.fiji.blindsr.ij1.MacroCall;
import sc.fiji.blindsr.ij1.OptionsDialog;
import sc.fiji.blindsr.ij1.Presentation;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.run.Outcome;

/**
 * A {@link Task} as a SciJava command. A subclass has a field for each of the task's options, named by its key, so that
 * scripts can give them, and one for each output, in the order in which they are shown. An image is an {@code Object}: what
 * SciJava cannot make an {@code ImagePlus} of, it would pass over, and the active image would take its place. Labels, defaults,
 * choices and help are those of the task's {@linkplain Task#form form}: both hosts show the same dialog, made from it.
 * <p>
 * It is no {@code DynamicCommand}, which could make its inputs from the form by itself, because {@code CommandService.run}
 * gives nothing back for those, neither results nor errors. SciJava's own dialog is not used, because in Fiji an image
 * that may be left out has no "none" there, and the first open image is preselected for each.
 * </p>
 */
abstract class TaskCommand extends ContextCommand {

    /** Places the submenu of tools below all other commands. */
    static final double TOOLS_WEIGHT = 100;

    @Parameter
    private ThreadService threadService;

    @Parameter
    private LogService log;

    /** The rows of this run, for scripts: without a display there is no window that holds them. */
    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable table;

    private final Task task;
    /** Whether a person has chosen the inputs in the dialog. */
    private boolean asked;

    TaskCommand(final Task task) {
        this.task = task;
    }

    /**
     * Completes the inputs: asks for those that are open, where there is somebody to ask, and gives the rest their defaults.
     * All are resolved then, so that SciJava shows no form of its own.
     *
     * @param module this command on its way to be run
     * @return whether it is to be run; not if the user cancelled the dialog
     */
    boolean complete(final Module module) {
        // it has been shown: SciJava is not to look for a display of its own
        module.resolveOutput("table");
        final List<Option<?>> open = task.options().stream()
                .filter(option -> !module.isInputResolved(option.key()))
                .toList();
        if (MacroCall.leavesToAsk(task.form()) && !open.isEmpty() && !isScript(open)) {
            final Optional<Map<String, Object>> chosen = new OptionsDialog(task, open, false).ask();
            if (chosen.isEmpty()) return false;
            asked = true;
            chosen.get().forEach(module::setInput);
        }
        for (final Option<?> option : open) {
            if (!option.defaultText().isEmpty() && value(option) == null)
                module.setInput(option.key(), option.defaultText());
            module.resolveInput(option.key());
        }
        return true;
    }

    /** Whether more than images was given: then a script calls, which is not asked for what it leaves to the defaults. */
    private boolean isScript(final List<Option<?>> open) {
        return task.options().stream()
                .filter(option -> !open.contains(option))
                .anyMatch(option -> option.kind() != Option.Kind.IMAGE);
    }

    @Override
    public void run() {
        try {
            final CallerThread caller = new CallerThread(threadService);
            try (SciJavaReader reader = new SciJavaReader(getContext())) {
                final Outcome outcome;
                try (HostProgress progress = new HostProgress(this::isCanceled)) {
                    outcome = task.run(values(caller, reader), progress, reader);
                }
                publish(outcome, caller);
            }
            HostProgress.finish("");
        } catch (final CancellationException e) {
            final String message = task.title() + ": cancelled";
            HostProgress.finish(message);
            if (IJ.isMacro()) MacroCall.fail(message);
            if (!isCanceled()) cancel("");
        } catch (final RuntimeException | OutOfMemoryError | LinkageError e) {
            HostProgress.finish("");
            fail(e);
        }
    }

    /** Takes the images that are this command's outputs. */
    abstract void setOutputs(Outcome outcome);

    /** The values of all options. A macro is read word by word, since SciJava passes over what it does not know. */
    private Map<String, Object> values(final CallerThread caller, final SciJavaReader reader) {
        if (caller.isMacro() && MacroCall.isRunning())
            return InputImage.resolve(task.form(), MacroCall.values(), caller::currentImage, reader);
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final Option<?> option : task.options())
            values.put(
                    option.key(),
                    option.kind() == Option.Kind.IMAGE ? image(option, value(option), reader) : value(option));
        if (task.options().contains(Options.INPUT))
            values.compute(
                    Options.INPUT.key(),
                    (key, image) -> caller.isMacro() && !asked || image == null ? caller.currentImage() : image);
        return values;
    }

    private Object value(final Option<?> option) {
        return ClassUtils.getAnnotatedFields(getClass(), Parameter.class).stream()
                .filter(field -> field.getName().equals(option.key()))
                .findFirst()
                .map(field -> ClassUtils.getValue(field, this))
                .orElse(null);
    }

    /** The image that a script has given: as such, by its name as in a macro, or as what can be converted to one. */
    private static ImagePlus image(final Option<?> option, final Object given, final SciJavaReader reader) {
        if (given == null || given instanceof ImagePlus) return (ImagePlus) given;
        if (given instanceof String || given instanceof File)
            return InputImage.namedOrNone(option, given.toString(), reader);
        return reader.convert(given)
                .orElseThrow(() -> new UserError(
                        option.key(),
                        "an object of the class " + given.getClass().getName()
                                + " was given, which cannot be converted to an image",
                        "allowed is an ImagePlus, or the title, id or path of an image"));
    }

    /**
     * With a display the framework shows outputs. Without one, macros find images in ImageJ's list and rows in its table, and
     * scripts have the outputs: what the lists hold, nobody would ever take out again.
     */
    private void publish(final Outcome outcome, final CallerThread caller) {
        final boolean headless = GraphicsEnvironment.isHeadless();
        if (!headless || caller.isMacro()) Presentation.addRows(outcome);
        Presentation.prepare(outcome);
        if (asked) Presentation.markUnsaved(outcome);
        table = Presentation.table(outcome);
        setOutputs(outcome);
        for (final ImagePlus image : outcome.images()) {
            if (headless && caller.isMacro() && Interpreter.isBatchMode()) image.show();
            caller.activate(image);
        }
        WindowManager.setTempCurrentImage(null);
    }

    /** Tells the user once, stops a macro, and lets a calling program know by {@link #isCanceled()}. */
    private void fail(final Throwable cause) {
        final String message = Failure.message(cause);
        if (!Failure.isExpected(cause)) log.error(task.label(), cause);
        if (IJ.isMacro()) MacroCall.fail(message);
        else if (GraphicsEnvironment.isHeadless()) log.error(message);
        // The framework shows the reason in a dialog, if there is a display and the reason is not empty.
        cancel(IJ.isMacro() && !GraphicsEnvironment.isHeadless() ? "" : message);
    }
}
