package sc.fiji.blindsr.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.progress.Progress;

/**
 * A stretch of work in which PyTorch records operations for gradients. DJL allows one such recording per JVM, so that
 * sessions of several commands take turns, first come first served.
 * <p>
 * A session belongs to the thread that opened it and must be closed by it; sessions do not nest.
 *
 * <pre>
 * try (GradientSession session = GradientSession.open(progress)) {
 * 	session.backward(loss(network.forward(manager, noise)));
 * }
 * </pre>
 */
public final class GradientSession implements AutoCloseable {

    /** Those who wait, in the order of their coming; the head is the one whose turn it is. */
    private static final Queue<Thread> TURNS = new ArrayDeque<>();

    /** How often those who wait look whether they have been cancelled, ms. */
    private static final long POLL = 100;

    private final GradientCollector collector;

    private GradientSession(final GradientCollector collector) {
        this.collector = collector;
    }

    /**
     * Waits until no other session is open, then opens one.
     *
     * @param progress asked while waiting whether the user wants to stop
     * @throws CancellationException if the user cancelled, or the thread was interrupted, while waiting
     * @throws IllegalStateException if this thread has a session open
     * @throws EngineUnavailableException if PyTorch does not load
     */
    public static GradientSession open(final Progress progress) {
        final var engine = TorchEngine.get();
        awaitTurn(progress);
        try {
            return new GradientSession(engine.newGradientCollector());
        } catch (final RuntimeException | Error e) {
            endTurn();
            throw e;
        }
    }

    /** Adds the gradient of a scalar to those of all arrays that it was computed from and that require one. */
    public void backward(final NDArray loss) {
        collector.backward(loss);
    }

    @Override
    public void close() {
        try {
            collector.close();
        } finally {
            endTurn();
        }
    }

    private static void awaitTurn(final Progress progress) {
        final Thread me = Thread.currentThread();
        synchronized (TURNS) {
            if (TURNS.contains(me)) throw new IllegalStateException("This thread has a gradient session open already.");
            TURNS.add(me);
            try {
                while (TURNS.peek() != me) {
                    progress.update("Waiting for another network to finish", 0, 1);
                    TURNS.wait(POLL);
                }
            } catch (final InterruptedException e) {
                endTurn();
                me.interrupt();
                throw new CancellationException("Interrupted while waiting for another network to finish");
            } catch (final RuntimeException | Error e) {
                endTurn();
                throw e;
            }
        }
    }

    private static void endTurn() {
        synchronized (TURNS) {
            TURNS.remove(Thread.currentThread());
            TURNS.notifyAll();
        }
    }
}
