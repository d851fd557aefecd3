package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Adam (Kingma and Ba, ICLR 2015) with β₁ = 0.9 unless said otherwise, β₂ = 0.999 and ε = 1e-8:
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

    /** The usual β₁. */
    public static final double BETA1 = 0.9;

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private record Moments(NDArray weight, NDArray mean, NDArray square) {}

    private final List<Moments> moments = new ArrayList<>();
    private final double beta1;
    private double rate;
    private int steps;

    /**
     * Prepares the optimisation of some arrays.
     *
     * @param weights the arrays; the moments live as long as they do
     * @param rate learning rate
     */
    public Adam(final Collection<NDArray> weights, final double rate) {
        this(weights, rate, BETA1);
    }

    /** The same with another β₁. */
    public Adam(final Collection<NDArray> weights, final double rate, final double beta1) {
        this.rate = rate;
        this.beta1 = beta1;
        for (final NDArray weight : weights) moments.add(new Moments(weight, weight.zerosLike(), weight.zerosLike()));
    }

    /** Changes the learning rate of the steps to come. */
    public void setRate(final double rate) {
        this.rate = rate;
    }

    /** Moves the arrays by one step against the gradients that were recorded for them, then sets these to zero. */
    public void step() {
        steps++;
        for (final Moments m : moments) {
            try (NDArray gradient = m.weight.getGradient()) {
                move(m, gradient);
            }
        }
    }

    /**
     * Moves the arrays by one step against gradients that were worked out by hand.
     *
     * @param gradients one for each array, in the order of the arrays
     */
    public void step(final List<NDArray> gradients) {
        steps++;
        for (int i = 0; i < moments.size(); i++) move(moments.get(i), gradients.get(i));
    }

    private void move(final Moments m, final NDArray gradient) {
        final double correction1 = 1 - Math.pow(beta1, steps);
        final double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
        final float correctedRate = (float) (rate * correction2 / correction1);
        final float correctedEpsilon = (float) (EPSILON * correction2);
        m.weight
                .getNDArrayInternal()
                .adamUpdate(
                        new NDList(m.weight, gradient, m.mean, m.square),
                        new NDList(m.weight),
                        (float) rate,
                        correctedRate,
                        0,
                        1,
                        -1,
                        (float) beta1,
                        (float) BETA2,
                        correctedEpsilon,
                        true,
                        false);
    }
}
