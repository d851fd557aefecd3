package sc.fiji.blindsr.posterior;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Memory to work in, as much as there were threads at once: it is quicker to go through the same memory again, which is in
 * the cache, than through new one.
 */
public final class Pool<T> {

    private final Queue<T> idle = new ConcurrentLinkedQueue<>();

    /** What nobody uses, or new; its contents are anything. */
    public T take(final Supplier<T> maker) {
        final T taken = idle.poll();
        return taken == null ? maker.get() : taken;
    }

    /** Gives something back. */
    public void give(final T unused) {
        idle.add(unused);
    }
}
