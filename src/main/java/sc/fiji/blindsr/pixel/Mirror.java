package sc.fiji.blindsr.pixel;

/** Indices on a line that is mirrored at both ends, again and again: the sample inside that equals a sample outside. */
public final class Mirror {

    private Mirror() {}

    /** The line is mirrored about the outer edges of its end samples, which so appear twice: … b a | a b c | c b … */
    public static int aboutEdges(final int i, final int length) {
        final int j = Math.floorMod(i, 2 * length);
        return j < length ? j : 2 * length - 1 - j;
    }

    /** The line is mirrored about its end samples themselves, which appear once: … c b | a b c | b a … */
    static int aboutEndSamples(final int i, final int length) {
        if (i >= 0 && i < length) return i;
        final int period = 2 * (length - 1), j = Math.floorMod(i, period);
        return j < length ? j : period - j;
    }
}
