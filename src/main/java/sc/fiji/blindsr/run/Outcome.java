package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.util.List;
import java.util.Map;

/**
 * What a task gives back. Nothing of it is shown yet: that is the caller's part.
 *
 * @param kernel the blur kernel as a 32-bit image on the high-resolution grid, or a stack of one for each channel; or null
 * @param result the restored image, or null where only a kernel was asked for
 * @param table the title of the table that gets the rows
 * @param rows lines for the table, none where nothing was measured: column name → value (String or number), in the order
 *          of the columns
 */
public record Outcome(ImagePlus kernel, ImagePlus result, String table, List<Map<String, Object>> rows) {

    /** The title of the table to which every run adds a row. */
    public static final String RUNS = "Blind SR";

    /** An outcome with rows for the table {@link #RUNS}. */
    public Outcome(final ImagePlus kernel, final ImagePlus result, final List<Map<String, Object>> rows) {
        this(kernel, result, RUNS, rows);
    }

    /** An outcome with a row for the table {@link #RUNS}. */
    public Outcome(final ImagePlus kernel, final ImagePlus result, final Map<String, Object> row) {
        this(kernel, result, RUNS, List.of(row));
    }

    /** The row for the table; the first if there are several. */
    public Map<String, Object> row() {
        return rows.get(0);
    }
}
