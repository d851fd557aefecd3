package sc.fiji.blindsr.restore;

/** A method that makes a sharp image on a grid finer by the scale factor. */
public interface Restorer {

    /** The name users choose it by. */
    String name();

    /**
     * Checks that this method has what it needs besides a kernel: worth it before a kernel is looked for.
     *
     * @throws IllegalArgumentException if it lacks its model; the message says what to do
     */
    default void checkReady() {
        // most need nothing
    }

    /**
     * Makes ready for a kernel: what does not depend on the image is done once for all planes and tiles.
     *
     * @throws IllegalArgumentException if this method cannot work from this kernel, or lacks its model; the
     *           message says what to do
     */
    Restoration prepare(RestorationProblem problem);
}
