package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.Collection;
import java.util.Random;

/**
 * The kernel network of Double-DIP (Gandelsman, Shocher and Irani, CVPR 2019; for blind deconvolution Ren, Zhang, Wang,
 * Hu and Zuo, "Neural Blind Deconvolution Using Deep Priors", CVPR 2020), as Liang et al., CVPR 2021, compare with it:
 * 200 numbers of fixed noise → 1000, ReLU6 → K², of which a softmax makes the kernel.
 */
public final class KernelMlp {

    private static final int INPUTS = 200;
    private static final int HIDDEN = 1000;
    /** The noise is uniform in [0, 0.1). */
    private static final float NOISE_AMPLITUDE = 0.1f;

    private final NDArray noise;
    private final Parameters parameters;
    private final NDArray hiddenWeight;
    private final NDArray hiddenBias;
    private final NDArray weight;
    private final NDArray bias;

    /**
     * @param manager of the weights
     * @param seed seed of the noise and of the weights, PyTorch's default distributions
     * @param outputs number of values of the kernel, K²
     */
    public KernelMlp(final NDManager manager, final long seed, final int outputs) {
        final Random random = new Random(seed);
        final float[] values = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) values[i] = NOISE_AMPLITUDE * random.nextFloat();
        noise = manager.create(values, new Shape(1, INPUTS, 1, 1));
        parameters = new Parameters(manager, seed, DataType.FLOAT32);
        hiddenWeight = parameters.weight("hidden.weight", HIDDEN, INPUTS, 1);
        hiddenBias = parameters.bias("hidden.bias", HIDDEN, INPUTS);
        weight = parameters.weight("weight", outputs, HIDDEN, 1);
        bias = parameters.bias("bias", outputs, HIDDEN);
    }

    /** The trainable arrays. */
    public Collection<NDArray> parameters() {
        return parameters.asMap().values();
    }

    /**
     * What the softmax takes.
     *
     * @param iteration owner of the result
     * @return K² values
     */
    public NDArray logits(final NDManager iteration) {
        // Results follow their first argument's manager.
        final NDArray input = noise.duplicate();
        input.attach(iteration);
        final NDArray hidden = Conv2d.conv2d(input, hiddenWeight, hiddenBias).singletonOrThrow();
        final NDArray bounded = relu(hidden).sub(relu(hidden.sub(6)));
        return Conv2d.conv2d(bounded, weight, bias).singletonOrThrow().flatten();
    }

    private static NDArray relu(final NDArray x) {
        return x.getNDArrayInternal().relu();
    }
}
