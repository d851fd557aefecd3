package sc.fiji.blindsr.camera;

import java.io.Serializable;
import java.util.stream.IntStream;

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

    /** Finds them in an image, and puts it right in place. */
    static LineFaults putRight(final Frame frame) {
        final double shift = RowShift.of(frame);
        if (shift != 0) RowShift.undo(frame, shift);
        return new LineFaults(shift, RowOffsets.remove(frame), columns(frame));
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

    /** The larger ones of two images of the same camera. */
    LineFaults or(final LineFaults others) {
        return new LineFaults(
                Math.abs(shift) > Math.abs(others.shift) ? shift : others.shift,
                Math.max(rows, others.rows),
                Math.max(columns, others.columns));
    }
}
