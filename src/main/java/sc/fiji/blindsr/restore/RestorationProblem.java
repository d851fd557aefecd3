package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;

/**
 * What is given to a restorer besides the image.
 *
 * @param estimate the kernel, of odd size, with sum 1 and centred for the scale factor; and the image that came with it, if any
 * @param scale the scale factor s
 * @param grid where low-resolution pixels lie on the high-resolution grid
 * @param noise standard deviation of the noise, grey levels in [0,1]
 * @param device "Auto", "CPU", "GPU", "GPU 1", …
 */
public record RestorationProblem(Estimate estimate, int scale, Grid grid, double noise, String device) {

    /** The blur kernel. */
    public BlurKernel kernel() {
        return estimate.kernel();
    }
}
