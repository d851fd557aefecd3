package sc.fiji.blindsr.image;

import java.io.IOException;

/** A file is known to be damaged: other readers would find no more in it, or never end. */
public final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what is damaged, for users */
    DamagedFileException(final String message) {
        super(message);
    }
}
