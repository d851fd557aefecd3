package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** A kind of sharp image, drawn by chance. */
@FunctionalInterface
interface Scene {

    /**
     * @param canvas a black one, twice as fine as the image; grey levels from 0 to 1 are wanted, others are cut off later
     * @param random where chance comes from
     */
    void paint(Canvas canvas, RandomGenerator random);
}
