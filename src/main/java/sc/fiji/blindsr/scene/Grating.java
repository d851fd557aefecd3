package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/**
 * Straight waves.
 *
 * @param x change of the phase per column, in periods
 * @param y change of the phase per row
 * @param sharp whether the waves are square ones
 */
record Grating(float x, float y, boolean sharp) implements Texture {

    /** Periods in pixels of the canvas, which is twice as fine as the image. */
    private static final double SHORTEST = 5, LONGEST = 80;

    private static final int STEPS = 256;
    private static final float[] WAVE = new float[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) WAVE[i] = (float) (Math.sqrt(2) * Math.sin(2 * Math.PI * i / STEPS));
    }

    static Grating random(final RandomGenerator random) {
        return of(
                Draw.logUniform(SHORTEST, LONGEST, random),
                Draw.uniform(0, 2 * Math.PI, random),
                random.nextDouble() < 0.6);
    }

    /** The product of two square gratings that cross at a right angle. */
    static Texture checker(final RandomGenerator random) {
        final double period = Draw.logUniform(SHORTEST, LONGEST, random), angle = Draw.uniform(0, Math.PI, random);
        final Grating one = of(period, angle, true);
        final Grating other = of(period * Draw.uniform(0.5, 2, random), angle + Math.PI / 2, true);
        return (x, y) -> one.at(x, y) * other.at(x, y);
    }

    static Grating of(final double period, final double angle, final boolean sharp) {
        return new Grating((float) (Math.cos(angle) / period), (float) (Math.sin(angle) / period), sharp);
    }

    @Override
    public float at(final int column, final int row) {
        final float phase = column * x + row * y;
        final float wave = WAVE[(int) ((phase - Math.floor(phase)) * STEPS) & STEPS - 1];
        return sharp ? Math.signum(wave) : wave;
    }
}
