package sc.fiji.blindsr;

import ij.ImagePlus;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * The entry for Java callers: a task with typed options, each of which has its default until it is set.
 *
 * <pre>
 * Outcome outcome = BlindSR.superResolve(image).with(Options.SCALE, 3).with(Options.SEED, 7L).run();
 * outcome.result().show();
 * </pre>
 *
 * Immutable: {@link #with} gives a new request.
 */
public final class BlindSR {

    private final Task task;
    private final Settings settings;

    private BlindSR(final Task task, final Settings settings) {
        this.task = task;
        this.settings = settings;
    }

    /** Any task, with its defaults. */
    public static BlindSR of(final Task task) {
        return new BlindSR(task, Settings.of(task.form()));
    }

    /** Finds the blur of an image and restores it on a finer grid. */
    public static BlindSR superResolve(final ImagePlus image) {
        return of(Task.SUPER_RESOLVE).with(Options.INPUT, image);
    }

    /** Restores an image with a known kernel, an image on the fine grid. */
    public static BlindSR superResolve(final ImagePlus image, final ImagePlus kernel) {
        return of(Task.SUPER_RESOLVE_WITH_KERNEL).with(Options.INPUT, image).with(Options.KERNEL, kernel);
    }

    /** Finds the blur of an image. */
    public static BlindSR estimateKernel(final ImagePlus image) {
        return of(Task.ESTIMATE_KERNEL).with(Options.INPUT, image);
    }

    /**
     * The same with another value of an option.
     *
     * @throws IllegalArgumentException if the task has no such option
     */
    public <T> BlindSR with(final Option<T> option, final T value) {
        return new BlindSR(task, settings.with(option, value));
    }

    /** Does the work, without telling anybody how far it is. */
    public Outcome run() {
        return run(Progress.NONE);
    }

    /**
     * Does the work.
     *
     * @param progress told of every iteration; cancels by throwing
     * @return new images, not shown, and the row for the table
     * @throws UserError if a value or the image is not usable; the message names the parameter, what was given and what is
     *     allowed
     * @throws CancellationException if {@code progress} cancelled
     */
    public Outcome run(final Progress progress) {
        return task.run(settings, progress);
    }
}
