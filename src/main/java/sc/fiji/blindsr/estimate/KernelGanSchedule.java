package sc.fiji.blindsr.estimate;

import sc.fiji.blindsr.network.KernelGanNetworks.Weights;

/**
 * The weights of the losses of KernelGAN's generator in the course of its training. First the kernel is drawn to the bicubic
 * one; the weight of that loss then falls in steps; once it is small, losses for a centred and sparse kernel are added.
 */
final class KernelGanSchedule {

    private static final double SUM_TO_ONE = 0.5;
    private static final double BOUNDARIES = 0.5;
    private static final double BICUBIC_FIRST = 5;
    private static final double BICUBIC_LAST = 5e-6;
    private static final double BICUBIC_DIVISOR = 100;
    private static final int BICUBIC_EVERY = 200;
    /** The weight falls after the bicubic loss has been below this in some consecutive iterations. */
    private static final double LARGEST_BICUBIC_LOSS = 0.4;

    private static final int ITERATIONS_BELOW = 3;
    /** Below this weight of the bicubic loss, the last two losses are added. */
    private static final double SMALL_BICUBIC_WEIGHT = 5e-3;

    private static final double CENTRALISED = 1;
    private static final double SPARSITY = 5;
    private static final double RATE = 2e-4;
    private static final double RATE_DIVISOR = 10;
    private static final int RATE_EVERY = 750;

    private double rate = RATE;
    private double bicubic = BICUBIC_FIRST;
    private int iterationsBelow;

    /**
     * Takes note of an iteration.
     *
     * @param iteration its number; the first is 0
     * @param bicubicLoss the generator's bicubic loss in it
     */
    void update(final int iteration, final double bicubicLoss) {
        if (iteration == 0) return;
        if (iteration % RATE_EVERY == 0) rate /= RATE_DIVISOR;
        if (iterationsBelow < ITERATIONS_BELOW)
            iterationsBelow = bicubicLoss < LARGEST_BICUBIC_LOSS ? iterationsBelow + 1 : 0;
        else if (iteration % BICUBIC_EVERY == 0) bicubic = Math.max(bicubic / BICUBIC_DIVISOR, BICUBIC_LAST);
    }

    /** The learning rate of both networks. */
    double rate() {
        return rate;
    }

    /** The weights of the generator's losses. */
    Weights weights() {
        final boolean last = bicubic < SMALL_BICUBIC_WEIGHT;
        return new Weights(bicubic, SUM_TO_ONE, BOUNDARIES, last ? CENTRALISED : 0, last ? SPARSITY : 0);
    }
}
