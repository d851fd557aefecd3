package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Granules, droplets, grains of pollen: small roundish things with sharp rims, in clusters or everywhere. */
final class Spots implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int size = canvas.size();
        canvas.fill(Brush.textured(
                Draw.uniform(0.02, 0.3, random),
                random.nextDouble(0.08),
                Tile.ground(canvas, Draw.uniform(1, 2.2, random), random)));
        final double radius = Draw.logUniform(1, 10, random), uneven = random.nextDouble();
        final double spread = Draw.logUniform(6 * radius, 0.5 * size, random);
        final int clusters = (int) Draw.logUniform(8, 100, random);
        // So many that a cluster is still seen as spots.
        final double most = Math.min(6000.0 / clusters, 3 * Math.pow(spread / radius, 2));
        final int spots = 1 + (int) (most * Draw.logUniform(0.05, 1, random));
        final boolean shining = random.nextInt(3) > 0;
        for (int c = 0; c < clusters; c++) {
            final double x = random.nextDouble(size), y = random.nextDouble(size);
            for (int i = 0; i < spots; i++) {
                final Brush grey = Brush.flat(Draw.logUniform(0.1, 1, random));
                canvas.fill(
                        Outline.blob(
                                x + spread * random.nextGaussian(),
                                y + spread * random.nextGaussian(),
                                radius * Math.exp(uneven * (random.nextDouble() - 0.5)),
                                random),
                        shining ? Brush.adding(grey) : grey);
            }
        }
        canvas.expose(0.002, Draw.uniform(0.5, 1.1, random));
    }
}
