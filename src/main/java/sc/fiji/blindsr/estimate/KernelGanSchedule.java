package sc.fiji.blindsr.estimate;

import sc.fiji.blindsr.network.KernelGanNetworks.Weights;

/**
 * How the losses of KernelGAN's generator are weighted in the course of its training: first the kernel becomes
 * something like the bicubic one, which then loses its say, step by step; when it has hardly any, the kernel is to be
 * centred and sparse.
 */
final class KernelGanSchedule {

    private static final double SUM_TO_ONE = 0.5;
    private static final double BOUNDARIES = 0.5;
    private static final double BICUBIC_FIRST = 5;
    private static final double BICUBIC_LEAST = 5e-6;
    private static final double BICUBIC_DIVISOR = 100;
    private static final int BICUBIC_EVERY = 200;
    /** The bicubic loss that is near enough, and in how many iterations one after the other it must be so. */
    private static final double NEAR = 0.4;

    private static final int NEAR_TIMES = 3;
    /** Below this weight of the bicubic loss, the last two come in. */
    private static final double HARDLY = 5e-3;

    private static final double CENTRALISED = 1;
    private static final double SPARSITY = 5;
    private static final double RATE = 2e-4;
    private static final double RATE_DIVISOR = 10;
    private static final int RATE_EVERY = 750;

    private double rate = RATE;
    private double bicubic = BICUBIC_FIRST;
    private int near;

    /**
     * Takes note of an iteration.
     *
     * @param iteration its number; the first is 0
     * @param bicubicLoss the generator's bicubic loss in it
     */
    void update(final int iteration, final double bicubicLoss) {
        if (iteration == 0) return;
        if (iteration % RATE_EVERY == 0) rate /= RATE_DIVISOR;
        if (near < NEAR_TIMES) near = bicubicLoss < NEAR ? near + 1 : 0;
        else if (iteration % BICUBIC_EVERY == 0) bicubic = Math.max(bicubic / BICUBIC_DIVISOR, BICUBIC_LEAST);
    }

    /** The learning rate of both networks. */
    double rate() {
        return rate;
    }

    /** The weights of the generator's losses. */
    Weights weights() {
        final boolean last = bicubic < HARDLY;
        return new Weights(bicubic, SUM_TO_ONE, BOUNDARIES, last ? CENTRALISED : 0, last ? SPARSITY : 0);
    }
}
