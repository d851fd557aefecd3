package sc.fiji.blindsr.posterior;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Working memory that is reused, one object per concurrent thread: memory that is already in the cache is faster than new
 * memory.
 */
public final class Pool<T> {

    private final Queue<T> idle = new ConcurrentLinkedQueue<>();

    /** An idle object, or a new one; its contents are undefined. */
    public T take(final Supplier<T> maker) {
        final T taken = idle.poll();
        return taken == null ? maker.get() : taken;
    }

    /** Returns an object for reuse. */
    public void give(final T unused) {
        idle.add(unused);
    }
}
