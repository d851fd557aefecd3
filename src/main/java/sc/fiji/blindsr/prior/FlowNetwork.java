package sc.fiji.blindsr.prior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import sc.fiji.blindsr.model.Tensor;

/**
 * The flow of {@link KernelFlow} in DJL, in the direction kernel → latent, for training (FKP, section 3.2). Batch norm
 * normalises by the batch's own mean and unbiased variance and keeps running ones for inference.
 */
final class FlowNetwork implements AutoCloseable {

    /** Weight of the old value in batch norm's running statistics. */
    private static final float MOMENTUM = 0.9f;

    private final NDManager manager;
    private final int n;
    private final int batchSize;
    private final NDArray[] masks = new NDArray[2];
    private final NDArray half;
    private final NDArray perKernel;
    private final NDArray unbiased;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> statistics = new LinkedHashMap<>();

    /**
     * @param manager owner of the network's arrays; a child of it is made and closed with this network
     * @param size the kernel size K
     * @param hidden width of the couplings' hidden layers
     * @param batchSize number N of kernels in a batch
     * @param random gives the starting weights: PyTorch's default for linear layers, U(±1/√inputs)
     */
    FlowNetwork(final NDManager manager, final int size, final int hidden, final int batchSize, final Random random) {
        this.manager = manager.newSubManager();
        this.n = size * size;
        this.batchSize = batchSize;
        for (int parity = 0; parity < 2; parity++) {
            final float[] mask = new float[n];
            for (int i = parity; i < n; i += 2) mask[i] = 1;
            masks[parity] = this.manager.create(mask);
        }
        // Factors are arrays that live as long as the network: DJL frees the number
        // in array.mul(number) at once, although the gradient still reads it.
        half = this.manager.create(0.5f);
        perKernel = this.manager.create(1f / batchSize);
        unbiased = this.manager.create(1f / (batchSize - 1));
        for (int b = 0; b < KernelFlow.BLOCKS; b++) {
            for (final String net : new String[] {"s_net.", "t_net."}) {
                final String prefix = "net." + 2 * b + "." + net;
                linear(prefix + "0.", n, hidden, random);
                linear(prefix + "2.", hidden, hidden, random);
                linear(prefix + "4.", hidden, n, random);
            }
            final String norm = "net." + (2 * b + 1) + ".";
            parameters.put(norm + "log_gamma", this.manager.zeros(new Shape(n)));
            parameters.put(norm + "beta", this.manager.zeros(new Shape(n)));
            statistics.put(norm + "running_mean", this.manager.zeros(new Shape(n)));
            statistics.put(norm + "running_var", this.manager.ones(new Shape(n)));
        }
        parameters.values().forEach(p -> p.setRequiresGradient(true));
    }

    private void linear(final String prefix, final int inputs, final int outputs, final Random random) {
        final double bound = 1 / Math.sqrt(inputs);
        parameters.put(
                prefix + "weight",
                manager.create(uniform(inputs * outputs, bound, random), new Shape(outputs, inputs)));
        parameters.put(prefix + "bias", manager.create(uniform(outputs, bound, random)));
    }

    private static float[] uniform(final int count, final double bound, final Random random) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        return values;
    }

    /** What is trained, by name. */
    Map<String, NDArray> parameters() {
        return parameters;
    }

    /**
     * The loss −mean(log p) of a batch, and an update of batch norm's running statistics.
     *
     * @param batch logits, N×K²; the result and what it needs belong to its manager
     * @return one number, in nats for each kernel
     */
    NDArray loss(final NDArray batch) {
        NDArray x = batch;
        NDArray logDeterminant = batch.getManager().create(0f); // one number for the batch: the mean over its kernels
        for (int b = 0; b < KernelFlow.BLOCKS; b++) {
            final String coupling = "net." + 2 * b + ".", norm = "net." + (2 * b + 1) + ".";
            final NDArray kept = masks[(b + 1) % 2], free = masks[b % 2], input = x.mul(kept);
            final NDArray logScale = mlp(coupling + "s_net.", input, true).mul(free);
            final NDArray translation = mlp(coupling + "t_net.", input, false).mul(free);
            x = x.sub(translation).mul(logScale.neg().exp()); // at kept entries both are 0, so that they stay
            logDeterminant = logDeterminant.sub(logScale.sum().mul(perKernel));

            final NDArray mean = x.mean(new int[] {0}), centred = x.sub(mean);
            final NDArray variance = centred.square().sum(new int[] {0}).mul(unbiased);
            remember(norm + "running_mean", mean);
            remember(norm + "running_var", variance);
            final NDArray logGamma = parameters.get(norm + "log_gamma"),
                    stabilised = variance.add(CouplingBlock.EPSILON);
            x = centred.div(stabilised.sqrt()).mul(logGamma.exp()).add(parameters.get(norm + "beta"));
            logDeterminant =
                    logDeterminant.add(logGamma.sub(stabilised.log().mul(half)).sum());
        }
        final NDArray latent = x.square().sum().mul(perKernel).mul(half);
        return latent.sub(logDeterminant).add(0.5f * n * (float) Math.log(2 * Math.PI));
    }

    private NDArray mlp(final String prefix, final NDArray input, final boolean tanh) {
        NDArray v = input;
        for (final String layer : new String[] {"0.", "2.", "4."}) {
            v = Linear.linear(v, parameters.get(prefix + layer + "weight"), parameters.get(prefix + layer + "bias"))
                    .singletonOrThrow();
            if (!layer.equals("4.")) v = tanh ? v.tanh() : Activation.relu(v);
        }
        return v;
    }

    private void remember(final String name, final NDArray value) {
        statistics.get(name).muli(MOMENTUM).addi(value.stopGradient().mul(1 - MOMENTUM));
    }

    /** The trained tensors, by the names of the authors' code, without what the masks make idle. */
    Map<String, Tensor> tensors(final LogitTransform code, final int scale, final int size) {
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("scale", Tensor.of(scale));
        tensors.put("kernel_size", Tensor.of(size));
        tensors.put("alpha", Tensor.of((float) code.alpha()));
        tensors.put("normalization", Tensor.of((float) code.normalization()));
        tensors.put("noise_mean", Tensor.of((float) code.noiseMean()));
        parameters.forEach((name, array) -> tensors.put(name, tensor(array)));
        statistics.forEach((name, array) -> tensors.put(name, tensor(array)));
        return tensors;
    }

    private static Tensor tensor(final NDArray array) {
        final long[] shape = array.getShape().getShape();
        final int[] ints = new int[shape.length];
        for (int i = 0; i < ints.length; i++) ints[i] = Math.toIntExact(shape[i]);
        return new Tensor(ints, array.toFloatArray());
    }

    @Override
    public void close() {
        manager.close();
    }
}
