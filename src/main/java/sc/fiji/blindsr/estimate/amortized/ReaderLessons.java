package sc.fiji.blindsr.estimate.amortized;

import java.util.List;
import java.util.SplittableRandom;

/** Images with what is to be read off them. Several threads may draw at the same time. */
interface ReaderLessons {

    /**
     * An image and its blur.
     *
     * @param low size×size grey levels
     * @param truth the entries that describe the blur
     */
    record Lesson(float[] low, float[] truth) {}

    /** What is to be read. */
    ReaderHead head();

    /** The scale factors to learn; one that is there twice comes twice as often. */
    List<Integer> scales();

    /** Draws an image of size×size low-resolution pixels. */
    Lesson draw(int scale, int size, SplittableRandom random);
}
