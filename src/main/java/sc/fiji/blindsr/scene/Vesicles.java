package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/**
 * Soft shining spots, of one size or of many, alone, among fibres or in cells: what a fluorescence microscope sees of vesicles,
 * or a little out of focus. Spots as soft as a blur say only how wide it is at most.
 */
final class Vesicles implements Scene {

    private static final Scene FIBRES = new Filaments(), CELLS = new Cells();

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final double behind = random.nextDouble();
        if (behind < 0.4) FIBRES.paint(canvas, random);
        else if (behind < 0.6) CELLS.paint(canvas, random);
        else
            canvas.fill(Brush.textured(
                    Draw.uniform(0.02, 0.2, random),
                    random.nextDouble(0.06),
                    Tile.ground(canvas, Draw.uniform(1.3, 2.2, random), random)));
        final double soft = Draw.logUniform(1, 6.5, random), uneven = 1.5 * random.nextDouble();
        for (int spots = (int) Draw.logUniform(150, 4000, random); spots > 0; spots--)
            canvas.glow(
                    random.nextDouble(canvas.size()),
                    random.nextDouble(canvas.size()),
                    soft * Math.exp(uneven * (random.nextDouble() - 0.5)),
                    Draw.logUniform(0.1, 1, random));
        canvas.expose(0.002, Draw.uniform(0.5, 1.1, random));
    }
}
