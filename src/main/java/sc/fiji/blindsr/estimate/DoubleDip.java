package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDManager;

/**
 * Double-DIP as Liang et al. (CVPR 2021) compare DIP-FKP with it: the kernel, too, is made from noise by a network
 * ({@link sc.fiji.blindsr.network.KernelMlp}), and there is no prior for it. All else is {@link JointEstimator}'s. At the
 * end, kernel and image are {@linkplain Recentring centred}.
 */
public final class DoubleDip extends JointEstimator {

    /** The name users choose it by. */
    public static final String NAME = "Double-DIP";

    private static final double RATE = 1e-4;

    /** Made once, by {@link Estimators}. */
    public DoubleDip() {
        super(NAME, 0);
    }

    @Override
    public boolean usesPrior() {
        return false;
    }

    @Override
    KernelModel kernelModel(final EstimationProblem problem, final NDManager manager) {
        return SoftmaxKernel.ofNetwork(problem, manager, RATE);
    }

    @Override
    Estimate finished(final Estimate found, final EstimationProblem problem) {
        return Recentring.of(found, problem.scale(), problem.grid());
    }
}
