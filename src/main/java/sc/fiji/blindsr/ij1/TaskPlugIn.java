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
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.run.Outcome;

/** All tasks for plain ImageJ 1.x; its plugins.config passes the task's label. Fiji has the SciJava commands. */
public class TaskPlugIn implements PlugIn {

    @Override
    public void run(final String label) {
        try {
            final Task task = Task.labelled(label);
            if (MacroCall.leavesToAsk(task.form())) ask(task);
            else show(outcome(task, values(task)));
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

    /** Runs with what the user chooses. What is wrong with that is said, and the dialog comes again with all that was in it. */
    private static void ask(final Task task) {
        final OptionsDialog dialog = new OptionsDialog(task, task.options(), true);
        while (true) {
            final String recorded = Recorder.getCommand();
            final Optional<Map<String, Object>> values = dialog.ask();
            if (values.isEmpty()) return;
            try {
                final Outcome outcome = outcome(task, values.get());
                Presentation.markUnsaved(outcome);
                show(outcome);
                return;
            } catch (final UserError e) {
                HostProgress.finish("");
                MacroCall.fail(e.getMessage());
                if (recorded != null) Recorder.setCommand(recorded); // without the options of this dialog
                dialog.renew();
            }
        }
    }

    private static Outcome outcome(final Task task, final Map<String, Object> values) {
        try (HostProgress progress = new HostProgress(() -> false)) {
            return task.run(values, progress);
        }
    }

    /** The values given by the macro. */
    private static Map<String, Object> values(final Task task) {
        final Map<String, String> macro = MacroCall.isRunning() ? MacroCall.values() : Map.of();
        return InputImage.resolve(task.form(), macro, WindowManager::getCurrentImage, ImageFile::open);
    }

    private static void show(final Outcome outcome) {
        Presentation.addRows(outcome);
        Presentation.prepare(outcome);
        outcome.images().forEach(ImagePlus::show);
        HostProgress.finish("");
    }
}
