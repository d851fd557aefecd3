package sc.fiji.blindsr.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line of a CSV file (RFC 4180), without its end. */
public final class CsvLine {

    private CsvLine() {}

    /**
     * Puts values in a line.
     *
     * @param values texts without line breaks
     */
    public static String of(final List<String> values) {
        return values.stream()
                .map(v -> v.matches(".*[\",].*") ? '"' + v.replace("\"", "\"\"") + '"' : v)
                .collect(Collectors.joining(","));
    }

    /** The values of a line. */
    public static List<String> values(final String line) {
        final List<String> values = new ArrayList<>();
        final StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            final char c = line.charAt(i);
            if (quoted && c == '"' && line.startsWith("\"\"", i)) value.append(line.charAt(i++));
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else value.append(c);
        }
        values.add(value.toString());
        return values;
    }
}
