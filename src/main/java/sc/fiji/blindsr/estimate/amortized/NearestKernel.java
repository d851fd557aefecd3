package sc.fiji.blindsr.estimate.amortized;

import sc.fiji.blindsr.estimate.SphereAdam;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.prior.KernelFlow;

/** From what was read back to the flow: the kernel FKP(z) that is most like a Gaussian. */
final class NearestKernel {

    private static final int STEPS = 60;
    private static final double RATE = 0.2;

    private NearestKernel() {}

    /** What was read, as a Gaussian: the nearest of the variances that the paper's priors were trained on. */
    static BlurKernel gaussian(final Reading reading, final int scale) {
        final AnisotropicGaussian read = reading.mean().gaussian(scale);
        final double smallest = AnisotropicGaussian.smallestVariance(scale),
                largest = AnisotropicGaussian.largestVariance(scale);
        return new AnisotropicGaussian(
                        Math.max(smallest, Math.min(largest, read.lambda1())),
                        Math.max(smallest, Math.min(largest, read.lambda2())),
                        read.theta())
                .kernel(scale);
    }

    /**
     * The prior's kernel nearest to one, z on the latent sphere: least squares, from where the flow encodes it.
     *
     * @param wanted a kernel of the prior's size
     */
    static BlurKernel of(final BlurKernel wanted, final KernelFlow prior) {
        final double[] target = wanted.values();
        final double[] start = prior.encode(prior.logits(target.clone(), new double[target.length]))
                .latent();
        final SphereAdam search = new SphereAdam(prior, prior.onSphere(start), RATE);
        double best = Double.POSITIVE_INFINITY;
        BlurKernel nearest = wanted;
        for (int step = 0; step <= STEPS; step++) {
            final KernelFlow.Generation generation = search.generate();
            final double[] values = generation.values(), gradient = new double[values.length];
            double error = 0;
            for (int i = 0; i < values.length; i++) {
                gradient[i] = 2 * (values[i] - target[i]);
                error += (values[i] - target[i]) * (values[i] - target[i]);
            }
            if (error < best) {
                best = error;
                nearest = generation.kernel();
            }
            search.step(generation.latentGradient(gradient));
        }
        return nearest;
    }
}
