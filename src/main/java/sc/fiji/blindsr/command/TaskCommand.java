package sc.fiji.blindsr.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;
import org.scijava.util.ClassUtils;
import org.scijava.util.Types;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.ij1.HostProgress;
import sc.fiji.blindsr.ij1.InputImage;
import sc.fiji.blindsr.ij1.MacroCall;
import sc.fiji.blindsr.ij1.Presentation;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * A {@link Task} as a SciJava command. A subclass declares a field for each of the task's options, named by its key, with
 * the texts of {@link Option}, and then one for each output, in the order in which they are shown.
 * <p>
 * It is no {@code DynamicCommand}, which could take the texts from {@link Option} by itself, because
 * {@code CommandService.run} gives nothing back for those, neither results nor errors.
 * </p>
 */
abstract class TaskCommand extends ContextCommand {

    @Parameter
    private ThreadService threadService;

    @Parameter
    private LogService log;

    private final Task task;

    TaskCommand(final Task task) {
        this.task = task;
    }

    /**
     * Gives what was left out its default: shown in the dialog, or, in a macro and headless, without any dialog.
     *
     * @param module this command on its way to be run
     */
    void complete(final Module module) {
        final boolean asks = MacroCall.leavesToAsk(task);
        for (final Option option : task.options()) {
            if (!option.defaultValue().isEmpty() && value(option) == null)
                module.setInput(option.key(), option.defaultValue());
            if (!asks) module.resolveInput(option.key());
        }
    }

    @Override
    public void run() {
        try {
            final CallerThread caller = new CallerThread(threadService);
            final Outcome outcome;
            try (HostProgress progress = new HostProgress(this::isCanceled)) {
                outcome = work(values(caller), progress);
            }
            publish(outcome, caller);
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

    /** Does the task's work. */
    Outcome work(final Map<String, ?> values, final Progress progress) {
        return task.run(values, progress);
    }

    /** Takes the images that are this command's outputs. */
    abstract void setOutputs(Outcome outcome);

    /** The values of all options. A macro is read word by word, since SciJava passes over what it does not know. */
    private Map<String, Object> values(final CallerThread caller) {
        if (caller.isMacro() && MacroCall.isRunning())
            return InputImage.resolve(task, MacroCall.values(), caller::currentImage);
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final Option option : task.options()) values.put(option.key(), value(option));
        if (task.options().contains(Option.INPUT))
            values.compute(
                    Option.INPUT.key(),
                    (key, image) -> caller.isMacro() || isEmpty(image) ? caller.currentImage() : image);
        return values;
    }

    private Object value(final Option option) {
        return ClassUtils.getValue(Types.field(getClass(), option.key()), this);
    }

    /** With no image open and no display, Fiji gives one of 0×0 pixels. */
    private static boolean isEmpty(final Object image) {
        return image == null || ((ImagePlus) image).getWidth() == 0;
    }

    private void publish(final Outcome outcome, final CallerThread caller) {
        Presentation.prepare(outcome);
        setOutputs(outcome);
        for (final ImagePlus image : Presentation.windows(outcome)) {
            // With a display the framework shows outputs. Without one it does not, and macros could not select them.
            if (GraphicsEnvironment.isHeadless() && Interpreter.isBatchMode()) image.show();
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
