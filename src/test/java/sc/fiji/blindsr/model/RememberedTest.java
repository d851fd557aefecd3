package sc.fiji.blindsr.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedTest {

    @Test
    void aFileIsReadAgainWhenItHasChanged(@TempDir final Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("a"), "one"),
                other = Files.writeString(folder.resolve("b"), "b");
        final int[] reads = {0};
        final Remembered<String> remembered = new Remembered<>();
        final Remembered.Maker<String> maker = () -> ++reads[0] + Files.readString(file);
        assertEquals("1one", remembered.of(file, maker));
        assertEquals("1one", remembered.of(file, maker));
        Files.writeString(file, "longer");
        assertEquals("2longer", remembered.of(file, maker));
        // as long as before, but younger
        Files.writeString(file, "LONGER");
        Files.setLastModifiedTime(file, FileTime.fromMillis(4_000_000_000_000L));
        assertEquals("3LONGER", remembered.of(file, maker));
        assertEquals("b", remembered.of(other, () -> Files.readString(other)));
        assertEquals("4LONGER", remembered.of(file, maker));
        // what failed is not remembered
        assertThrows(
                IOException.class,
                () -> remembered.of(other, () -> {
                    throw new IOException();
                }));
        assertEquals("4LONGER", remembered.of(file, maker));
        Files.delete(file);
        assertThrows(IOException.class, () -> remembered.of(file, maker));
    }
}
