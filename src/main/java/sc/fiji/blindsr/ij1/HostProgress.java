package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.progress.TimeLeft;

/**
 * Progress in the status bar, and, where there are windows, the kernel as it takes shape in one of its own. The Esc key
 * cancels, and so do that window's button and interrupting the thread.
 */
public final class HostProgress implements Progress, AutoCloseable {

    /** Nanoseconds between two looks at the status bar: to write there takes longer than many a step. */
    private static final long PAUSE = 50_000_000;

    /** What the log's lines of this plugin begin with. */
    static final String LOG_PREFIX = "Blind SR: ";

    private final BooleanSupplier cancelled;
    private final TimeLeft timeLeft = new TimeLeft();
    private long written = System.nanoTime() - PAUSE;
    /** null as long as there is no kernel to be seen */
    private KernelWindow window;

    /**
     * Starts to listen to the Esc key; to be made after all dialogs, which have a use for that key themselves.
     *
     * @param cancelled whether the host has a reason of its own to stop
     */
    public HostProgress(final BooleanSupplier cancelled) {
        this.cancelled = cancelled;
        IJ.resetEscape();
    }

    @Override
    public void update(final String stage, final int done, final int total) {
        if (cancelled.getAsBoolean()
                || IJ.escapePressed()
                || Thread.currentThread().isInterrupted()
                || window != null && window.isCancelled()) throw new CancellationException("cancelled: " + stage);
        final String left = timeLeft.after(done, total);
        if (System.nanoTime() - written < PAUSE) return;
        written = System.nanoTime();
        IJ.showStatus(stage + (total > 1 ? ", " + done + "/" + total : "") + (left.isEmpty() ? "" : ", " + left));
        IJ.showProgress((double) done / total);
        if (window != null) window.say(done + "/" + total + (left.isEmpty() ? "" : ", " + left));
    }

    @Override
    public void kernel(final RandomAccessibleInterval<FloatType> kernel) {
        if (window == null && hasWindows()) window = new KernelWindow();
        if (window != null) window.show(kernel);
    }

    @Override
    public void log(final String line) {
        IJ.log(LOG_PREFIX + line);
    }

    /** Programs and macros in batch mode want none. */
    private static boolean hasWindows() {
        return !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && !Interpreter.isBatchMode();
    }

    /** Closes the kernel's window. */
    @Override
    public void close() {
        if (window != null) window.close();
    }

    /** Takes the progress bar away and leaves a last word in the status bar. */
    public static void finish(final String message) {
        IJ.showProgress(1);
        IJ.showStatus(message);
    }
}
