package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import sc.fiji.blindsr.engine.TorchScript;

/**
 * Makes the layers of the image network: each takes an array 1×C×H×W and gives another, attached to the same manager.
 * "norm" is batch norm with the statistics of its input (ε = 1e-5), "act" LeakyReLU of slope 0.2.
 * <p>
 * More than half of the network's arithmetic would be in the 3×3 convolutions of enlarged arrays, w ∗ (U·x) with U the
 * bilinear enlargement ×2. Two facts make them four times cheaper without changing their result:
 * <ul>
 * <li>U is "put zeros between the pixels, then blur with b ⊗ b", b = (1, 3, 3, 1)/4, and convolutions commute: w ∗ (U·x)
 * = (b ⊗ b) ∗ (w ∗ (x with zeros)). The middle is a transposed convolution of stride 2, in which channels are mixed at
 * the pixels of x only, and the blur treats every channel alone. At the rim this holds for x with its rim repeated;
 * the terms that tell reflection padding from it touch the outermost rows and columns alone and are added there.</li>
 * <li>The norm before it needs mean and variance of U·x. Columns of U sum to 2, so that the mean is that of x; the
 * variance is the mean of c·(q ⊗ q ∗ c), c = x − mean, q = (6, 20, 6)/32, the rim of c repeated: Uᵀ·U is tridiagonal.</li>
 * </ul>
 */
final class Layers {

    private final Parameters parameters;
    private final TorchScript operations;
    private int cancelled;

    Layers(final NDManager manager, final Parameters parameters) {
        this.parameters = parameters;
        operations = new TorchScript(manager, Layers.class, "operations.py");
    }

    /** Number of parameters left out because a norm that follows cancels them. */
    int cancelled() {
        return cancelled;
    }

    /** 3×3 convolution with reflection padding, norm, act: C×H×W → outputs×H×W. */
    UnaryOperator<NDArray> convolution(final String name, final int inputs, final int outputs) {
        return activated(name, "convolve", inputs, outputs, 3);
    }

    /** 3×3 convolution of every other pixel with reflection padding, norm, act: C×H×W → outputs×⌈H/2⌉×⌈W/2⌉. */
    UnaryOperator<NDArray> halving(final String name, final int inputs, final int outputs) {
        return activated(name, "convolve_halving", inputs, outputs, 3);
    }

    /** 1×1 convolution, norm, act: C×H×W → outputs×H×W. */
    UnaryOperator<NDArray> mixing(final String name, final int inputs, final int outputs) {
        return activated(name, "mix", inputs, outputs, 1);
    }

    private UnaryOperator<NDArray> activated(
            final String name, final String operation, final int inputs, final int outputs, final int window) {
        final NDArray weight = parameters.weight(name + ".weight", outputs, inputs, window);
        final UnaryOperator<NDArray> normAndAct = normAndAct(name, outputs);
        return x -> normAndAct.apply(call(operation, x, weight));
    }

    private UnaryOperator<NDArray> normAndAct(final String name, final int channels) {
        cancelled += channels;
        final NDArray scale = parameters.constant(name + ".norm.scale", channels, 1);
        final NDArray shift = parameters.constant(name + ".norm.shift", channels, 0);
        return x -> call("norm_and_activate", x, scale, shift);
    }

    /** 1×1 convolution, norm whose scale and shift start at 0: C×H×W → outputs×H×W. */
    UnaryOperator<NDArray> silentMixing(final String name, final int inputs, final int outputs) {
        final NDArray weight = parameters.weight(name + ".weight", outputs, inputs, 1);
        cancelled += outputs;
        final NDArray scale = parameters.constant(name + ".norm.scale", outputs, 0);
        final NDArray shift = parameters.constant(name + ".norm.shift", outputs, 0);
        return x -> call("norm_with_shift", call("mix", x, weight), scale, shift);
    }

    /** 1×1 convolution with biases: C×H×W → outputs×H×W. */
    UnaryOperator<NDArray> linearMixing(final String name, final int inputs, final int outputs) {
        final NDArray weight = parameters.weight(name + ".weight", outputs, inputs, 1);
        final NDArray bias = parameters.bias(name + ".bias", outputs, inputs);
        return x -> call("mix_with_bias", x, weight, bias);
    }

    /**
     * Joins a skip connection S×H×W and a deeper scale D×⌈H/2⌉×⌈W/2⌉: the latter enlarged and cropped to H×W, both
     * concatenated, norm, 3×3 convolution with reflection padding, norm, act: → outputs×H×W. The cheap way above serves
     * where H and W are even.
     */
    BinaryOperator<NDArray> joining(final String name, final int skips, final int deeps, final int outputs) {
        final NDArray joinScale = parameters.constant(name + ".join.scale", skips + deeps, 1);
        cancelled += skips + deeps;
        final NDArray weight = parameters.weight(name + ".weight", outputs, skips + deeps, 3);
        final UnaryOperator<NDArray> normAndAct = normAndAct(name, outputs);
        return (skip, deep) -> {
            final boolean half = isHalf(deep.getShape(), skip.getShape());
            return normAndAct.apply(call(half ? "join_half" : "join", skip, deep, weight, joinScale));
        };
    }

    /** Maxima of blocks of 2×2: C×H×W → C×⌊H/2⌋×⌊W/2⌋. */
    NDArray pool(final NDArray x) {
        return call("pool", x);
    }

    private static boolean isHalf(final Shape deep, final Shape skip) {
        return 2 * deep.get(2) == skip.get(2) && 2 * deep.get(3) == skip.get(3);
    }

    private NDArray call(final String operation, final NDArray... inputs) {
        return operations.call(operation, inputs);
    }
}
