package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.run.Outcome;

/** All tasks for plain ImageJ 1.x; its plugins.config passes the task's label. Fiji has the SciJava commands. */
public class TaskPlugIn implements PlugIn {

    @Override
    public void run(final String label) {
        try {
            final Task task = Task.labelled(label);
            final Optional<Map<String, Object>> values = values(task);
            if (values.isEmpty()) return;
            final Outcome outcome;
            try (HostProgress progress = new HostProgress(() -> false)) {
                outcome = task.run(values.get(), progress);
            }
            show(outcome);
            HostProgress.finish("");
        } catch (final CancellationException e) {
            Recorder.disableCommandRecording();
            final String message = Task.labelled(label).title() + ": cancelled";
            HostProgress.finish(message);
            if (IJ.isMacro()) MacroCall.fail(message);
        } catch (final RuntimeException | OutOfMemoryError | LinkageError e) {
            Recorder.disableCommandRecording();
            HostProgress.finish("");
            if (!Failure.isExpected(e)) IJ.log(Failure.stackTrace(e));
            MacroCall.fail(Failure.message(e));
        }
    }

    /** The values given by the macro, or else by the user; empty if the user has cancelled. */
    private static Optional<Map<String, Object>> values(final Task task) {
        if (MacroCall.leavesToAsk(task.form())) return new OptionsDialog(task, task.options(), true).ask();
        final Map<String, String> macro = MacroCall.isRunning() ? MacroCall.values() : Map.of();
        return Optional.of(InputImage.resolve(task.form(), macro, WindowManager::getCurrentImage, ImageFile::open));
    }

    private static void show(final Outcome outcome) {
        Presentation.addRows(outcome);
        Presentation.prepare(outcome);
        outcome.images().forEach(ImagePlus::show);
    }
}
