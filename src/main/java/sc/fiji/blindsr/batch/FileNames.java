package sc.fiji.blindsr.batch;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Which files a batch takes, by their names.
 *
 * @param glob a pattern such as {@code *.tif}; upper and lower case count the same
 */
public record FileNames(String glob) {

    /** The names of a pattern; empty if it is none. */
    public static Optional<FileNames> of(final String glob) {
        try {
            matcher(glob);
            return Optional.of(new FileNames(glob));
        } catch (final PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static PathMatcher matcher(final String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob.toLowerCase(Locale.ROOT));
    }

    /** Whether a file with this name is taken. */
    boolean match(final String name) {
        return matcher(glob).matches(Path.of(name.toLowerCase(Locale.ROOT)));
    }
}
