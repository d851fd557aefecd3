package sc.fiji.blindsr.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Adam (Kingma and Ba, ICLR 2015) with β = 0.9, 0.999 and ε = 1e-8:
 *
 * <pre>
 * m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  w ← w − rate · m̂ / (√v̂ + ε),
 * m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 * </pre>
 *
 * The arithmetic is the engine's own. DJL's class of the same name adds ε to √v instead of √v̂, which in the first steps
 * acts like an ε thirty times as large.
 */
public final class Adam {

	private static final double BETA1 = 0.9;
	private static final double BETA2 = 0.999;
	private static final double EPSILON = 1e-8;

	private record Moments(NDArray weight, NDArray mean, NDArray square) {
	}

	private final List<Moments> moments = new ArrayList<>();
	private final double rate;
	private int steps;

	/**
	 * Prepares the optimisation of some arrays.
	 *
	 * @param weights the arrays, which require gradients; the moments live as long as they do
	 * @param rate learning rate
	 */
	public Adam(final Collection<NDArray> weights, final double rate) {
		this.rate = rate;
		for (final NDArray weight : weights)
			moments.add(new Moments(weight, weight.zerosLike(), weight.zerosLike()));
	}

	/** Moves the arrays by one step against their gradients, then sets these to zero. */
	public void step() {
		steps++;
		final double correction1 = 1 - Math.pow(BETA1, steps);
		final double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
		final float correctedRate = (float) (rate * correction2 / correction1);
		final float correctedEpsilon = (float) (EPSILON * correction2);
		for (final Moments m : moments) {
			try (NDArray gradient = m.weight.getGradient()) {
				m.weight.getNDArrayInternal().adamUpdate(new NDList(m.weight, gradient, m.mean, m.square), new NDList(
					m.weight), (float) rate, correctedRate, 0, 1, -1, (float) BETA1, (float) BETA2, correctedEpsilon, true,
					false);
			}
		}
	}
}
