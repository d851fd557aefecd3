package sc.fiji.blindsr.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    /** A link to a file stays one: what it points to is replaced. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, links need special rights")
    void linksStayLinks(@TempDir final Path folder) throws IOException {
        final Path real = Files.createDirectory(folder.resolve("elsewhere")).resolve("real"),
                link = folder.resolve("link");
        Files.writeString(real, "before");
        Files.createSymbolicLink(link, real);
        AtomicFile.write(link, "after".getBytes(StandardCharsets.UTF_8));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("after", Files.readString(real));
        try (Stream<Path> files = Files.list(real.getParent())) {
            assertEquals(1, files.count());
        }
    }
}
