package sc.fiji.blindsr.engine;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What is left where DJL was unpacking its libraries, some hundred megabytes, when its process was killed: by Esc, or with
 * ImageJ. DJL starts anew beside it, and never looks at it again.
 */
final class BrokenOffUnpacking {

    private static final String FOLDERS = "tmp*";
    /** After so long no other process is unpacking there. */
    private static final Duration OLD = Duration.ofHours(6);

    private BrokenOffUnpacking() {}

    /** Removes it, as far as it can be removed. */
    static void remove(final Path cache) {
        if (!Files.isDirectory(cache)) return;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cache, FOLDERS)) {
            for (final Path folder : folders)
                if (Files.getLastModifiedTime(folder)
                        .toInstant()
                        .isBefore(Instant.now().minus(OLD))) Utils.deleteQuietly(folder);
        } catch (final IOException e) {
            // It is in nobody's way.
        }
    }
}
