package sc.fiji.blindsr.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table that grows in a CSV file (RFC 4180, UTF-8). The file is whole and up to date after each change, so that work that
 * was broken off can go on where it stopped. The first columns tell rows apart; of rows alike in these the last counts.
 */
public final class ResultTable {

    private final Path file;
    private final List<String> columns;
    private final int keys;
    /** All rows, also those that a later one has replaced. */
    private final List<Row> history = new ArrayList<>();

    /** A row and its line in the file, which is made once, since the file is written often. */
    private record Row(Map<String, String> values, String line) {}

    /**
     * Reads a table, or starts one; a new file is written with the first row. A last line that is not finished does not
     * count.
     *
     * @param columns the titles of the columns
     * @param keys how many columns, from the first, tell rows apart
     * @throws IOException if the file cannot be read, or has other columns
     */
    public ResultTable(final Path file, final List<String> columns, final int keys) throws IOException {
        this.file = file;
        this.columns = List.copyOf(columns);
        this.keys = keys;
        // what was broken off within a letter is no reason to fail
        final String text = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        final List<List<String>> lines = text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(CsvLine::values)
                .toList();
        if (!lines.isEmpty() && !lines.get(0).equals(columns))
            throw new IOException("\"" + file
                    + "\" has other columns than this version writes; move it away, or choose another folder");
        lines.stream().skip(1).filter(v -> v.size() == columns.size()).forEach(this::put);
    }

    /** The row that agrees with the given one in the columns that tell rows apart. */
    public Optional<Map<String, String>> find(final Map<String, ?> row) {
        return Optional.ofNullable(latest().get(values(row).subList(0, keys)));
    }

    /**
     * Adds a row. An earlier one with the same keys stays in the file, but no longer counts.
     *
     * @param row column → value; columns that are missing stay empty, line breaks become blanks
     * @throws IOException if the file cannot be written; the row is kept and written with the next one
     */
    public void add(final Map<String, ?> row) throws IOException {
        put(values(row));
        write();
    }

    /**
     * Adds rows in the place of earlier ones.
     *
     * @param earlier which rows go
     * @throws IOException if the file cannot be written; the rows are kept and written with the next ones
     */
    public void replace(final Predicate<Map<String, String>> earlier, final List<? extends Map<String, ?>> newRows)
            throws IOException {
        history.removeIf(row -> earlier.test(row.values));
        newRows.forEach(row -> put(values(row)));
        write();
    }

    /** The rows that count, column → value, in the order in which their keys first came. */
    public List<Map<String, String>> rows() {
        return List.copyOf(latest().values());
    }

    private Map<List<String>, Map<String, String>> latest() {
        final Map<List<String>, Map<String, String>> latest = new LinkedHashMap<>();
        for (final Row row : history)
            latest.put(List.copyOf(row.values.values()).subList(0, keys), row.values);
        return latest;
    }

    private void put(final List<String> values) {
        final Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) row.put(columns.get(i), values.get(i));
        history.add(new Row(row, CsvLine.of(values)));
    }

    private List<String> values(final Map<String, ?> row) {
        return columns.stream()
                .map(c -> row.containsKey(c) ? String.valueOf(row.get(c)).replaceAll("\\R", " ") : "")
                .toList();
    }

    private void write() throws IOException {
        AtomicFile.write(
                file,
                Stream.concat(Stream.of(CsvLine.of(columns)), history.stream().map(Row::line))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
