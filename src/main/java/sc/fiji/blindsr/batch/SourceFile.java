package sc.fiji.blindsr.batch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import sc.fiji.blindsr.fault.UserError;

/**
 * A file of the source folder.
 *
 * @param path where it is
 * @param name what it is called in table, log and outputs
 * @param nameable whether it can be reached by its name as a text
 */
public record SourceFile(Path path, String name, boolean nameable) {

    static SourceFile of(final Path folder, final Path file) {
        final String name = file.getFileName().toString();
        if (isReachable(folder, name)) return new SourceFile(file, name, true);
        // The bytes that are no text here are written as in addresses, so that two such names stay different.
        final String address = file.toUri().getRawPath();
        return new SourceFile(file, address.substring(address.lastIndexOf('/') + 1), false);
    }

    /**
     * Names of files are bytes to Linux. Where the encoding of the locale does not have them, the text that Java makes of
     * them leads nowhere.
     */
    private static boolean isReachable(final Path folder, final String name) {
        try {
            return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
        } catch (final InvalidPathException e) {
            return false;
        }
    }

    /** Refuses a file that cannot be named: ImageJ's readers want the path as a text, and so do the outputs. */
    public void checkNameable() {
        if (name.matches("(?s).*\\R.*"))
            throw new UserError(
                    Batch.SOURCE.key(), "its name has a line break, which no table bears", "rename the file");
        if (!nameable)
            throw new UserError(
                    Batch.SOURCE.key(),
                    "this name cannot be written in the encoding of the system's language ("
                            + System.getProperty("sun.jnu.encoding") + ")",
                    "start ImageJ with another, such as LC_ALL=C.UTF-8, or rename the file");
    }
}
