package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Points far smaller than a pixel, and small discs, on an even ground: what one images to see the blur itself. */
final class Beads implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int size = canvas.size();
        canvas.fill(Brush.flat(random.nextDouble(0.15)));
        final int points = random.nextInt(8) == 0 ? 0 : (int) Draw.logUniform(200, 6000, random);
        final int discs = points > 0 && random.nextInt(4) > 0 ? 0 : (int) Draw.logUniform(50, 1500, random);
        final double even = random.nextDouble(), radius = Draw.logUniform(1, 8, random);
        for (int i = 0; i < points; i++) {
            final double light = 4 * bright(even, random); // four pixels become one
            canvas.levels()[random.nextInt(size * size)] += (float) light;
        }
        for (int i = 0; i < discs; i++)
            canvas.fill(
                    Outline.disc(random.nextDouble(size), random.nextDouble(size), radius),
                    Brush.adding(Brush.flat(bright(even, random))));
    }

    /** Beads of one batch are about as bright as each other, or not. */
    private static double bright(final double even, final RandomGenerator random) {
        return even * 0.9 + (1 - even) * Draw.logUniform(0.05, 1, random);
    }
}
