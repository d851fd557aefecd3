package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** A pattern that covers the plane: mean about 0, standard deviation about 1. */
@FunctionalInterface
interface Texture {

    /** The pattern at a pixel. */
    float at(int x, int y);

    /** A texture of any kind. */
    static Texture random(final RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> Grating.random(random);
            case 2, 3 -> Grating.checker(random);
            case 4, 5 -> Tile.dots(random);
            default -> Tile.powerLaw(Draw.uniform(0.3, 2.2, random), random);
        };
    }

    /** The same texture from another place of it. */
    default Texture moved(final RandomGenerator random) {
        final int dx = random.nextInt(Tile.SIZE), dy = random.nextInt(Tile.SIZE);
        return (x, y) -> at(x + dx, y + dy);
    }
}
