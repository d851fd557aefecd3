package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.Map;
import sc.fiji.blindsr.estimate.KernelSpread;
import sc.fiji.blindsr.estimate.SphereAdam;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.prior.KernelFlow;

/**
 * Reads the blurs of a prior whose kernels no covariance describes: the network says what it sees of their
 * {@linkplain KernelComponents components}, with its precisions, and the answer is the prior's kernel FKP(z), z on the latent
 * sphere (Liang et al., CVPR 2021, section 3.3), that is the most probable: argmin Σ precision·(entry(FKP(z)) − mean)².
 */
final class ComponentReader {

    private static final int STEPS = 80;
    private static final double RATE = 0.1;

    private final KernelFlow prior;
    private final BlurReader reader;
    private final KernelComponents components;
    /** Drawn when it is first needed. */
    private KernelCatalogue catalogue;

    /**
     * A kernel that was read.
     *
     * @param kernel K×K
     * @param spread how far its figures may be off
     * @param said how much was seen of the blur: the mean logarithm of the entries' precisions, of which the prior's kernels alone say 0
     */
    record Answer(BlurKernel kernel, KernelSpread spread, double said) {}

    /** @param prior one whose file has the network that reads it */
    ComponentReader(final KernelFlow prior) {
        this.prior = prior;
        final Map<String, Tensor> tensors = prior.reader();
        components = KernelComponents.of(tensors);
        reader = new BlurReader(
                ReaderWeights.of(tensors, new ComponentHead(KernelComponents.symmetries())), prior.scale());
    }

    private synchronized KernelCatalogue catalogue() {
        if (catalogue == null) catalogue = new KernelCatalogue(prior, components);
        return catalogue;
    }

    /** The prior whose blurs are read. */
    KernelFlow prior() {
        return prior;
    }

    /** The least width and height of an image, low-resolution pixels. */
    int smallest() {
        return reader.smallest();
    }

    /** What is seen of an image's blur. */
    ExpertProduct look(final float[] plane, final int width, final int height) {
        return reader.read(plane, width, height);
    }

    /**
     * How far a kernel is from what was seen: Σ precision·(entry − mean)² over the number of entries, about 1 or less if it is
     * the blur.
     *
     * @param kernel K×K values, K as for the prior
     */
    double misfit(final double[] kernel, final ExpertProduct seen) {
        return KernelCatalogue.distance(
                        components.describe(kernel, prior.scale()).entries(), seen)
                / components.count();
    }

    /** The prior's kernel for what was seen. */
    Answer answer(final ExpertProduct seen) {
        final SphereAdam search = new SphereAdam(prior, catalogue().nearest(seen), RATE);
        double least = Double.POSITIVE_INFINITY;
        KernelFlow.Generation best = null;
        double[] entries = null;
        for (int step = 0; step <= STEPS; step++) {
            final KernelFlow.Generation generation = search.generate();
            final KernelComponents.Description description = components.describe(generation.values(), prior.scale());
            final double[] present = description.entries(), gradient = new double[present.length];
            for (int i = 0; i < gradient.length; i++)
                gradient[i] = 2 * seen.precision()[i] * (present[i] - seen.mean()[i]);
            final double distance = KernelCatalogue.distance(present, seen);
            if (distance < least) {
                least = distance;
                best = generation;
                entries = present;
            }
            search.step(generation.latentGradient(description.gradient(gradient)));
        }
        final BlurKernel kernel = best.kernel();
        return new Answer(
                kernel,
                catalogue().spread(entries, KernelFigures.of(kernel), seen),
                Arrays.stream(seen.precision()).map(Math::log).average().orElseThrow());
    }
}
