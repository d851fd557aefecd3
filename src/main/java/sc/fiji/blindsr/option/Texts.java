package sc.fiji.blindsr.option;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts as values; empty where a text is none. */
public final class Texts {

    /** Java's numbers without what Java alone writes, as 5d and 0x1p4. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

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
        return NUMBER.matcher(text).matches()
                ? Optional.of(Double.valueOf(text)).filter(Double::isFinite)
                : Optional.empty();
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
