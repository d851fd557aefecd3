package sc.fiji.blindsr.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {

    private static final List<String> COLUMNS = List.of("Image", "Seed", "Remark");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void start() {
        file = folder.resolve("lines.csv");
    }

    @Test
    void linesComeBackAsTheyWere() throws IOException {
        final ResultTable table = new ResultTable(file, COLUMNS, 2);
        table.add(Map.of("Image", "a \"quoted\", name", "Seed", 1, "Remark", "one\nline ±"));
        table.add(Map.of("Image", "b"));
        assertEquals("Image,Seed,Remark\n\"a \"\"quoted\"\", name\",1,one line ±\nb,,\n", Files.readString(file));
        final List<Map<String, String>> rows = new ResultTable(file, COLUMNS, 2).rows();
        assertEquals(table.rows(), rows);
        assertEquals(
                List.of(
                        Map.of("Image", "a \"quoted\", name", "Seed", "1", "Remark", "one line ±"),
                        Map.of("Image", "b", "Seed", "", "Remark", "")),
                rows);
    }

    @Test
    void theLastOfLinesAlikeCounts() throws IOException {
        final ResultTable table = new ResultTable(file, COLUMNS, 2);
        table.add(Map.of("Image", "a", "Seed", 1, "Remark", "failed"));
        table.add(Map.of("Image", "a", "Seed", 2));
        table.add(Map.of("Image", "a", "Seed", 1, "Remark", "done"));
        assertEquals(
                "done",
                table.find(Map.of("Image", "a", "Seed", "1")).orElseThrow().get("Remark"));
        assertTrue(table.find(Map.of("Image", "a", "Seed", 3)).isEmpty());
        assertEquals(2, new ResultTable(file, COLUMNS, 2).rows().size());
    }

    /** Broken off in the middle of a line, even of a letter. */
    @Test
    void anUnfinishedLineIsCutOff() throws IOException {
        new ResultTable(file, COLUMNS, 2).add(Map.of("Image", "a", "Seed", 1));
        final byte[] half = "b,2,\"±".getBytes(StandardCharsets.UTF_8);
        Files.write(file, java.util.Arrays.copyOf(half, half.length - 1), StandardOpenOption.APPEND);
        final ResultTable again = new ResultTable(file, COLUMNS, 2);
        assertEquals(1, again.rows().size());
        again.add(Map.of("Image", "b", "Seed", 2));
        assertEquals("Image,Seed,Remark\na,1,\nb,2,\n", Files.readString(file));
    }

    @Test
    void anotherTableIsLeftAlone() throws IOException {
        Files.writeString(file, "x,y\n1,2\n");
        assertThrows(IOException.class, () -> new ResultTable(file, COLUMNS, 2));
        assertEquals("x,y\n1,2\n", Files.readString(file));
    }
}
