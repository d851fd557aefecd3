package sc.fiji.blindsr.scene;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Opaque things of all sizes, one over the other (Lee, Mumford, Huang, IJCV 2001): edges and statistics much as in
 * photographs. Some leaves have a texture.
 */
final class DeadLeaves implements Scene {

    /** Leaves cover the canvas so many times at most; more would not be seen. */
    private static final double COVERINGS = 4;

    private static final int TEXTURES = 3;

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final Texture[] textures = new Texture[TEXTURES];
        Arrays.setAll(textures, i -> Texture.random(random));
        final double textured = random.nextDouble(0.8), lively = Draw.uniform(0.02, 0.2, random);
        final double polygons = random.nextDouble();
        canvas.fill(Brush.textured(
                Draw.uniform(0.1, 0.9, random),
                random.nextDouble(0.15),
                Tile.powerLaw(Draw.uniform(0.8, 2, random), random)));
        for (final double radius : radii(canvas.size(), random)) {
            final double x = random.nextDouble(canvas.size()), y = random.nextDouble(canvas.size());
            final Outline outline = random.nextDouble() < polygons
                    ? Outline.polygon(x, y, radius, random)
                    : Outline.blob(x, y, radius, random);
            final double grey = random.nextDouble();
            canvas.fill(
                    outline,
                    radius > 12 && random.nextDouble() < textured
                            ? Brush.textured(
                                    grey,
                                    lively * random.nextDouble(),
                                    textures[random.nextInt(TEXTURES)].moved(random))
                            : Brush.flat(grey));
        }
    }

    /** Sizes by a power law; in every other scene the small things lie on top. */
    private static double[] radii(final int size, final RandomGenerator random) {
        final double least = Draw.logUniform(3, 40, random), most = Draw.uniform(0.08, 0.5, random) * size;
        final double exponent = Draw.uniform(1.5, 3.2, random);
        final double[] radii = new double[(int) Draw.logUniform(150, 5000, random)];
        double area = 0;
        int number = 0;
        while (number < radii.length && area < COVERINGS * size * size) {
            radii[number] = Draw.powerLaw(least, most, exponent, random);
            area += 2 * radii[number] * radii[number];
            number++;
        }
        final double[] drawn = Arrays.copyOf(radii, number);
        if (random.nextBoolean()) {
            Arrays.sort(drawn);
            for (int i = 0; i < number / 2; i++) {
                final double small = drawn[i];
                drawn[i] = drawn[number - 1 - i];
                drawn[number - 1 - i] = small;
            }
        }
        return drawn;
    }
}
