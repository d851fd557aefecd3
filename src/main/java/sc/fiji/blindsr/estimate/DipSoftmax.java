package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDManager;

/**
 * DIP-Softmax, the simplest baseline of Liang et al. (CVPR 2021): the kernel is the softmax of K² free numbers. It is
 * not among the {@link Estimators} that users choose from, and serves for comparisons in Java:
 * {@code new DipSoftmax().estimate(low, problem, progress)}.
 */
public final class DipSoftmax extends JointEstimator {

    private static final int KERNEL_FROZEN_ITERATIONS = 75;
    private static final double RATE = 0.5;

    /** Makes an estimator; like all of them, it has no state. */
    public DipSoftmax() {
        super("DIP-Softmax", KERNEL_FROZEN_ITERATIONS);
    }

    @Override
    public boolean usesPrior() {
        return false;
    }

    @Override
    KernelModel kernelModel(final EstimationProblem problem, final NDManager manager) {
        return SoftmaxKernel.free(problem, manager, RATE);
    }

    @Override
    Estimate finished(final Estimate found, final EstimationProblem problem) {
        return Recentring.of(found, problem.scale(), problem.grid());
    }
}
