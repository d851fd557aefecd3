package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import sc.fiji.blindsr.kernel.BlurKernel;

/** The parameters of a kernel that is optimised together with the image. */
interface KernelModel {

    /**
     * The current kernel, as an array from which gradients reach the parameters.
     *
     * @param iteration owner of the array
     * @return weights to be correlated, 1×1×K×K
     */
    NDArray weights(NDManager iteration);

    /** The current kernel in the convention of the grid, with sum 1. */
    BlurKernel kernel();

    /** One step against the gradient that the last backward pass left. */
    void step();
}
