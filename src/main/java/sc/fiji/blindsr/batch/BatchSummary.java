package sc.fiji.blindsr.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.ResultTable;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.RunReport;

/**
 * The table "Blind SR" of a batch as a CSV file, complete and readable after each image. Rows of an earlier run stay until
 * their image is done again.
 */
final class BatchSummary {

    private final Path file;
    private final ResultTable table;
    private final Progress progress;
    private IOException failure;

    /** @throws IOException if the file is there and cannot be read, or has other columns */
    BatchSummary(final Path file, final Progress progress) throws IOException {
        this.file = file;
        this.progress = progress;
        table = new ResultTable(file, RunReport.columns(), 1);
    }

    /** Takes the rows of an image in the place of its earlier ones. */
    void put(final String image, final List<Map<String, Object>> rows) {
        try {
            table.replace(row -> RunReport.isOf(image, row.get("Image")), rows);
            failure = null;
        } catch (final IOException e) {
            // It may be open in a spreadsheet: there will be another chance after the next image.
            if (failure == null) progress.log("\"" + file + "\" cannot be written now: " + Failure.reason(e));
            failure = e;
        }
    }

    /**
     * Checks that the table is written.
     *
     * @param written how many images have their outputs
     * @param failed how many have none
     * @throws UserError if the last rows could not be written
     */
    void check(final int written, final int failed) {
        if (failure != null)
            throw new UserError(
                    Batch.TARGET.key(),
                    "the table \"" + file + "\" could not be written (" + Failure.reason(failure)
                            + "). Images written: " + written + (written > 0 ? ", whose Info says the same" : "")
                            + "; failed: " + failed + ".",
                    failure);
    }
}
