package sc.fiji.blindsr.option;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Texts as values; empty where a text is none. */
public final class Texts {

    private Texts() {}

    /** A whole number. */
    public static Optional<Long> whole(final String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (final NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A finite number. */
    public static Optional<Double> decimal(final String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (final NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@link File}, unlike {@link Path}, takes any text. */
    static Optional<Path> path(final File file) {
        try {
            return Optional.of(file.toPath());
        } catch (final InvalidPathException e) {
            return Optional.empty();
        }
    }
}
