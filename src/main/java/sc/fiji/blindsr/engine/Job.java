package sc.fiji.blindsr.engine;

import java.io.Serializable;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.progress.Progress;

/**
 * Work for PyTorch, made here and done in the {@linkplain TorchWorker worker}. A job is plain data, a record. It names no
 * class of DJL, which ImageJ may lack; what it calls does.
 *
 * @param <R> what comes of it, which is sent back
 */
public interface Job<R extends Serializable> extends Serializable {

    /**
     * Does the work; called in the worker.
     *
     * @param progress told of every iteration; throws a {@link CancellationException} if the user has cancelled
     */
    R run(Progress progress);

    /** The device that it computes on. */
    default DeviceChoice device() {
        return DeviceChoice.AUTO;
    }

    /** The memory that it needs, about, in bytes. */
    default long memory() {
        return 0;
    }
}
