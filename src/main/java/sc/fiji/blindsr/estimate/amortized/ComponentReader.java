package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Reads the blurs of a prior whose kernels no covariance describes: the network says what it sees of their
 * {@linkplain KernelComponents components}, with its precisions, and the answer is the kernel FKP(z) of the prior (Liang et al.,
 * CVPR 2021, section 3.3) that serves best for all that may have been seen: {@link KernelCatalogue}.
 */
final class ComponentReader {

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
     * @param said how much was seen of the blur: the mean logarithm of the entries' precisions, of which the prior's kernels
     *     alone say 0
     */
    record Answer(BlurKernel kernel, KernelSpread spread, double said) {}

    /**
     * @param prior one whose file has the network that reads it
     * @throws UserError if that is damaged
     */
    ComponentReader(final KernelFlow prior) {
        this.prior = prior;
        final Map<String, Tensor> tensors = prior.reader();
        if (!ReaderWeights.scales(tensors).contains(prior.scale()))
            throw new UserError(
                    "prior",
                    "its reader is not for scale factor " + prior.scale()
                            + ", as the prior is; the file is damaged, train it anew.");
        components = KernelComponents.of(tensors);
        reader = new BlurReader(
                ReaderWeights.of(tensors, new ComponentHead(KernelComponents.symmetries())), prior.scale());
    }

    private synchronized KernelCatalogue catalogue() {
        if (catalogue == null) catalogue = new KernelCatalogue(prior, components);
        return catalogue;
    }

    /**
     * Whether what the reader of Gaussians sees should count: it has learned longer, and its errors are others. Kernels that
     * are all of one other kind than General's it misleads.
     */
    boolean mindsMoments() {
        return prior.scale() > 1 && prior == KernelPriors.general(prior.scale());
    }

    /** The prior whose blurs are read. */
    KernelFlow prior() {
        return prior;
    }

    /** What is seen of an image's blur, as {@link BlurReader#read} does. */
    ExpertProduct look(
            final float[] plane, final boolean[] known, final int width, final int height, final Progress progress) {
        return reader.read(plane, known, width, height, progress);
    }

    /**
     * How far a kernel is from what was seen: Σ precision·(entry − mean)² over the number of entries, about 1 or less if it is
     * the blur.
     *
     * @param kernel K×K values, K as for the prior
     */
    double misfit(final double[] kernel, final ExpertProduct seen) {
        return KernelCatalogue.distance(components.entries(kernel, prior.scale()), seen) / components.count();
    }

    /**
     * The prior's kernel for what was seen.
     *
     * @param moments what the reader of Gaussians sees of the same image, if that {@linkplain #mindsMoments counts}
     * @param spectrum the image's, if it is known
     */
    Answer answer(final ExpertProduct seen, final Optional<Reading> moments, final Optional<ImageSpectrum> spectrum) {
        final KernelCatalogue.Item best = catalogue().best(seen, moments, spectrum);
        return new Answer(
                best.kernel(),
                catalogue().spread(best, seen),
                Arrays.stream(seen.precision()).map(Math::log).average().orElseThrow());
    }
}
