package sc.fiji.blindsr.ij1;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import ij.IJ;
import sc.fiji.blindsr.progress.Progress;

/** Progress in the status bar. The Esc key cancels, and so does interrupting the thread. */
public final class HostProgress implements Progress {

	private final BooleanSupplier cancelled;

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
		if (cancelled.getAsBoolean() || IJ.escapePressed() || Thread.currentThread().isInterrupted())
			throw new CancellationException("cancelled: " + stage);
		IJ.showStatus(stage);
		IJ.showProgress((double) done / total);
	}

	/** Takes the progress bar away and leaves a last word in the status bar. */
	public static void finish(final String message) {
		IJ.showProgress(1);
		IJ.showStatus(message);
	}
}
