package sc.fiji.blindsr.batch;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.run.Outcome;

/**
 * What a batch says of an image that is done.
 *
 * @param rows its rows of the table
 * @param summary a line for the log; empty if there is nothing to say
 */
public record ImageRecord(List<Map<String, Object>> rows, String summary) implements Serializable {

    /** What there is to say of an outcome. */
    public static ImageRecord of(final Outcome outcome) {
        return new ImageRecord(outcome.rows(), outcome.summary().orElse(""));
    }
}
