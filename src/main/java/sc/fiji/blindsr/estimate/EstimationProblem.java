package sc.fiji.blindsr.estimate;

import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelFlow;

/**
 * Input of an estimator besides the image.
 *
 * @param scale the scale factor s
 * @param prior the kernel prior for the method's {@linkplain KernelEstimator#priorScale scale factor}
 * @param grid where low-resolution pixels lie on the high-resolution grid
 * @param noise standard deviation of the noise, grey levels in [0,1]
 * @param iterations number of iterations; 0 = the method's own
 * @param seed seed of all random numbers
 * @param device the device for methods with networks
 */
public record EstimationProblem(
        int scale, KernelFlow prior, Grid grid, double noise, int iterations, long seed, DeviceChoice device) {

    /** The requested number of iterations, or the method's own. */
    int iterationsOr(final int own) {
        return iterations > 0 ? iterations : own;
    }
}
