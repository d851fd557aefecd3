package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDManager;

/**
 * DIP-FKP (Liang et al., CVPR 2021, section 3.3, algorithm 1): kernel and image are found together, and the kernel is
 * what the flow makes of a latent vector z on a sphere, k = FKP(z); z is fixed at first. All else is {@link
 * JointEstimator}'s.
 */
public final class DipFkp extends JointEstimator {

    /** The name users choose it by. */
    public static final String NAME = "DIP-FKP";

    private static final int KERNEL_FROZEN_ITERATIONS = 75;
    private static final double LATENT_RATE = 0.5;

    /** Made once, by {@link Estimators}. */
    public DipFkp() {
        super(NAME, KERNEL_FROZEN_ITERATIONS);
    }

    @Override
    KernelModel kernelModel(final EstimationProblem problem, final NDManager manager) {
        return FlowKernel.of(problem, LATENT_RATE);
    }
}
