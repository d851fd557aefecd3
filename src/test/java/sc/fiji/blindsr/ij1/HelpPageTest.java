package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.text.BadLocationException;
import javax.swing.text.Document;
import javax.swing.text.html.HTMLEditorKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpPageTest {

    private static final Path MARKDOWN = Path.of("src", "site", "markdown");

    /** Links of the pages to each other and to pictures; those that lead out of the folder would be dead in the jar. */
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(?!https?://|#)([^\"]*)\"");

    @Test
    void everyPageIsThere() throws IOException {
        try (Stream<Path> files = Files.list(MARKDOWN)) {
            assertEquals(
                    Arrays.stream(HelpPage.values())
                            .map(page -> page.file().replace(".html", ".md"))
                            .collect(Collectors.toSet()),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void leadsToALocalPageWithItsTitle(final HelpPage page) throws IOException, BadLocationException {
        // What ImageJ makes of a link: URLOpener starts a browser for these addresses only.
        assertTrue(page.address().matches("file:///[^' ]+\\.html"), page.address());
        final Path file = Path.of(URI.create(page.address()));
        final String html = Files.readString(file);
        final List<MatchResult> links = LINK.matcher(html).results().toList();
        assertFalse(links.isEmpty(), "every page leads to another");
        for (final MatchResult link : links)
            assertTrue(Files.exists(file.resolveSibling(link.group(1).replaceFirst("#.*", ""))), link.group());

        final HTMLEditorKit kit = new HTMLEditorKit(); // that of ImageJ's HTMLDialog
        final Document document = kit.createDefaultDocument();
        kit.read(new StringReader(html), document, 0);
        final String text = document.getText(0, document.getLength());
        assertTrue(text.contains("\n" + page.title() + "\n"), text);
    }

    @Test
    void allPagesAreLinked() {
        for (final HelpPage page : HelpPage.values())
            assertTrue(HelpPage.links().contains("<a href=\"" + page.address() + "\">" + page.title() + "</a>"));
    }
}
