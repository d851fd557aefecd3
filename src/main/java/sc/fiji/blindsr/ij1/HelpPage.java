package sc.fiji.blindsr.ij1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A page of {@code src/site/markdown}, which the build puts into the plugin's jar as HTML. ImageJ opens links with a browser,
 * and a browser needs files: the pages are copied to a temporary folder when the first link is made.
 */
enum HelpPage {
    INDEX("Blind SR for Fiji"),
    TOUR("A one-minute tour"),
    USING("Using Blind SR"),
    COMMANDS("Commands"),
    CHOOSING("Choosing a method"),
    TRUST("Can I trust it?"),
    CAMERAS("Cameras"),
    BATCH("Batch"),
    SPARK("Batch on Apache Spark"),
    MODELS("Models"),
    KERNELS("Kernels from beads and optics"),
    RESOLUTION("Resolution"),
    PRIORS("Kernel priors"),
    BENCHMARK("Benchmark"),
    SCRIPTS("Scripts"),
    LIMITS("Limits"),
    DEVELOPING("Developing");

    /** What the pages show; they look for it in a folder beside their own. */
    private static final List<String> PICTURES = List.of("cameras.png", "trust-residuals.png", "trust-deviation.png");

    /** Where links lead if the pages could not be copied. */
    static final String ONLINE = "https://github.com/fiji/FKP_Blind_SR";

    /** Made on first use. */
    private static final class Copies {

        static final Optional<Path> FOLDER = make();

        private static Optional<Path> make() {
            try {
                final Path folder = Files.createTempDirectory("blind-sr-help"), pages = folder.resolve("help");
                folder.toFile().deleteOnExit(); // the last to be deleted, since it was the first to be registered
                for (final HelpPage page : values())
                    if (!copy(pages.resolve(page.file()))) return Optional.empty(); // a build without the pages
                for (final String picture : PICTURES)
                    copy(folder.resolve("pictures").resolve(picture));
                return Optional.of(pages);
            } catch (final IOException e) {
                return Optional.empty();
            }
        }

        /** Copies the resource of the same folder and name. @return whether it is there */
        private static boolean copy(final Path to) throws IOException {
            final Path folder = to.getParent();
            if (!Files.exists(folder)) Files.createDirectory(folder).toFile().deleteOnExit();
            to.toFile().deleteOnExit();
            try (InputStream in = HelpPage.class.getResourceAsStream(folder.getFileName() + "/" + to.getFileName())) {
                if (in != null) Files.copy(in, to);
                return in != null;
            }
        }
    }

    private final String title;

    HelpPage(final String title) {
        this.title = title;
    }

    /** The heading of the page. */
    String title() {
        return title;
    }

    /** The name of its HTML file. */
    String file() {
        return name().toLowerCase(Locale.ROOT) + ".html";
    }

    /** The address of the page for a browser: a local file, or {@link #ONLINE}. */
    String address() {
        // ImageJ puts the address of a link into a macro, between single quotes.
        return Copies.FOLDER
                .map(folder -> folder.resolve(file()).toUri().toASCIIString().replace("'", "%27"))
                .orElse(ONLINE);
    }

    /** A paragraph of HTML with a link to each page, for the end of a dialog's help. */
    static String links() {
        return Arrays.stream(values())
                .map(page -> "<a href=\"" + page.address() + "\">" + page.title + "</a>")
                .collect(Collectors.joining(" · ", "<p>More (opens in the browser, needs no connection):<br>", "</p>"));
    }
}
