package sc.fiji.blindsr.camera;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * What is wrong with whole lines of an image: the {@linkplain RowOffsets offsets} of its rows, as of amplifiers that drift, and of its
 * columns, as of sensors with an amplifier for each; and the {@linkplain RowShift shift} of every second row.
 *
 * @param shift of the odd rows to the right, pixels; they are shifted back
 * @param rows standard deviation of the rows' offsets, which are removed; 0 = there are none
 * @param columns the same of the columns
 */
public record LineFaults(double shift, double rows, double columns) implements Serializable {

    /** There are none. */
    static final LineFaults NONE = new LineFaults(0, 0, 0);

    /** Shifts that differ by less are the same, pixels. */
    private static final double SAME = 0.2;

    /**
     * Finds them in images of a camera, and puts these right in place.
     *
     * @param step is done before each image; may throw to end it
     */
    static LineFaults putRight(final List<Frame> frames, final Runnable step) {
        final double shift = common(
                frames.stream()
                        .peek(frame -> step.run())
                        .mapToDouble(RowShift::of)
                        .filter(found -> found != 0)
                        .toArray(),
                frames.size());
        double rows = 0, columns = 0;
        for (final Frame frame : frames) {
            step.run();
            if (shift != 0) RowShift.undo(frame, shift);
            rows = Math.max(rows, RowOffsets.remove(frame));
            columns = Math.max(columns, columns(frame));
        }
        return new LineFaults(shift, rows, columns);
    }

    /** The shift that at least half of the images have; 0 if there is none: what moved in one of them is no shift of the others. */
    private static double common(final double[] found, final int images) {
        if (found.length == 0) return 0;
        final double median = RobustStatistics.median(found);
        final long same = Arrays.stream(found)
                .filter(shift -> Math.abs(shift - median) < SAME)
                .count();
        return 2 * same < images ? 0 : median;
    }

    private static double columns(final Frame frame) {
        final Frame turned = turned(frame);
        final double columns = RowOffsets.remove(turned);
        if (columns > 0) System.arraycopy(turned(turned).levels(), 0, frame.levels(), 0, frame.levels().length);
        return columns;
    }

    /** With rows for columns. */
    private static Frame turned(final Frame frame) {
        final int width = frame.width(), height = frame.height(), area = frame.area();
        final float[] turned = new float[frame.levels().length];
        IntStream.range(0, turned.length)
                .parallel()
                .forEach(i -> turned[i] = frame.levels()[i / area * area + i % height * width + i % area / height]);
        return new Frame(turned, height, width, frame.channels());
    }

    /** Whether there are none. */
    boolean areNone() {
        return shift == 0 && rows == 0 && columns == 0;
    }

    /** Puts an image of the same camera right, in place. */
    void putRightIn(final Frame frame) {
        if (shift != 0) RowShift.undo(frame, shift);
        if (rows > 0) RowOffsets.remove(frame);
        if (columns > 0) columns(frame);
    }
}
