package sc.fiji.blindsr.estimate;

import sc.fiji.blindsr.prior.KernelFlow;

/**
 * The search for the kernel in the flow's latent space: Adam (Kingma and Ba, ICLR 2015), each step followed by a
 * projection to the sphere of radius K − 1, where nearly all of a high-dimensional normal distribution lies (FKP,
 * section 3.3).
 */
public final class SphereAdam {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final KernelFlow prior;
    private final double rate;
    private final double beta1;
    private final double[] latent;
    private final double[] mean;
    private final double[] square;
    private int steps;

    /**
     * @param prior whose latent space is searched
     * @param start where the search starts, on the sphere or anywhere
     * @param rate learning rate
     */
    public SphereAdam(final KernelFlow prior, final double[] start, final double rate) {
        this(prior, start, rate, BETA1);
    }

    /**
     * The same with another β₁.
     *
     * @param beta1 the weight of the past in the mean gradient, 0.9 unless said otherwise
     */
    public SphereAdam(final KernelFlow prior, final double[] start, final double rate, final double beta1) {
        this.prior = prior;
        this.rate = rate;
        this.beta1 = beta1;
        latent = start.clone();
        mean = new double[latent.length];
        square = new double[latent.length];
    }

    /** The kernel at the present latent vector. */
    public KernelFlow.Generation generate() {
        return prior.generate(latent);
    }

    /** The present latent vector. */
    double[] latent() {
        return latent.clone();
    }

    /** One step against the gradient of the loss at the latent vector. */
    public void step(final double[] gradient) {
        steps++;
        final double correction1 = 1 - Math.pow(beta1, steps), correction2 = 1 - Math.pow(BETA2, steps);
        for (int i = 0; i < latent.length; i++) {
            mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
            square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
            latent[i] -= rate * (mean[i] / correction1) / (Math.sqrt(square[i] / correction2) + EPSILON);
        }
        prior.onSphere(latent);
    }
}
