package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * Hot pixels have dark current of 0.2 to 1 of full scale on top of the light, dead ones are 0.
 *
 * @param hot share of hot pixels
 * @param dead share of dead pixels
 */
public record DefectivePixels(double hot, double dead) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final float[] levels = frame.levels();
        for (int n = number(hot, levels.length, random); n > 0; n--)
            levels[random.nextInt(levels.length)] += (float) random.nextDouble(0.2, 1);
        for (int n = number(dead, levels.length, random); n > 0; n--) levels[random.nextInt(levels.length)] = 0;
        return frame;
    }

    @Override
    public boolean isOfSensor() {
        return true;
    }

    /** The share as a number of pixels; the fraction of a pixel is left to chance. */
    private static int number(final double share, final int pixels, final RandomGenerator random) {
        return (int) (share * pixels + random.nextDouble());
    }
}
