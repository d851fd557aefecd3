package sc.fiji.blindsr.camera;

import java.util.Arrays;

/**
 * The distance of the levels that pixels have. Where it is coarser than that of 8 bits, as after a reduction to a few grey levels or a
 * strong stretch, rounding makes an error that flat parts do not show: as if uniformly distributed over one step, its variance is step²/12.
 */
final class LevelStep {

    /** Steps up to this are those of images of 8 bits, shares of their range: one grey level, and a half. */
    private static final double USUAL = 1.5 * EightBitRounding.STEP;
    /** Distance of levels that are the same but for the rounding of numbers. */
    private static final float SAME = 1e-6f;
    /** About so many levels tell it. */
    private static final int LEVELS = 50_000;

    private LevelStep() {}

    /** Variance of the error of rounding to coarse levels; 0 if they are not. */
    static double variance(final Frame frame) {
        final double step = of(frame);
        return step > USUAL ? step * step / 12 : 0;
    }

    /**
     * The distance from a level to the next one above that any pixel has: the median over the levels, or that over the pixels, whichever
     * is less. Of a blank ground below all else, or a few bright spots, only one of the two is large.
     */
    private static double of(final Frame frame) {
        final float[] levels = frame.levels();
        final int every = Math.max(1, levels.length / LEVELS);
        final float[] sorted = new float[(levels.length + every - 1) / every];
        int known = 0;
        for (int i = 0; i < levels.length; i += every) if (!Float.isNaN(levels[i])) sorted[known++] = levels[i];
        Arrays.sort(sorted, 0, known);
        final double[] ofPixels = new double[known], ofLevels = new double[known];
        int pixels = 0, different = 0;
        for (int from = 0, to; from < known; from = to) {
            to = from;
            while (to < known && sorted[to] - sorted[from] < SAME) to++;
            if (to == known) break;
            ofLevels[different++] = sorted[to] - (double) sorted[from];
            for (int i = from; i < to; i++) ofPixels[pixels++] = sorted[to] - (double) sorted[from];
        }
        Arrays.sort(ofPixels, 0, pixels);
        Arrays.sort(ofLevels, 0, different);
        return different == 0 ? 0 : Math.min(ofPixels[pixels / 2], ofLevels[different / 2]);
    }
}
