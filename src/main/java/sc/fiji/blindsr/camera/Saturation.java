package sc.fiji.blindsr.camera;

import sc.fiji.blindsr.pixel.ConnectedPixels;

/**
 * Finds pixels at the highest level of an image, if there are more of them than just below. Around saturated light the level
 * falls as the blur does, and the light was at least that strong; around what was drawn into the image afterwards, such as a
 * scale bar, nothing of it is seen, and of the light under it nothing is known.
 */
final class Saturation {

    /** Fewest pixels that count as saturated. */
    private static final int FEWEST = 8;
    /** How far below the highest level is just below it: standard deviations of the noise, and at least this share. */
    private static final double SIGMAS = 3, SHARE = 0.02;
    /** Fall of the level from the first pixels around to the second, over the height above these, that shows a blur. */
    private static final double SMALLEST_FALL = 0.1;

    private final Frame frame;
    private final boolean[] saturated;
    private final boolean[] drawn;

    /** Looks at each channel by itself. Missing data, NaN, are not saturated. */
    Saturation(final Frame frame, final NoiseModel noise) {
        this.frame = frame;
        final float[] levels = frame.levels();
        saturated = new boolean[levels.length];
        drawn = new boolean[levels.length];
        for (int from = 0; from < levels.length; from += frame.area()) {
            float highest = Float.NEGATIVE_INFINITY, lowest = Float.POSITIVE_INFINITY;
            for (int i = from; i < from + frame.area(); i++) {
                if (levels[i] > highest) highest = levels[i];
                if (levels[i] < lowest) lowest = levels[i];
            }
            if (!(lowest < highest)) continue;
            final double below = highest - Math.max(SIGMAS * noise.sigma(highest), SHARE * (highest - (double) lowest));
            int at = 0, near = 0;
            for (int i = from; i < from + frame.area(); i++)
                if (levels[i] == highest) at++;
                else if (levels[i] > below) near++;
            if (at < FEWEST || at <= near) continue;
            final int first = from;
            final float full = highest;
            final ConnectedPixels fields =
                    new ConnectedPixels(frame.width(), frame.height(), i -> levels[first + i] == full);
            for (int i = 0; i < frame.area(); i++) mark(from, fields.with(i));
        }
    }

    private Saturation(final Frame frame, final boolean[] saturated, final boolean[] drawn) {
        this.frame = frame;
        this.saturated = saturated;
        this.drawn = drawn;
    }

    /** The same after a {@link RowShift} was undone. */
    Saturation shiftedBack(final double shift) {
        return shift == 0
                ? this
                : new Saturation(frame, RowShift.undone(saturated, frame, shift), RowShift.undone(drawn, frame, shift));
    }

    /** Pixels whose light was at least as strong as their level, X×Y×C. */
    boolean[] saturated() {
        return saturated;
    }

    /** Pixels that were drawn over, X×Y×C. */
    boolean[] drawn() {
        return drawn;
    }

    /**
     * Marks pixels of the highest level that hang together.
     *
     * @param from index of their channel's first pixel
     * @param field their indices from there
     */
    private void mark(final int from, final int[] field) {
        if (field.length == 0) return;
        final float highest = frame.levels()[from + field[0]];
        double first = 0, second = 0;
        int count = 0;
        for (final int pixel : field)
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) {
                    final int beside = neighbour(from + pixel, dx, dy),
                            beyond = neighbour(from + pixel, 2 * dx, 2 * dy);
                    if (beyond < 0 || !(frame.levels()[beside] < highest && frame.levels()[beyond] < highest)) continue;
                    first += frame.levels()[beside];
                    second += frame.levels()[beyond];
                    count++;
                }
        final double fall = (first - second) / (highest * count - second);
        final boolean[] kind = fall < SMALLEST_FALL ? drawn : saturated;
        for (final int pixel : field) kind[from + pixel] = true;
    }

    /** Index of a pixel's neighbour in its channel; −1 beyond the edge. */
    private int neighbour(final int i, final int dx, final int dy) {
        final int x = i % frame.width() + dx, y = i / frame.width() % frame.height() + dy;
        return x < 0 || y < 0 || x >= frame.width() || y >= frame.height() ? -1 : i + dy * frame.width() + dx;
    }
}
