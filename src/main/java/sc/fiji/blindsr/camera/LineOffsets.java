package sc.fiji.blindsr.camera;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The {@linkplain RowOffsets offsets} of an image's rows, as of amplifiers that drift, and of its columns, as of sensors with an
 * amplifier for each.
 *
 * @param rows standard deviation of the rows' offsets, which are removed; 0 = there are none
 * @param columns the same of the columns
 */
public record LineOffsets(double rows, double columns) implements Serializable {

    /** There are none. */
    static final LineOffsets NONE = new LineOffsets(0, 0);

    /** Removes those that an image has, in place. */
    static LineOffsets removeFrom(final Frame frame) {
        return new LineOffsets(RowOffsets.remove(frame), columns(frame));
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
        return rows == 0 && columns == 0;
    }

    /** Removes such offsets from an image of the same camera, in place. */
    void remove(final Frame frame) {
        if (rows > 0) RowOffsets.remove(frame);
        if (columns > 0) columns(frame);
    }

    /** The larger ones of two images of the same camera. */
    LineOffsets or(final LineOffsets others) {
        return new LineOffsets(Math.max(rows, others.rows), Math.max(columns, others.columns));
    }
}
