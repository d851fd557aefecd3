package sc.fiji.blindsr.option;

import ij.Macro;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The line of a macro that repeats a run. */
public final class MacroLine {

    /** Between label and options, and after these. */
    private static final String BETWEEN = "\", \"", END = "\");";

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private MacroLine() {}

    /**
     * Writes it.
     *
     * @param label the command's label
     * @param values macro key → text, in the order of the line; those without a text are left out
     */
    static String of(final String label, final Map<String, String> values) {
        final String options = values.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getKey() + "=" + enclosed(e.getValue()))
                .collect(Collectors.joining(" "));
        return "run(" + literal(label) + (options.isEmpty() ? "" : ", " + literal(options)) + ");";
    }

    /** As {@code ij.Macro.getValue} reads it: brackets around blanks, or quotes where the brackets in a value do not match. */
    public static String enclosed(final String value) {
        if (value.matches("[^\\s\\['][^\\s]*")) return value;
        return value.contains("'") || isBalanced(value) ? "[" + value + "]" : "'" + value + "'";
    }

    private static boolean isBalanced(final String value) {
        int open = 0;
        for (final char c : value.toCharArray()) {
            if (c == '[') open++;
            else if (c == ']' && --open < 0) return false;
        }
        return open == 0;
    }

    private static String literal(final String text) {
        return "\"" + escaped(text) + "\"";
    }

    /** As it stands in a macro between quotes. */
    public static String escaped(final String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescaped(final String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            default -> escape.group(1);
                        }));
    }

    /** The value of a key in such a line; empty if it has none. */
    public static Optional<String> value(final String line, final String key) {
        final int start = line.indexOf(BETWEEN), end = line.lastIndexOf(END);
        if (start < 0 || end < start + BETWEEN.length()) return Optional.empty();
        final String options = unescaped(line.substring(start + BETWEEN.length(), end));
        return Optional.of(Macro.getValue(options, key, "")).filter(value -> !value.isEmpty());
    }
}
