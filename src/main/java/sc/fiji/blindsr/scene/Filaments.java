package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Thin curved fibres on dark ground: a cytoskeleton, hairs, vessels. */
final class Filaments implements Scene {

    private static final double STEP = 7;

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        canvas.fill(Brush.textured(
                Draw.uniform(0.02, 0.2, random),
                random.nextDouble(0.05),
                Tile.ground(canvas, Draw.uniform(1, 2.2, random), random)));
        final double stiff = Draw.logUniform(0.01, 0.25, random), thick = Draw.logUniform(1, 7, random);
        final int number = (int) Draw.logUniform(15, 400, random);
        for (int i = 0; i < number; i++)
            fibre(canvas, Draw.logUniform(0.15, 1, random), thick * Draw.uniform(0.6, 1.5, random), stiff, random);
        if (random.nextDouble() < 0.2) canvas.fill((x, y, ground) -> 1 - ground); // as in transmitted light
    }

    private static void fibre(
            final Canvas canvas,
            final double grey,
            final double width,
            final double stiff,
            final RandomGenerator random) {
        final Brush brush = Brush.brighter(grey);
        double x = random.nextDouble(canvas.size()), y = random.nextDouble(canvas.size());
        double angle = random.nextDouble(2 * Math.PI);
        final double bend = 0.02 * random.nextGaussian();
        for (int left = random.nextInt(20, 160); left > 0; left--) {
            angle += bend + stiff * random.nextGaussian();
            final double u = x + STEP * Math.cos(angle), v = y + STEP * Math.sin(angle);
            canvas.fill(Outline.stroke(x, y, u, v, width), brush);
            x = u;
            y = v;
        }
    }
}
