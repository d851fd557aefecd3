package sc.fiji.blindsr.batch;

import ij.IJ;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.blindsr.file.AtomicFile;
import sc.fiji.blindsr.file.CsvLine;
import sc.fiji.blindsr.run.RunReport;

/**
 * The table of a batch as a CSV file, with the columns of the table "Blind SR". It is written anew after each image, as a
 * whole, so that it is complete and readable at any time. Rows of an earlier run stay until their image is done again.
 */
final class BatchSummary {

    private static final String FIRST = "Image";

    private final Path file;
    /** What stands in the column "Image" → line. */
    private final Map<String, String> lines = new LinkedHashMap<>();

    private final String header;
    private IOException failure;

    /**
     * @param columns the names of the columns, the first of which is "Image"
     * @throws IllegalArgumentException if the file is there and has other columns
     */
    public BatchSummary(final Path file, final Collection<String> columns) throws IOException {
        this.file = file;
        header = line(columns);
        if (!Files.exists(file)) return;
        final List<String> before = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (!before.isEmpty() && !before.get(0).equals(header))
            throw new IllegalArgumentException("target: \"" + file
                    + "\" has other columns than this version writes; move it away, or choose another folder.");
        before.stream().skip(1).forEach(line -> lines.put(CsvLine.values(line).get(0), line));
    }

    /** Takes the rows of an image in the place of its earlier ones. */
    public void put(final String image, final List<Map<String, Object>> rows) {
        lines.keySet().removeIf(name -> name.equals(image) || name.startsWith(image + RunReport.CHANNEL));
        rows.forEach(row -> lines.put(row.get(FIRST).toString(), line(row.values())));
        final String text =
                header + "\n" + lines.values().stream().map(l -> l + "\n").collect(Collectors.joining());
        try {
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
            failure = null;
        } catch (final IOException e) {
            // It may be open in a spreadsheet: there will be another chance after the next image.
            if (failure == null) IJ.log("Blind SR Batch: \"" + file + "\" cannot be written now: " + e);
            failure = e;
        }
    }

    /** @throws IllegalStateException if the last rows could not be written */
    public void check() {
        if (failure != null)
            throw new IllegalStateException("target: \"" + file + "\" could not be written (" + failure
                    + "). All images have been written; their Info says the same.");
    }

    /** One line for each row, whatever the texts. */
    private static String line(final Collection<?> values) {
        return CsvLine.of(values.stream()
                .map(value -> value.toString().replaceAll("\\s+", " "))
                .toList());
    }
}
