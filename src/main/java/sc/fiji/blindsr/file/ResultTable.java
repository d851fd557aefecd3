package sc.fiji.blindsr.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table that grows in a CSV file (RFC 4180, UTF-8): each line is there, whole, as soon as it is added, so that work that
 * was broken off can go on where it stopped. The first columns tell lines apart; of lines alike in these the last counts.
 */
public final class ResultTable {

    private final Path file;
    private final List<String> columns;
    private final int keys;
    /** In the order in which their keys first came. */
    private final Map<List<String>, Map<String, String>> lines = new LinkedHashMap<>();

    /**
     * Opens a table, or starts one. A last line that was not finished is cut off.
     *
     * @param columns the titles of the columns
     * @param keys how many columns, from the first, tell lines apart
     * @throws IOException if the file cannot be read or written, or has other columns
     */
    public ResultTable(final Path file, final List<String> columns, final int keys) throws IOException {
        this.file = file;
        this.columns = List.copyOf(columns);
        this.keys = keys;
        // what was broken off within a letter is no reason to fail
        final String text = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        final String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.isEmpty()) Files.writeString(file, line(columns));
        else {
            final List<List<String>> table = whole.lines().map(CsvLine::values).toList();
            if (!table.get(0).equals(columns))
                throw new IOException("\"" + file
                        + "\" has other columns than this version writes; move it, or choose another folder");
            if (whole.length() < text.length()) Files.writeString(file, whole);
            table.stream().skip(1).filter(v -> v.size() == columns.size()).forEach(this::put);
        }
    }

    /** The line that agrees with the given one in the columns that tell lines apart. */
    public Optional<Map<String, String>> find(final Map<String, ?> line) {
        return Optional.ofNullable(lines.get(values(line).subList(0, keys)));
    }

    /**
     * Adds a line to the file. Columns that are missing stay empty; line breaks become blanks.
     *
     * @param line column → value
     */
    public void add(final Map<String, ?> line) throws IOException {
        final List<String> values = values(line);
        Files.writeString(file, line(values), StandardOpenOption.APPEND);
        put(values);
    }

    /** The lines that count. */
    public List<Map<String, String>> lines() {
        return List.copyOf(lines.values());
    }

    private void put(final List<String> values) {
        final Map<String, String> line = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) line.put(columns.get(i), values.get(i));
        lines.put(values.subList(0, keys), line);
    }

    private List<String> values(final Map<String, ?> line) {
        return columns.stream()
                .map(c -> line.containsKey(c) ? String.valueOf(line.get(c)).replaceAll("\\R", " ") : "")
                .toList();
    }

    private static String line(final List<String> values) {
        return CsvLine.of(values) + "\n";
    }
}
