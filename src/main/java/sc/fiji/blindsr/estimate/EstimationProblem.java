package sc.fiji.blindsr.estimate;

import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelFlow;

/**
 * Input of an estimator besides the image.
 *
 * @param scale the scale factor s
 * @param prior the kernel prior for the method's {@linkplain KernelEstimator#priorScale scale factor}
 * @param grid where low-resolution pixels lie on the high-resolution grid
 * @param noise standard deviation of the noise where the weight is 1, grey levels in [0,1]
 * @param weights how much each value of the image says, X×Y×C: its noise has the standard deviation noise/√weight, 0 =
 *     nothing is known; empty where all say the same. Methods that know one noise for all leave them alone
 * @param iterations number of iterations; 0 = the method's own
 * @param seed seed of all random numbers
 * @param device the device for methods with networks
 * @param camera where the noise comes from
 */
public record EstimationProblem(
        int scale,
        KernelFlow prior,
        Grid grid,
        double noise,
        Optional<RandomAccessibleInterval<FloatType>> weights,
        int iterations,
        long seed,
        DeviceChoice device,
        CameraProfile.Kind camera) {

    /** The problem for an image whose noise is the same everywhere. */
    public EstimationProblem(
            final int scale,
            final KernelFlow prior,
            final Grid grid,
            final double noise,
            final int iterations,
            final long seed,
            final DeviceChoice device) {
        this(scale, prior, grid, noise, Optional.empty(), iterations, seed, device, CameraProfile.Kind.WHITE);
    }

    /** The requested number of iterations, or the method's own. */
    int iterationsOr(final int own) {
        return iterations > 0 ? iterations : own;
    }
}
