package sc.fiji.blindsr.camera;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds rows and columns that show nothing: of one level from end to end, alone or a few side by side, between others that agree
 * with each other and not with them, or at the rim. Lost lines of a camera or a scan are such, and lines that were drawn across.
 */
final class DeadLines {

    /** Share of its pixels at which a line lies outside what the lines beside it say, by more than they differ. */
    private static final double MOST = 0.9;

    /** More lines side by side are a part of the picture, such as a black frame. */
    private static final int SIDE_BY_SIDE = 4;

    /** How far lines at the rim, which have others at one side only, are from these at least: levels in about [0,1]. */
    private static final double LEAST_AT_RIM = 0.05;

    private final Frame frame;
    private final int from;
    /** Number of lines, pixels of each, distance of neighbours along a line and between lines. */
    private final int count, length, along, across;
    /** The level of each line that has but one; NaN for the others. */
    private final float[] levels;

    private DeadLines(
            final Frame frame, final int from, final int count, final int length, final int along, final int across) {
        this.frame = frame;
        this.from = from;
        this.count = count;
        this.length = length;
        this.along = along;
        this.across = across;
        levels = new float[count];
        findLevels(new boolean[length]);
    }

    /** Marks their pixels as missing data. */
    static void takeOut(final Frame frame) {
        final int width = frame.width(), height = frame.height();
        for (int c = 0; c < frame.channels(); c++) {
            final int from = c * frame.area();
            final DeadLines rows = new DeadLines(frame, from, height, width, 1, width),
                    columns = new DeadLines(frame, from, width, height, width, 1);
            final boolean[] blankRows = rows.blank(), blankColumns = columns.blank();
            rows.findLevels(blankColumns);
            columns.findLevels(blankRows);
            IntStream.concat(rows.pixels(), columns.pixels())
                    .boxed()
                    .toList()
                    .forEach(i -> frame.levels()[i] = Float.NaN);
        }
    }

    /** @param crossed places along the lines where others cross them, which do not count */
    private void findLevels(final boolean[] crossed) {
        for (int line = 0; line < count; line++) levels[line] = level(line, crossed);
    }

    /** The level that all pixels of a line have of which something is known; NaN if there is none. */
    private float level(final int line, final boolean[] crossed) {
        float only = Float.NaN;
        int known = 0;
        for (int i = 0; i < length; i++) {
            final float level = frame.levels()[index(line, i)];
            if (crossed[i] || Float.isNaN(level)) continue;
            if (known++ > 0 && level != only) return Float.NaN;
            only = level;
        }
        return 2 * known < length ? Float.NaN : only;
    }

    private boolean[] blank() {
        final boolean[] blank = new boolean[count];
        for (int line = 0; line < count; line++) blank[line] = isBlank(line);
        return blank;
    }

    private boolean isBlank(final int line) {
        return !Float.isNaN(levels[line]);
    }

    private boolean isSeen(final int line) {
        return line >= 0 && line < count && !isBlank(line);
    }

    private IntStream pixels() {
        final boolean[] dead = new boolean[count];
        for (int first = 0, next; first < count; first = next) {
            next = first + 1;
            if (!isBlank(first)) continue;
            while (next < count && levels[next] == levels[first]) next++;
            if (next - first <= SIDE_BY_SIDE && standOut(first, next - 1)) Arrays.fill(dead, first, next, true);
        }
        return IntStream.range(0, count).filter(line -> dead[line]).flatMap(line -> IntStream.range(0, length)
                .map(i -> index(line, i)));
    }

    private int index(final int line, final int i) {
        return from + line * across + i * along;
    }

    /** Whether lines of one level differ from those beside them. */
    private boolean standOut(final int first, final int last) {
        final float level = levels[first];
        if (first == 0) return isSeen(last + 1) && isSeen(last + 2) && standOutAtRim(level, last + 1, last + 2);
        if (last == count - 1)
            return isSeen(first - 1) && isSeen(first - 2) && standOutAtRim(level, first - 1, first - 2);
        return isSeen(first - 1)
                && isSeen(last + 1)
                && isAtMost(i -> {
                    final float before = difference(first - 1, i, level), after = difference(last + 1, i, level);
                    return Math.signum(before * after) * Math.min(Math.abs(before), Math.abs(after))
                            - Math.abs(before - after);
                });
    }

    private boolean standOutAtRim(final float level, final int beside, final int beyond) {
        return isAtMost(i -> {
            final float step = difference(beside, i, level), inside = difference(beyond, i, level) - step;
            return Math.abs(step) - Math.max(LEAST_AT_RIM, Math.abs(inside));
        });
    }

    private float difference(final int line, final int i, final float level) {
        return frame.levels()[index(line, i)] - level;
    }

    /** @param margin above 0 where they differ enough, NaN where that is not known */
    private boolean isAtMost(final IntToDoubleFunction margin) {
        final double[] known = IntStream.range(0, length)
                .mapToDouble(margin)
                .filter(m -> !Double.isNaN(m))
                .toArray();
        return 2 * known.length >= length
                && Arrays.stream(known).filter(m -> m > 0).count() >= MOST * known.length;
    }
}
