package sc.fiji.blindsr.scene;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Opaque things of all sizes, one over the other (Lee, Mumford, Huang, IJCV 2001): edges and statistics much as in
 * photographs. Some leaves have a texture, some are shaded, some are blades.
 */
final class DeadLeaves implements Scene {

    /** Leaves cover the canvas so many times at most; more would not be seen. */
    private static final double COVERINGS = 4;

    private static final int TEXTURES = 3;

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final Heap heap = new Heap(random);
        canvas.fill(Brush.textured(
                heap.grey(), random.nextDouble(0.15), Tile.ground(canvas, Draw.uniform(0.8, 2, random), random)));
        for (final double radius : radii(canvas.size(), random)) {
            final double x = random.nextDouble(canvas.size()), y = random.nextDouble(canvas.size());
            canvas.fill(heap.outline(x, y, radius), heap.brush(x, y, radius));
        }
    }

    /** Sizes by a power law; in every other scene the small things lie on top. */
    private static double[] radii(final int size, final RandomGenerator random) {
        final double least = Draw.logUniform(3, 40, random), most = Draw.uniform(0.08, 0.5, random) * size;
        final double exponent = Draw.uniform(1.5, 3.2, random);
        final double[] radii = new double[(int) Draw.logUniform(150, 5000, random)];
        int number = 0;
        for (double area = 0; number < radii.length && area < COVERINGS * size * size; number++) {
            radii[number] = Draw.powerLaw(least, most, exponent, random);
            area += 2 * radii[number] * radii[number];
        }
        final double[] drawn = Arrays.copyOf(radii, number);
        return random.nextBoolean()
                ? Arrays.stream(drawn).map(r -> -r).sorted().map(r -> -r).toArray()
                : drawn;
    }

    /** What the leaves of one scene have in common. */
    private static final class Heap {

        private final RandomGenerator random;
        private final Texture[] textures = new Texture[TEXTURES];
        private final double textured;
        private final double lively;
        private final double shaded;
        private final double polygons;
        private final double blades;
        private final double contrast;
        private final double middle;

        Heap(final RandomGenerator random) {
            this.random = random;
            Arrays.setAll(textures, i -> Texture.random(random));
            textured = random.nextDouble(0.8);
            lively = Draw.uniform(0.02, 0.2, random);
            shaded = random.nextDouble(0.6);
            polygons = random.nextDouble();
            blades = random.nextInt(3) == 0 ? random.nextDouble() : 0;
            contrast = random.nextInt(3) == 0 ? Draw.uniform(0.2, 1, random) : 1;
            middle = Draw.uniform(contrast / 2, 1 - contrast / 2, random);
        }

        double grey() {
            return middle + contrast * (random.nextDouble() - 0.5);
        }

        Outline outline(final double x, final double y, final double radius) {
            if (random.nextDouble() < blades) {
                final double angle = random.nextDouble(Math.PI);
                final double dx = radius * Math.cos(angle), dy = radius * Math.sin(angle);
                return Outline.stroke(x - dx, y - dy, x + dx, y + dy, radius * Draw.logUniform(0.05, 0.3, random));
            }
            return random.nextDouble() < polygons
                    ? Outline.polygon(x, y, radius, random)
                    : Outline.blob(x, y, radius, random);
        }

        Brush brush(final double x, final double y, final double radius) {
            final double grey = grey();
            if (radius > 12 && random.nextDouble() < textured)
                return Brush.textured(
                        grey, lively * random.nextDouble(), textures[random.nextInt(TEXTURES)].moved(random));
            if (random.nextDouble() < shaded)
                return Brush.shaded(grey, 0.3 * random.nextDouble() / radius, random.nextDouble(2 * Math.PI), x, y);
            return Brush.flat(grey);
        }
    }
}
