package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * Charged particles leave straight tracks of one to some ten pixels, sharper than any lens could draw them.
 *
 * @param density tracks per pixel
 */
public record CosmicRays(double density) implements Effect {

    /** Mean length of the tracks in pixels, beyond the first. */
    private static final double LENGTH = 3;

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final int tracks = (int) (density * frame.levels().length + random.nextDouble());
        for (int i = 0; i < tracks; i++) track(frame, random);
        return frame;
    }

    private static void track(final Frame frame, final RandomGenerator random) {
        final int plane = random.nextInt(frame.channels()) * frame.area();
        final double angle = random.nextDouble(Math.PI), cos = Math.cos(angle), sin = Math.sin(angle);
        final double charge = random.nextDouble(0.2, 1.2);
        double x = random.nextDouble(frame.width()), y = random.nextDouble(frame.height());
        for (double left = 1 + LENGTH * random.nextExponential(); left > 0; left--, x += cos, y += sin) {
            if (x < 0 || y < 0 || x >= frame.width() || y >= frame.height()) return;
            frame.levels()[plane + (int) y * frame.width() + (int) x] += (float) (charge * random.nextDouble(0.5, 1));
        }
    }
}
