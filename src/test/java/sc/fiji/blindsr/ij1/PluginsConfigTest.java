package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Task;

class PluginsConfigTest {

    /** One line for each task, in the same order and with the same menu path and label as Fiji's command. */
    @Test
    void agreesWithTheTasks() throws IOException {
        final List<String> expected = Arrays.stream(Task.values())
                .map(t -> Task.MENU + ", \"" + t.label() + "\", " + TaskPlugIn.class.getName() + "(\"" + t.label()
                        + "\")")
                .toList();
        try (final BufferedReader config = new BufferedReader(new InputStreamReader(
                PluginsConfigTest.class.getResourceAsStream("/plugins.config"), StandardCharsets.UTF_8))) {
            assertEquals(
                    expected,
                    config.lines()
                            .filter(l -> !l.isBlank() && !l.startsWith("#"))
                            .toList());
        }
    }
}
