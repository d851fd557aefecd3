package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a task gives back. Nothing of it is shown yet: that is the caller's part.
 *
 * @param kernel the blur kernel as a 32-bit image on the high-resolution grid, or a stack of one for each channel; a picture
 *     where a map of the blur is the result; or null
 * @param result the restored image, or null where only a kernel was asked for; a map of the blur
 * @param deviation the standard deviations of the restored image's pixels, or null where nobody asked for them
 * @param table the title of the table that gets the rows
 * @param rows lines for the table, none where nothing was measured: column name → value (String or number), in the order
 *          of the columns
 */
public record Outcome(
        ImagePlus kernel, ImagePlus result, ImagePlus deviation, String table, List<Map<String, Object>> rows) {

    /** The title of the table to which every run adds a row. */
    public static final String RUNS = "Blind SR";

    /** An outcome with a table of its own. */
    public Outcome(
            final ImagePlus kernel, final ImagePlus result, final String table, final List<Map<String, Object>> rows) {
        this(kernel, result, null, table, rows);
    }

    /** An outcome with rows for the table {@link #RUNS}. */
    public Outcome(final ImagePlus kernel, final ImagePlus result, final List<Map<String, Object>> rows) {
        this(kernel, result, null, RUNS, rows);
    }

    /** An outcome with a row for the table {@link #RUNS}. */
    public Outcome(final ImagePlus kernel, final ImagePlus result, final Map<String, Object> row) {
        this(kernel, result, null, RUNS, List.of(row));
    }

    /** The same without the kernel, which the caller has. */
    public Outcome withoutKernel() {
        return new Outcome(null, result, deviation, table, rows);
    }

    /** The images in the order in which they are shown: the last is then the active one. */
    public List<ImagePlus> images() {
        return Stream.of(kernel, deviation, result).filter(Objects::nonNull).toList();
    }

    /**
     * What the log says of a run: what was done to what, by which methods and on which device, what came out, how long it
     * took, and what there is to be warned of. Without methods only that; empty where there is nothing to be said.
     */
    public Optional<String> summary() {
        if (rows.isEmpty() || images().isEmpty()) return Optional.empty();
        final String methods = Stream.of("Estimator", "Restorer", "Device")
                .map(column -> row().getOrDefault(column, "").toString())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(", "));
        final String made = images().stream()
                .map(image -> image.getTitle() + " " + image.getWidth() + "×" + image.getHeight()
                        + (image.getStackSize() > 1 ? "×" + image.getStackSize() : ""))
                .collect(Collectors.joining(", "));
        final String warning = rows.stream()
                .map(row -> row.getOrDefault("Warning", "").toString())
                .filter(said -> !said.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        if (methods.isEmpty())
            return warning.isEmpty()
                    ? Optional.empty()
                    : Optional.of(command() + image() + ": " + made + "; warning: " + warning);
        return Optional.of(command() + image() + ", ×" + row().get("Scale") + ", " + methods
                + ": " + made + ", " + row().get("Seconds") + " s"
                + (warning.isEmpty() ? "" : "; warning: " + warning));
    }

    /** Rows of the resolution do not say of which command they are. */
    private String command() {
        return row().containsKey("Command") ? row().get("Command") + ", " : "";
    }

    /** What the rows are of; of several, without what tells them apart. */
    private String image() {
        final String first = row().get("Image").toString();
        final int end = first.lastIndexOf(": ");
        return rows.size() > 1 && end > 0 ? first.substring(0, end) : first;
    }

    /** The row for the table; the first if there are several. */
    public Map<String, Object> row() {
        return rows.get(0);
    }
}
