package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Task;

class PluginsConfigTest {

    /** One line for each task, in the same order and with the same menu path and label as Fiji's command. */
    @Test
    void agreesWithTheTasks() throws IOException {
        final List<String> expected = Arrays.stream(Task.values())
                .map(t ->
                        t.menu() + ", \"" + t.label() + "\", " + TaskPlugIn.class.getName() + "(\"" + t.label() + "\")")
                .toList();
        assertEquals(
                expected,
                Files.readAllLines(Path.of("plugins.config")).stream()
                        .filter(l -> !l.isBlank() && !l.startsWith("#"))
                        .toList());
    }

    /** Fiji has the commands from their annotations, and its search bar would list each twice. */
    @Test
    void isNoPartOfThePlugin() {
        assertNull(TaskPlugIn.class.getResource("/plugins.config"));
    }
}
