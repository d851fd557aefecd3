package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDManager;

/**
 * DIP-Softmax, the simplest baseline of Liang et al. (CVPR 2021): the kernel is the softmax of K² free numbers. Not
 * among the {@link Estimators} that users choose from; for measurements beside DIP-FKP and {@link DoubleDip} from Java:
 * {@code new DipSoftmax().estimate(low, problem, progress)}.
 */
public final class DipSoftmax extends JointEstimator {

    private static final int KERNEL_FROZEN_ITERATIONS = 75;
    private static final double RATE = 0.5;

    /** Like all estimators, it holds nothing of a run. */
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
