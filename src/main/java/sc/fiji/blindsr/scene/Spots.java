package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Soft spots of one size, in clusters or everywhere: labelled molecules, droplets, granules. */
final class Spots implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int size = canvas.size();
        canvas.fill(Brush.textured(
                Draw.uniform(0.02, 0.3, random),
                random.nextDouble(0.08),
                Tile.powerLaw(Draw.uniform(1, 2.2, random), random)));
        final double sigma = Draw.logUniform(0.7, 5, random), spread = Draw.logUniform(10, size, random);
        final int clusters = (int) Draw.logUniform(3, 60, random);
        final int spots = (int) (Math.min(6000, 20 * size / sigma) * Draw.logUniform(0.05, 1, random) / clusters) + 1;
        for (int c = 0; c < clusters; c++) {
            final double x = random.nextDouble(size), y = random.nextDouble(size);
            for (int i = 0; i < spots; i++)
                canvas.glow(
                        x + spread * random.nextGaussian(),
                        y + spread * random.nextGaussian(),
                        sigma * Draw.uniform(0.8, 1.3, random),
                        Draw.logUniform(0.1, 1, random));
        }
    }
}
