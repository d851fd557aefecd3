package sc.fiji.blindsr.engine;

import sc.fiji.blindsr.fault.UserError;

/**
 * PyTorch cannot be used on this machine. The message is for the user: what is missing, on which platform, and what to
 * install.
 */
public final class EngineUnavailableException extends UserError {

    private static final long serialVersionUID = 1L;

    EngineUnavailableException(final String message, final Throwable cause) {
        super("device", message, cause);
    }
}
