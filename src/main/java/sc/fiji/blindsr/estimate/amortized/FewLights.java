package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;

/**
 * Images in which little shines, on even ground: beads, stars, scattered cells. Nothing but the form of its flanks tells a point
 * from a small thing behind a narrower blur, and all of an image's things mislead alike, so that the ± of many of them together is
 * smaller than the error.
 */
final class FewLights {

    /** The brightest pixels are above the median by more than so many times the distance of the quartiles. */
    private static final double FAR = 8;

    private static final double BRIGHTEST = 0.998;

    /**
     * How much less sure the reading of such an image is than the network says. On 279 images of scenes, photographs, and points and
     * discs of 1.4 to 3 fine pixels, at the scale factors 2 and 3, with noise of 0, 3 and 10 grey levels of 255, 68 % of the true widths
     * lay within 1.4 times its ±, more or less far from the median; of all others within 1.15 times.
     */
    private static final double DOUBT = 1.5;
    /** The same at scale 1, where all readings are already less sure: of 64 scenes the ± held 62 % of the widths, and 64 % with it. */
    private static final double DOUBT_AT_ONE = 1.2;

    private FewLights() {}

    /**
     * How many times the ± of such an image is what the network says.
     *
     * @param scale the scale factor
     */
    static double doubt(final int scale) {
        return scale == 1 ? DOUBT_AT_ONE : DOUBT;
    }

    /**
     * Whether an image is one of these.
     *
     * @param levels its pixels
     * @param known where something is known of it
     */
    static boolean areIn(final float[] levels, final boolean[] known) {
        final float[] sorted = new float[levels.length];
        int count = 0;
        for (int i = 0; i < levels.length; i++) if (known[i]) sorted[count++] = levels[i];
        Arrays.sort(sorted, 0, count);
        return count > 0
                && at(BRIGHTEST, sorted, count) - at(0.5, sorted, count)
                        > FAR * (at(0.75, sorted, count) - at(0.25, sorted, count));
    }

    private static double at(final double share, final float[] sorted, final int count) {
        return sorted[(int) (share * (count - 1))];
    }
}
