package sc.fiji.blindsr.pixel;

import org.apache.commons.math3.util.ArithmeticUtils;

/** Some of an image's pixels for all, where these would be too many. */
public final class Sampling {

    private Sampling() {}

    /**
     * From one pixel to the next that is looked at, in their order row by row. It shares no factor with the width: else some columns
     * would be all that it meets.
     *
     * @param count number of all pixels
     * @param about how many are to be looked at, about
     * @param width of the image
     */
    public static int step(final long count, final int about, final long width) {
        long step = Math.max(1, count / about);
        while (ArithmeticUtils.gcd(step, width) > 1) step++;
        return (int) step;
    }
}
