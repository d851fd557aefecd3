package sc.fiji.blindsr.camera;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * Finds the offset of each row (line noise) and removes it. The median along a row of the pixels' distances from the mean of
 * their upper and lower neighbours shows h = D r, r the offsets, (D r)_y = r_y − (r_y−1 + r_y+1)/2; the structures of the
 * image disturb the median little. With τ² the variance of a median's error and ρ² that of the offsets,
 *
 * <pre>
 * r = argmin ‖h − D r‖²/τ² + ‖r‖²/ρ²
 * </pre>
 *
 * by conjugate gradients. Whether there is line noise at all is seen from the medians of parts of the rows: they agree where
 * the whole row has an offset, and not where there is structure.
 */
final class RowOffsets {

    /**
     * The offsets' variance through fourth differences, over that through second ones: 1.3 for offsets that know nothing of each other,
     * 0.8 to 1.5 in 98 % of 240 images, and 0.2 to 0.96 for gratings and lines of text, which are no offsets.
     */
    private static final double LEAST_FINE = 0.8;

    /** Number of parts of a row, and the fewest pixels of one. */
    private static final int PARTS = 6, FEWEST = 8;
    /** Smallest correlation of the parts' medians, to be seen through a filter that structure passes least. */
    private static final double SMALLEST_CORRELATION = 0.7;
    /** ‖D‖² for offsets that are independent of each other. */
    private static final double GAIN = 1.5;
    /** Shares of the upper and lower neighbours: of second differences, and of fourth ones, for the test. */
    private static final float[] SECOND = {0.5f}, FOURTH = {4 / 6f, -1 / 6f};

    /** A row that differs from its neighbours by more than so many times the median lies at an edge. */
    private static final double EDGE = 8;

    private static final int ITERATIONS = 300;
    private static final double CONVERGED = 1e-10;

    private RowOffsets() {}

    /**
     * Removes the offsets of rows from an image in place.
     *
     * @return their standard deviation, the root mean square over the channels; 0 if there are none
     */
    static double remove(final Frame frame) {
        double squares = 0;
        if (frame.width() < PARTS * FEWEST || frame.height() < PARTS * FEWEST) return 0;
        for (int c = 0; c < frame.channels(); c++) {
            final int from = c * frame.area();
            final double[] fine = agreement(frame, from, FOURTH);
            if (fine[0] < SMALLEST_CORRELATION) continue; // as in nearly all images
            final double[] agreement = agreement(frame, from, SECOND);
            if (fine[1] < LEAST_FINE * agreement[1]) continue;
            final double variance = agreement[1] / GAIN, error = agreement[2] / PARTS;
            final double[] whole = medians(frame, from, 0, frame.width(), SECOND);
            leaveOutEdges(new double[][] {whole});
            final double[] offsets = solve(whole, error / Math.max(variance, Double.MIN_NORMAL));
            for (int y = 0; y < offsets.length; y++) {
                squares += offsets[y] * offsets[y] / offsets.length;
                for (int x = 0; x < frame.width(); x++)
                    frame.levels()[from + y * frame.width() + x] -= (float) offsets[y];
            }
        }
        return Math.sqrt(squares / frame.channels());
    }

    /** Correlation of the medians of different parts of the rows, their common variance, and what each has of its own. */
    private static double[] agreement(final Frame frame, final int from, final float[] shares) {
        final double[][] parts = new double[PARTS][];
        Arrays.parallelSetAll(
                parts, p -> medians(frame, from, p * frame.width() / PARTS, (p + 1) * frame.width() / PARTS, shares));
        final int n = leaveOutEdges(parts);
        double own = 0, common = 0;
        for (int p = 0; p < PARTS; p++)
            for (int q = 0; q < PARTS; q++) {
                if (p == q) own += dot(parts[p], parts[q]) / PARTS;
                else common += dot(parts[p], parts[q]) / (PARTS * (PARTS - 1.0));
            }
        return new double[] {own > 0 ? common / own : 0, Math.max(0, common) / n, Math.max(0, own - common) / n};
    }

    /**
     * Sets rows to NaN that differ from their neighbours far more than most do: an edge along the whole row, such as that of a
     * black frame, is no offset.
     *
     * @return how many rows remain
     */
    private static int leaveOutEdges(final double[][] parts) {
        final double[] strengths = IntStream.range(0, parts[0].length)
                .mapToDouble(y -> Math.abs(
                        Arrays.stream(parts).mapToDouble(part -> part[y]).sum()))
                .toArray();
        // Blank rows tell nothing of the others.
        final double[] told =
                Arrays.stream(strengths).filter(strength -> strength > 0).toArray();
        final double most = told.length == 0 ? 0 : EDGE * RobustStatistics.median(told);
        int remaining = 0;
        for (int y = 0; y < strengths.length; y++)
            if (strengths[y] <= most) remaining++;
            else for (final double[] part : parts) part[y] = Double.NaN;
        return remaining;
    }

    /** For each row, the median distance from the neighbours above and below in some columns; NaN where none is known. */
    private static double[] medians(
            final Frame frame, final int from, final int left, final int right, final float[] shares) {
        final float[] v = frame.levels(), distances = new float[right - left];
        final double[] medians = new double[frame.height()];
        Arrays.fill(medians, Double.NaN);
        for (int y = shares.length; y < frame.height() - shares.length; y++) {
            int known = 0;
            for (int x = left; x < right; x++) {
                final int i = from + y * frame.width() + x;
                float distance = v[i];
                for (int d = 1; d <= shares.length; d++)
                    distance -= shares[d - 1] * (v[i - d * frame.width()] + v[i + d * frame.width()]);
                if (!Float.isNaN(distance)) distances[known++] = distance;
            }
            Arrays.sort(distances, 0, known);
            if (known > 0) medians[y] = distances[known / 2];
        }
        return medians;
    }

    /** Solves (DᵀMD + λ) r = DᵀMh, where M leaves out the rows whose h is NaN: of these nothing was measured. */
    private static double[] solve(final double[] h, final double lambda) {
        final double[] r = new double[h.length];
        final double[] residual = differences(measured(h, h));
        final double[] direction = residual.clone();
        double energy = dot(residual, residual);
        final double enough = CONVERGED * energy;
        for (int i = 0; i < ITERATIONS && energy > enough; i++) {
            final double[] product = differences(measured(differences(direction), h));
            for (int y = 0; y < r.length; y++) product[y] += lambda * direction[y];
            final double step = energy / dot(direction, product);
            for (int y = 0; y < r.length; y++) {
                r[y] += step * direction[y];
                residual[y] -= step * product[y];
            }
            final double next = dot(residual, residual);
            for (int y = 0; y < r.length; y++) direction[y] = residual[y] + next / energy * direction[y];
            energy = next;
        }
        return r;
    }

    /** Values, and 0 where nothing was measured. */
    private static double[] measured(final double[] values, final double[] h) {
        return IntStream.range(0, h.length)
                .mapToDouble(y -> Double.isNaN(h[y]) ? 0 : values[y])
                .toArray();
    }

    /** D r, which is its own transpose with rows of zeros beyond the ends. */
    private static double[] differences(final double[] r) {
        final double[] d = new double[r.length];
        for (int y = 0; y < r.length; y++)
            d[y] = r[y] - 0.5 * ((y > 0 ? r[y - 1] : 0) + (y + 1 < r.length ? r[y + 1] : 0));
        return d;
    }

    private static double dot(final double[] a, final double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) if (!Double.isNaN(a[i] * b[i])) sum += a[i] * b[i];
        return sum;
    }
}
