package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** A night sky: many faint stars, few bright ones, small galaxies and perhaps a nebula. */
final class StarField implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int size = canvas.size();
        canvas.fill(Brush.textured(
                Draw.uniform(0.01, 0.15, random),
                random.nextBoolean() ? random.nextDouble(0.08) : 0,
                Tile.ground(canvas, Draw.uniform(1.3, 2.2, random), random)));
        final double sharp = Draw.uniform(0.5, 1.3, random), exponent = Draw.uniform(1.4, 2.4, random);
        for (int stars = (int) Draw.logUniform(100, 6000, random); stars > 0; stars--)
            canvas.glow(
                    random.nextDouble(size), random.nextDouble(size), sharp, Draw.powerLaw(0.04, 6, exponent, random));
        for (int galaxies = random.nextInt(60); galaxies > 0; galaxies--) galaxy(canvas, random);
    }

    /** A disc of light with a brighter core, seen at an angle. */
    private static void galaxy(final Canvas canvas, final RandomGenerator random) {
        final double x = random.nextDouble(canvas.size()), y = random.nextDouble(canvas.size());
        final double radius = Draw.powerLaw(4, 60, 2, random), light = Draw.logUniform(0.05, 0.5, random);
        final Outline disc = Outline.blob(x, y, radius, random);
        for (int shell = 1; shell <= 8; shell++)
            canvas.fill(disc.scaled(shell / 8.0), Brush.adding(Brush.flat(light / 8)));
        canvas.glow(x, y, Math.max(0.7, radius / 8), light);
    }
}
