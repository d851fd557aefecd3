package sc.fiji.blindsr.camera;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import sc.fiji.blindsr.pixel.Sampling;

/**
 * Finds out whether the levels of a wider type are those of 8 bits, as after Image &gt; Type or of a part that was saved anew: few of
 * them, and evenly spaced. What a file of 8 bits tells of itself is then still there.
 */
final class EightBitLevels {

    /** Levels of 8 bits, and fewest that tell that they are. */
    private static final int MOST = 256, FEWEST = 16;
    /** Of so many pixels, about, the levels are looked at. */
    private static final int PIXELS = 50_000;
    /** Levels that differ by less are the same but for the rounding of numbers. */
    private static final float SAME = 1e-5f;
    /** How far a level may be from its place, steps. */
    private static final double LARGEST_ERROR = 0.05;

    private EightBitLevels() {}

    /**
     * The distance of the levels 0 and 255.
     *
     * @param planes levels in about [0,1]
     * @return in their unit; empty if they have other levels
     */
    static OptionalDouble fullScale(final List<Frame> planes) {
        final float[] levels = levels(planes);
        if (levels.length < FEWEST || levels.length > MOST) return OptionalDouble.empty();
        double step = Double.POSITIVE_INFINITY;
        for (int i = 1; i < levels.length; i++) step = Math.min(step, levels[i] - levels[i - 1]);
        final double range = levels[levels.length - 1] - levels[0], steps = Math.rint(range / step);
        if (steps >= MOST) return OptionalDouble.empty();
        for (final float level : levels) {
            final double place = (level - levels[0]) * steps / range;
            if (Math.abs(place - Math.rint(place)) > LARGEST_ERROR) return OptionalDouble.empty();
        }
        return OptionalDouble.of((MOST - 1) * range / steps);
    }

    /** Some planes' different levels, in ascending order; more than {@link #MOST} where there are more. */
    private static float[] levels(final List<Frame> planes) {
        float[] all = {};
        for (final Frame plane : planes) {
            final float[] values = plane.levels();
            final int step = Sampling.step(values.length, PIXELS / planes.size(), plane.width());
            final float[] some = Arrays.copyOf(all, all.length + (values.length + step - 1) / step);
            int count = all.length;
            for (int i = 0; i < values.length; i += step) if (!Float.isNaN(values[i])) some[count++] = values[i];
            all = different(Arrays.copyOf(some, count));
            if (all.length > MOST) break;
        }
        return all;
    }

    private static float[] different(final float[] levels) {
        Arrays.sort(levels);
        int count = 0;
        for (final float level : levels) if (count == 0 || level - levels[count - 1] > SAME) levels[count++] = level;
        return Arrays.copyOf(levels, count);
    }

    /** A plane's levels as shares of full scale. */
    static Frame shares(final Frame plane, final double fullScale) {
        if (fullScale == 1) return plane;
        final float[] shares = new float[plane.levels().length];
        for (int i = 0; i < shares.length; i++) shares[i] = (float) (plane.levels()[i] / fullScale);
        return new Frame(shares, plane.width(), plane.height(), plane.channels());
    }
}
