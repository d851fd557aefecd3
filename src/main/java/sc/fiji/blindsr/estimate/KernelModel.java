package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import sc.fiji.blindsr.kernel.BlurKernel;

/** Where a kernel comes from while it is searched together with the image: what is moved until image and kernel fit. */
interface KernelModel {

    /**
     * The present kernel, as an array from which gradients find their way back to what is moved.
     *
     * @param iteration owner of the array
     * @return weights to be correlated, 1×1×K×K
     */
    NDArray weights(NDManager iteration);

    /** The present kernel as the grid has it, with sum 1. */
    BlurKernel kernel();

    /** One step against the gradient that the last backward pass left. */
    void step();
}
