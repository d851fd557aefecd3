package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Cells under a fluorescence microscope: dark ground, out-of-focus light, membranes, textured nuclei, vesicles. */
final class Cells implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int size = canvas.size();
        final Texture plasma = Tile.powerLaw(Draw.uniform(0.6, 1.6, random), random);
        final Texture chromatin = Tile.powerLaw(Draw.uniform(0.4, 1.4, random), random);
        canvas.fill(Brush.textured(
                Draw.uniform(0.01, 0.12, random), Draw.uniform(0, 0.04, random), Tile.ground(canvas, 2.2, random)));
        final double radius = Draw.logUniform(20, 160, random), membrane = Draw.uniform(1.5, 6, random);
        final double shell = Draw.uniform(0, 0.6, random), body = Draw.uniform(0.02, 0.3, random);
        final double nucleus = Draw.uniform(0.1, 0.8, random), lively = Draw.uniform(0.05, 0.4, random);
        final int number = (int) Math.min(400, Draw.uniform(0.2, 1, random) * size * size / (3 * radius * radius) + 1);
        for (int i = 0; i < number; i++) {
            final double x = random.nextDouble(size), y = random.nextDouble(size);
            final double r = radius * Draw.uniform(0.7, 1.3, random), bright = Draw.uniform(0.5, 1.2, random);
            final Outline cell = Outline.blob(x, y, r, random);
            canvas.fill(cell, Brush.flat(shell * bright));
            canvas.fill(
                    cell.scaled(1 - membrane / r), Brush.textured(body * bright, body * lively, plasma.moved(random)));
            canvas.fill(
                    Outline.blob(x, y, r * Draw.uniform(0.25, 0.5, random), random),
                    Brush.adding(Brush.textured(nucleus * bright, nucleus * lively, chromatin.moved(random))));
            final int vesicles = random.nextInt(12);
            for (int v = 0; v < vesicles; v++)
                canvas.fill(
                        Outline.disc(
                                x + r * 0.5 * random.nextGaussian(),
                                y + r * 0.5 * random.nextGaussian(),
                                Draw.uniform(1, 5, random)),
                        Brush.adding(Brush.flat(Draw.uniform(0.1, 0.8, random))));
        }
        canvas.expose(0.01, Draw.uniform(0.4, 1, random));
    }
}
