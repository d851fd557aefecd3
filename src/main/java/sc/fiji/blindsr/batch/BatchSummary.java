package sc.fiji.blindsr.batch;

import static sc.fiji.blindsr.option.Options.SCALE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Attempt;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.ResultTable;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.RunReport;

/**
 * What became of the images of a batch: lines for the log, and the table "Blind SR" as a CSV file, complete and readable after
 * each image. Rows of an earlier run stay until their image is done again; if that fails, its results are still there.
 */
public final class BatchSummary {

    /** How the warning of an image begins that could not be done. */
    private static final String FAILED = "failed: ";

    private final Path file;
    private final ResultTable table;
    private final Settings single;
    private final Progress progress;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private int done;
    private int skipped;
    private int failed;
    private String firstFailure;
    private IOException failure;

    /**
     * @param progress told what became of each image
     * @throws IOException if the table is there and cannot be read, or has other columns
     */
    public BatchSummary(final BatchPlan plan, final Progress progress) throws IOException {
        file = plan.table();
        single = plan.single();
        this.progress = progress;
        table = new ResultTable(file, RunReport.columns(), 1);
    }

    /** Takes note of images that were done before, and says so of results that other parameters would not have given. */
    public synchronized void skip(final List<SourceFile> before, final TargetFolder target) {
        skipped += before.size();
        complete(before, target);
        final List<String> others = before.stream()
                .flatMap(file -> target.otherParameter(file, single).stream())
                .toList();
        if (!others.isEmpty())
            progress.log("Of the results that are left as they are, " + others.size()
                    + " were made with other parameters: " + others.get(0)
                    + (others.size() > 1 ? ", …" : "") + "; with " + Batch.EXISTING.key() + "="
                    + Batch.Existing.OVERWRITE.label() + " they are made anew.");
    }

    /**
     * Gives images that were done before their rows, where the table has none or that of a failure: an earlier run may have been
     * broken off between an image and its row, and the batch of another part may have done what failed in this one.
     */
    private void complete(final List<SourceFile> before, final TargetFolder target) {
        final Set<String> there = before.stream().map(SourceFile::name).collect(Collectors.toSet());
        final Predicate<Map<String, String>> outdated = row -> isFailure(row) && there.contains(row.get("Image"));
        if (table.rows().stream().anyMatch(outdated)) put(outdated, List.of());
        final Set<String> known = table.rows().stream()
                .map(row -> row.get("Image"))
                .flatMap(name -> Stream.of(name, RunReport.imageOf(name)))
                .collect(Collectors.toSet());
        final List<Map<String, String>> missing = before.stream()
                .map(SourceFile::name)
                .filter(image -> !known.contains(image))
                .flatMap(image -> target.rows(image).stream())
                .toList();
        if (!missing.isEmpty()) put(row -> false, missing);
    }

    private static boolean isFailure(final Map<String, String> row) {
        return row.get("Warning").startsWith(FAILED);
    }

    /** Takes note of an image that is done, or has failed. Safe for many threads. */
    public synchronized void add(final String image, final Attempt<ImageRecord> attempt) {
        final List<Map<String, Object>> made;
        if (attempt.failure() == null) {
            done++;
            if (!attempt.value().summary().isEmpty())
                progress.log(attempt.value().summary());
            made = attempt.value().rows();
        } else {
            failed++;
            final String message = attempt.reason(progress::log);
            if (firstFailure == null) firstFailure = image + ": " + message;
            progress.log(image + " failed: " + message);
            made = new RunReport(single)
                    .set("Image", image)
                    .set("Scale", single.get(SCALE))
                    .set("Warning", FAILED + message)
                    .rows();
        }
        rows.addAll(made);
        final boolean failedNow = attempt.failure() != null;
        put(row -> RunReport.isOf(image, row.get("Image")) && (!failedNow || isFailure(row)), made);
    }

    /** Takes rows in the place of earlier ones. */
    private void put(final Predicate<Map<String, String>> earlier, final List<? extends Map<String, ?>> made) {
        try {
            table.replace(earlier, made);
            failure = null;
        } catch (final IOException e) {
            // It may be open in a spreadsheet: there will be another chance after the next image.
            if (failure == null) progress.log("\"" + file + "\" cannot be written now: " + Failure.reason(e));
            failure = e;
        }
    }

    /**
     * Says what became of all.
     *
     * @return the rows of this run
     * @throws UserError if the last rows could not be written, or there were images and all of them failed
     */
    public synchronized List<Map<String, Object>> end() {
        final int all = done + skipped + failed;
        progress.log(
                all == 0
                        ? "No file is in this part."
                        : done + " done, " + skipped + " skipped, " + failed + " failed; see " + file);
        if (failure != null)
            throw new UserError(
                    Batch.TARGET.key(),
                    "the table \"" + file + "\" could not be written (" + Failure.reason(failure)
                            + "). Images written: " + done + (done > 0 ? ", whose Info says the same" : "")
                            + "; failed: " + failed + ".",
                    failure);
        if (failed > 0 && done + skipped == 0)
            throw new UserError(
                    Batch.SOURCE.key(), "none of the " + failed + " files could be processed. " + firstFailure);
        return List.copyOf(rows);
    }
}
