package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;

class SampleImageTest {

    private static final Path TOUR = Path.of("src", "site", "markdown", "tour.md");

    /** The figures of the tour's table are what a new user will see. */
    @Test
    void theTourTellsWhatComesOut() throws IOException {
        final ImagePlus sample = Task.SAMPLE.run(Map.of(), Progress.NONE).result();
        assertEquals(
                "retina 102x102, 8 bits",
                sample.getTitle() + " " + sample.getWidth() + "x" + sample.getHeight() + ", " + sample.getBitDepth()
                        + " bits");
        assertTrue(sample.getInfoProperty().contains("CC0"));
        final Outcome outcome = Task.SUPER_RESOLVE.run(Map.of("input", sample), Progress.NONE);
        assertEquals(
                "retina-kernel, retina-SRx2",
                outcome.kernel().getTitle() + ", " + outcome.result().getTitle());
        final String page = Files.readString(TOUR);
        for (final String columns :
                new String[] {"FWHM major, FWHM minor", "FWHM major ±, FWHM minor ±", "Residual", "Noise"}) {
            final Matcher line =
                    Pattern.compile("\\| " + columns + " \\| ([\\d., ]+) \\|").matcher(page);
            assertTrue(line.find(), columns);
            final String[] told = line.group(1).split(", ");
            for (int i = 0; i < told.length; i++)
                assertEquals(
                        ((Number) outcome.row().get(columns.split(", ")[i])).doubleValue(),
                        Double.parseDouble(told[i]),
                        0.05,
                        columns);
        }
        assertEquals("", outcome.row().get("Warning"));
        assertTrue(
                (double) outcome.row().get("Residual") < (double) outcome.row().get("Noise"));
    }
}
