package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.fault.UserError;

/** A method that makes a sharp image on a grid finer by the scale factor, for 1 on the image's own. */
public interface Restorer {

    /** The name users choose it by. */
    String name();

    /** Whether this method computes with PyTorch. */
    default boolean usesPyTorch() {
        return false;
    }

    /** Where it comes from, as a paper's Methods section cites it: authors, venue and year; empty if there is no paper. */
    default String citation() {
        return "";
    }

    /**
     * Checks that this method has what it needs besides a kernel. Called before the kernel is estimated.
     *
     * @throws UserError if it lacks its model; the message says what to do
     */
    default void checkReady() {
        // most need nothing
    }

    /** Whether it knows the noise of each pixel by itself, and pixels of which nothing is known. */
    default boolean usesWeights() {
        return false;
    }

    /** Whether it has a number of steps, and a weight of smoothness, that can be chosen. */
    default boolean takesSteps() {
        return false;
    }

    /** Whether this method can restore with a blur that changes over the field. */
    default boolean takesField() {
        return false;
    }

    /**
     * Prepares for a kernel: whatever does not depend on the image is computed once for all planes and tiles.
     *
     * @throws UserError if this method cannot work from this kernel, or lacks its model; the
     *           message says what to do
     */
    Restoration prepare(RestorationProblem problem);
}
