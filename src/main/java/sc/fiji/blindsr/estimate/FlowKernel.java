package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Random;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.network.BlurAndSample;
import sc.fiji.blindsr.prior.KernelFlow;

/** A kernel made by the flow from a latent vector on a sphere (FKP, section 3.3). The flow itself is not changed. */
final class FlowKernel implements KernelModel {

    private final SphereAdam search;
    private final Grid grid;
    private KernelFlow.Generation present;
    private NDArray weights;

    /**
     * @param search the latent vector and how it is moved
     * @param grid says whether the kernel is convolved or correlated
     */
    FlowKernel(final SphereAdam search, final Grid grid) {
        this.search = search;
        this.grid = grid;
        present = search.generate();
    }

    /** A search that starts from a random latent vector. */
    static FlowKernel of(final EstimationProblem problem, final double rate) {
        final KernelFlow prior = problem.prior();
        return new FlowKernel(
                new SphereAdam(prior, prior.randomLatent(new Random(problem.seed())), rate), problem.grid());
    }

    @Override
    public NDArray weights(final NDManager iteration) {
        weights = BlurAndSample.kernel(iteration, grid.correlated(present.values()));
        return weights;
    }

    @Override
    public BlurKernel kernel() {
        return present.kernel();
    }

    @Override
    public void step() {
        step(1);
    }

    /** Several steps with the same gradient. */
    void step(final int times) {
        final double[] gradient = present.latentGradient(grid.correlated(gradient(weights)));
        for (int i = 0; i < times; i++) search.step(gradient);
        present = search.generate();
    }

    private static double[] gradient(final NDArray kernel) {
        try (NDArray gradient = kernel.getGradient()) {
            final float[] floats = gradient.toFloatArray();
            final double[] values = new double[floats.length];
            Arrays.setAll(values, j -> floats[j]);
            return values;
        }
    }
}
