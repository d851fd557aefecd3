package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/** One thing that happens to an image between light and file. */
@FunctionalInterface
public interface Effect {

    /**
     * @param frame the image so far; may be changed
     * @param random where chance comes from
     * @return the image afterwards: the same one or a new one
     */
    Frame apply(Frame frame, RandomGenerator random);

    /** Whether it is the sensor's, the same in each picture that it takes. */
    default boolean isOfSensor() {
        return false;
    }
}
