package sc.fiji.blindsr.camera;

import java.util.stream.IntStream;

/**
 * Finds rows and columns that show nothing: of one level from end to end, between others that agree with each other and not with
 * them. Lost lines of a camera or a scan are such, and lines that were drawn across.
 */
final class DeadLines {

    /** Share of its pixels at which a line lies outside what the lines beside it say, by more than they differ. */
    private static final double MOST = 0.9;

    private final Frame frame;
    private final int from;
    /** Number of lines, pixels of each, distance of neighbours along a line and between lines. */
    private final int count, length, along, across;

    private DeadLines(
            final Frame frame, final int from, final int count, final int length, final int along, final int across) {
        this.frame = frame;
        this.from = from;
        this.count = count;
        this.length = length;
        this.along = along;
        this.across = across;
    }

    /** Marks their pixels as missing data. */
    static void takeOut(final Frame frame) {
        final int width = frame.width(), height = frame.height();
        for (int c = 0; c < frame.channels(); c++) {
            final int from = c * frame.area();
            final DeadLines rows = new DeadLines(frame, from, height, width, 1, width),
                    columns = new DeadLines(frame, from, width, height, width, 1);
            IntStream.concat(rows.pixels(), columns.pixels())
                    .boxed()
                    .toList()
                    .forEach(i -> frame.levels()[i] = Float.NaN);
        }
    }

    private IntStream pixels() {
        return IntStream.range(1, count - 1)
                .filter(line -> isBlank(line) && !isBlank(line - 1) && !isBlank(line + 1) && standsOut(line))
                .flatMap(line -> IntStream.range(0, length).map(i -> index(line, i)));
    }

    private int index(final int line, final int i) {
        return from + line * across + i * along;
    }

    private boolean isBlank(final int line) {
        final float level = frame.levels()[index(line, 0)];
        for (int i = 1; i < length; i++) if (frame.levels()[index(line, i)] != level) return false;
        return true;
    }

    private boolean standsOut(final int line) {
        int out = 0;
        for (int i = 0; i < length; i++) {
            final int at = index(line, i);
            final float level = frame.levels()[at],
                    before = frame.levels()[at - across] - level,
                    after = frame.levels()[at + across] - level;
            if (before * after > 0 && Math.min(Math.abs(before), Math.abs(after)) > Math.abs(before - after)) out++;
        }
        return out >= MOST * length;
    }
}
