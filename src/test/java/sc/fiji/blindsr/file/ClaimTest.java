package sc.fiji.blindsr.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {

    @Test
    void onlyOneHasIt(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("a b.csv");
        try (Claim claim = Claim.on(file).orElseThrow()) {
            assertTrue(claim.isCertain());
            assertTrue(Claim.on(file).isEmpty());
            assertTrue(Claim.on(file).isEmpty(), "to ask does not end it");
            Claim.on(folder.resolve("other.csv")).orElseThrow().close();
        }
        Claim.on(file).orElseThrow().close();
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }
}
