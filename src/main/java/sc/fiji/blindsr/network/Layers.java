package sc.fiji.blindsr.network;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import sc.fiji.blindsr.engine.TorchScript;

/**
 * Makes the layers of the image network: each takes an array 1×C×H×W and gives another, attached to the same manager.
 * "norm" is batch norm with the statistics of its input (ε = 1e-5), "act" LeakyReLU of slope 0.2.
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

	private UnaryOperator<NDArray> activated(final String name, final String operation, final int inputs,
		final int outputs, final int window)
	{
		final NDArray weight = parameters.weight(name + ".weight", outputs, inputs, window);
		final UnaryOperator<NDArray> normAndAct = normAndAct(name, outputs);
		return x -> normAndAct.apply(call(operation, x, weight));
	}

	private UnaryOperator<NDArray> normAndAct(final String name, final int channels) {
		cancelled += channels;
		final NDArray scale = parameters.constant(name + ".norm.scale", channels, 1);
		final NDArray shift = parameters.constant(name + ".norm.shift", channels, 0);
		return x -> call("normalise_and_activate", x, scale, shift);
	}

	/** 1×1 convolution, norm whose scale and shift start at 0: C×H×W → outputs×H×W. */
	UnaryOperator<NDArray> silentMixing(final String name, final int inputs, final int outputs) {
		final NDArray weight = parameters.weight(name + ".weight", outputs, inputs, 1);
		cancelled += outputs;
		final NDArray scale = parameters.constant(name + ".norm.scale", outputs, 0);
		final NDArray shift = parameters.constant(name + ".norm.shift", outputs, 0);
		return x -> call("normalise", call("mix", x, weight), scale, shift);
	}

	/** 1×1 convolution with biases: C×H×W → outputs×H×W. */
	UnaryOperator<NDArray> linearMixing(final String name, final int inputs, final int outputs) {
		final NDArray weight = parameters.weight(name + ".weight", outputs, inputs, 1);
		final NDArray bias = parameters.bias(name + ".bias", outputs, inputs);
		return x -> call("mix_with_bias", x, weight, bias);
	}

	/**
	 * The joining of a skip connection S×H×W and a deeper scale D×⌈H/2⌉×⌈W/2⌉: the latter enlarged, both concatenated,
	 * norm, 3×3 convolution with reflection padding, norm, act: → outputs×H×W.
	 */
	BinaryOperator<NDArray> joining(final String name, final int skips, final int deeps, final int outputs) {
		final NDArray joinScale = parameters.constant(name + ".join.scale", skips + deeps, 1);
		cancelled += skips + deeps;
		final NDArray weight = parameters.weight(name + ".weight", outputs, skips + deeps, 3);
		final UnaryOperator<NDArray> normAndAct = normAndAct(name, outputs);
		return (skip, deep) -> normAndAct.apply(decode(skip, deep, weight, joinScale));
	}

	private NDArray decode(final NDArray skip, final NDArray deep, final NDArray weight, final NDArray joinScale) {
		final Shape full = skip.getShape();
		final Shape half = deep.getShape();
		if (full.get(2) == 2 * half.get(2) && full.get(3) == 2 * half.get(3)) return call("decode", skip, deep, weight,
			joinScale);
		final NDArray enlarged = call("enlarge", deep).get(":, :, :" + full.get(2) + ", :" + full.get(3));
		return call("convolve", call("normalise", skip.concat(enlarged, 1), joinScale, joinScale.zerosLike()), weight);
	}

	/** Maxima of blocks of 2×2: C×H×W → C×⌊H/2⌋×⌊W/2⌋. */
	NDArray pool(final NDArray x) {
		return call("pool", x);
	}

	private NDArray call(final String operation, final NDArray... inputs) {
		return operations.call(operation, inputs);
	}
}
