package sc.fiji.blindsr.fault;

/** The process in which PyTorch runs, or the GPU, has too little memory for what was asked of it. ImageJ's own is no matter. */
public final class NetworksOutOfMemory extends OutOfMemoryError {

    private static final long serialVersionUID = 1L;

    /** @param reason what was out of memory, as its allocator says it */
    public NetworksOutOfMemory(final String reason) {
        super(reason);
    }
}
