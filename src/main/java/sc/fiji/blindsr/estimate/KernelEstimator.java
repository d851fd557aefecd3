package sc.fiji.blindsr.estimate;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/** Finds the blur kernel of one low-resolution image. */
public interface KernelEstimator {

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

    /** Whether this method searches with the help of a kernel prior. */
    default boolean usesPrior() {
        return true;
    }

    /** Whether the number of its iterations can be chosen. */
    default boolean iterates() {
        return true;
    }

    /** Whether this method makes the image together with the kernel. */
    default boolean makesImage() {
        return false;
    }

    /**
     * The scale factor of the kernel prior that this method uses when s is requested.
     *
     * @throws UserError if this method does not support s; the message names the methods that do
     */
    default int priorScale(final int scale) {
        return scale;
    }

    /**
     * Checks that this method can work with a prior. Called before any image is read.
     *
     * @throws UserError if it cannot; the message says what to do
     */
    default void checkPrior(final KernelFlow prior, final int scale) {
        // most take any
    }

    /**
     * The largest region that is useful, in low-resolution pixels along each axis: a larger one takes longer and gains
     * nothing. Memory and time grow with its square.
     *
     * @param scale the scale factor s
     */
    int largestRegion(int scale);

    /** Whether a region of this size is worth reading as a whole, even if it is longer than {@link #largestRegion}. */
    default boolean readsWhole(final int width, final int height) {
        return false;
    }

    /** The smallest image that this method can work on, in low-resolution pixels along each axis. */
    int smallestRegion(int scale);

    /** About how many bytes of memory an image of this size (low-resolution pixels) takes. */
    long memory(int width, int height, int scale);

    /**
     * Finds the kernel.
     *
     * @param low the low-resolution image, X×Y×C with C = 1 or 3, grey levels in about [0,1]
     * @param problem what is known and requested
     * @param progress updated at every iteration
     * @return the kernel, and the image if this method makes one
     * @throws UserError if the image is too small for the kernel
     */
    <T extends RealType<T>> Estimate estimate(
            RandomAccessibleInterval<T> low, EstimationProblem problem, Progress progress);
}
