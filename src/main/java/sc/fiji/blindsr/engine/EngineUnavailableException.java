package sc.fiji.blindsr.engine;

/**
 * PyTorch cannot be used on this machine. The message is for the user: what is missing, on which platform, and what to
 * install.
 */
public final class EngineUnavailableException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    EngineUnavailableException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
