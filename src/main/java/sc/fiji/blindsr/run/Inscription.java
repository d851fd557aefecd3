package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import sc.fiji.blindsr.option.MacroLine;

/**
 * What the Info of an output says of the run that made it. What follows after an empty line is of the images that it was made of.
 */
public final class Inscription {

    private static final String SEPARATOR = ": ";
    /** A figure that every kernel has. */
    private static final String OF_KERNEL = " FWHM major";

    private final Map<String, String> lines = new LinkedHashMap<>();

    private Inscription(final String info) {
        info.lines().takeWhile(line -> !line.isEmpty()).forEach(line -> {
            final int end = line.indexOf(SEPARATOR);
            if (end > 0) lines.putIfAbsent(line.substring(0, end), line.substring(end + SEPARATOR.length()));
        });
    }

    /** That of an image; empty if it has no Info. */
    static Inscription of(final ImagePlus output) {
        return of(output.getInfoProperty());
    }

    /** @param info the Info's text; null if there is none */
    public static Inscription of(final String info) {
        return new Inscription(info == null ? "" : info);
    }

    /**
     * What it says under a name.
     *
     * @param name as in the table, or of a detail
     */
    public Optional<String> value(final String name) {
        return Optional.ofNullable(lines.get(name));
    }

    /** What it says under a name of the image or of each of its channels. */
    Stream<String> values(final String name) {
        return lines.entrySet().stream()
                .filter(line -> line.getKey().equals(name) || line.getKey().endsWith(" " + name))
                .map(Map.Entry::getValue);
    }

    /** The text of a parameter of the run, by its key. */
    public Optional<String> parameter(final String key) {
        return value(RunReport.PARAMETER + key);
    }

    /** What the run called an image that it was given, by its key: a path, or a title. */
    public Optional<String> image(final String key) {
        return value(RunReport.MACRO).flatMap(line -> MacroLine.value(line, key));
    }

    /** Whether the other image was made by the same run, or by an equal one. */
    public boolean isOfRunOf(final Inscription other) {
        return value(RunReport.MACRO)
                .filter(line ->
                        other.value(RunReport.MACRO).filter(line::equals).isPresent())
                .isPresent();
    }

    /** The same of a number; empty too if it is none. */
    OptionalDouble number(final String name) {
        try {
            return value(name).stream().mapToDouble(Double::parseDouble).findFirst();
        } catch (final NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The rows of the table that the run gave, as {@link RunReport#rows}. */
    public List<Map<String, String>> rows() {
        final List<String> labels = lines.keySet().stream()
                .filter(name -> name.endsWith(OF_KERNEL))
                .map(name -> name.substring(0, name.length() - OF_KERNEL.length()))
                .toList();
        return labels.isEmpty()
                ? List.of(row(""))
                : labels.stream().map(this::row).toList();
    }

    private Map<String, String> row(final String label) {
        final Map<String, String> row = new LinkedHashMap<>();
        for (final String column : RunReport.columns()) {
            final String common = lines.getOrDefault(column, ""), own = lines.get(label + " " + column);
            row.put(
                    column,
                    own == null ? common : RunReport.merged(column, common, own).toString());
        }
        if (!label.isEmpty()) row.put("Image", RunReport.nameOf(row.get("Image"), label));
        return row;
    }
}
