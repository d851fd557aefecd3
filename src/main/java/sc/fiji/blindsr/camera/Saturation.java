package sc.fiji.blindsr.camera;

/**
 * Finds saturated pixels: those at the highest level of an image, if there are more of them than just below. Their light was
 * at least that strong.
 */
final class Saturation {

    /** Fewest pixels that count as saturated. */
    private static final int FEWEST = 8;
    /** How far below the highest level is just below it: standard deviations of the noise, and at least this share. */
    private static final double SIGMAS = 3, SHARE = 0.02;

    private Saturation() {}

    /**
     * Finds them, each channel by itself.
     *
     * @return which pixels are saturated, X×Y×C
     */
    static boolean[] of(final Frame frame, final NoiseModel noise) {
        final float[] levels = frame.levels();
        final boolean[] saturated = new boolean[levels.length];
        for (int from = 0; from < levels.length; from += frame.area()) {
            float highest = levels[from], lowest = levels[from];
            for (int i = from; i < from + frame.area(); i++) {
                highest = Math.max(highest, levels[i]);
                lowest = Math.min(lowest, levels[i]);
            }
            final double below = highest - Math.max(SIGMAS * noise.sigma(highest), SHARE * (highest - (double) lowest));
            int at = 0, near = 0;
            for (int i = from; i < from + frame.area(); i++)
                if (levels[i] == highest) at++;
                else if (levels[i] > below) near++;
            if (at >= FEWEST && at > near)
                for (int i = from; i < from + frame.area(); i++) saturated[i] = levels[i] == highest;
        }
        return saturated;
    }
}
