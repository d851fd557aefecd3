package sc.fiji.blindsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DevelopingPageTest {

    private static final Pattern CODE = Pattern.compile("^```(java)?\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** The example of a command is the code itself: form, registry, plain ImageJ, Fiji, help. */
    @Test
    void theExampleIsInTheSources() throws IOException {
        final String page = Files.readString(Path.of("src", "site", "markdown", "developing.md"));
        final List<String> pieces = CODE.matcher(page.substring(page.indexOf("## Add a command")))
                .results()
                .map(code -> code.group(2).strip())
                .toList();
        assertEquals(5, pieces.size());
        try (Stream<Path> files =
                Stream.concat(Files.walk(Path.of("src", "main")), Stream.of(Path.of("plugins.config")))) {
            final List<String> sources = files.filter(file -> file.toString().matches(".*\\.(java|properties|config)"))
                    .map(DevelopingPageTest::text)
                    .toList();
            for (final String piece : pieces)
                assertTrue(sources.stream().anyMatch(source -> source.contains(piece)), piece);
        }
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
