package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.network.Adam;
import sc.fiji.blindsr.network.KernelMlp;

/** A kernel without a prior, only positive and with sum 1: the softmax of K² numbers. */
final class SoftmaxKernel implements KernelModel {

    private final Function<NDManager, NDArray> logits;
    private final Adam adam;
    private final Grid grid;
    private NDArray weights;

    /**
     * @param logits gives the K² numbers, row by row, from which gradients reach the parameters
     * @param moved the parameters
     * @param rate learning rate of Adam
     * @param grid says whether the kernel is convolved or correlated
     */
    private SoftmaxKernel(
            final Function<NDManager, NDArray> logits,
            final Collection<NDArray> moved,
            final double rate,
            final Grid grid) {
        this.logits = logits;
        this.grid = grid;
        adam = new Adam(moved, rate);
    }

    /** The numbers are the output of a network for fixed noise. */
    static SoftmaxKernel ofNetwork(final EstimationProblem problem, final NDManager manager, final double rate) {
        final KernelMlp network = new KernelMlp(manager, problem.seed(), values(problem));
        return new SoftmaxKernel(network::logits, network.parameters(), rate, problem.grid());
    }

    /** The numbers are free; all start at 1. */
    static SoftmaxKernel free(final EstimationProblem problem, final NDManager manager, final double rate) {
        final NDArray numbers = manager.ones(new Shape(values(problem)));
        numbers.setRequiresGradient(true);
        return new SoftmaxKernel(
                iteration -> {
                    final NDArray same = numbers.reshape(-1);
                    same.attach(iteration);
                    return same;
                },
                List.of(numbers),
                rate,
                problem.grid());
    }

    private static int values(final EstimationProblem problem) {
        final int size = BlurKernel.sizeFor(problem.scale());
        return size * size;
    }

    @Override
    public NDArray weights(final NDManager iteration) {
        final NDArray values = logits.apply(iteration).softmax(0);
        final long size = Math.round(Math.sqrt(values.size()));
        weights = values.reshape(1, 1, size, size);
        return weights;
    }

    /** The kernel of the last {@link #weights}; while that array lives. */
    @Override
    public BlurKernel kernel() {
        final float[] floats = weights.toFloatArray();
        final double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) values[i] = floats[i];
        return BlurKernel.square(grid.correlated(values)).normalised();
    }

    @Override
    public void step() {
        adam.step();
    }
}
