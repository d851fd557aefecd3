package sc.fiji.blindsr.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The line of a macro. */
class MacroLineTest {

    /** As the macro language has them: a backslash would mean something else, a quote end the text. */
    @Test
    void backslashesAndQuotesAreEscaped() {
        assertEquals("a\\\\b \\\"c\\\"", MacroLine.escaped("a\\b \"c\""));
        final String line = MacroLine.of("Command...", Map.of("input", "a\\b \"c\""));
        assertEquals("run(\"Command...\", \"input=[a\\\\b \\\"c\\\"]\");", line);
        assertEquals("a\\b \"c\"", MacroLine.value(line, "input").orElseThrow());
    }

    /** A line stays one, whatever an image is called. */
    @Test
    void lineBreaksAreEscaped() {
        final String line = MacroLine.of("Command...", Map.of("input", "a\nb\r\\n"));
        assertEquals("run(\"Command...\", \"input=[a\\nb\\r\\\\n]\");", line);
        assertEquals("a\nb\r\\n", MacroLine.value(line, "input").orElseThrow());
    }
}
