package sc.fiji.blindsr.prior;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains a {@link KernelFlow} by maximum likelihood (FKP, sections 3.2 and 4.1). The network, the loss, the Gaussian
 * kernels, their number and the weight decay are the authors'. The schedule is ours: batches of 250 kernels and a rate that
 * falls from 2e-3 to 0 along half a cosine reach a better likelihood than 100 kernels and a rate of 1e-4 that is halved in
 * steps. Every Gaussian is a new one. {@linkplain MeasuredKernels Measured kernels} are limited in number: some are held out,
 * and the weights of the epoch with the best likelihood of these are kept.
 */
public final class FlowTrainer {

    private final int scale;
    /** The kernels that were given; null = Gaussians. */
    private final ArrayList<BlurKernel> given;

    private final LogitTransform code;
    private final Function<Random, double[]> kernels;
    private final String description;
    /** Logits of kernels that are not trained with; may be none. */
    private final List<double[]> heldOut;

    private final Optional<String> warning;

    private FlowTrainer(
            final int scale,
            final ArrayList<BlurKernel> given,
            final LogitTransform code,
            final Function<Random, double[]> kernels,
            final String description,
            final List<double[]> heldOut,
            final Optional<String> warning) {
        this.scale = scale;
        this.given = given;
        this.code = code;
        this.kernels = kernels;
        this.description = description;
        this.heldOut = heldOut;
        this.warning = warning;
    }

    /** A trainer for the paper's anisotropic Gaussians. */
    public static FlowTrainer forGaussians(final int scale) {
        return new FlowTrainer(
                scale,
                null,
                LogitTransform.forGaussians(scale),
                random ->
                        AnisotropicGaussian.random(scale, random).kernel(scale).values(),
                "anisotropic Gaussians",
                List.of(),
                Optional.empty());
    }

    /**
     * A trainer for kernels from anywhere, such as point-spread functions of a microscope, measured or calculated.
     *
     * @param scale the scale factor s
     * @param kernels on the high-resolution grid, of any size; they are made K×K, K = min(4s + 3, 21), with sum 1 and their
     *          centre of mass at (K − s)/2
     * @throws UserError if they are fewer than 10, one has no light, or more than half of it outside K×K
     */
    public static FlowTrainer forKernels(final int scale, final List<BlurKernel> kernels) {
        final MeasuredKernels measured = new MeasuredKernels(scale, kernels);
        final LogitTransform code = measured.code();
        final Random random = new Random(2);
        final List<double[]> heldOut = measured.heldOut().stream()
                .map(k -> code.logits(k, LogitTransform.noise(k.length, random)))
                .toList();
        return new FlowTrainer(
                scale,
                new ArrayList<>(kernels),
                code,
                measured::draw,
                measured.description(),
                heldOut,
                measured.warning());
    }

    /** A warning about the kernels, if there is one. */
    public Optional<String> warning() {
        return warning;
    }

    /**
     * Trains a prior, in the {@linkplain TorchWorker worker}.
     *
     * @param epochs number of epochs of 50 000 fresh random kernels
     * @param seed seed of weights, kernels and dequantisation noise
     * @param device the device to train on
     * @param progress updated at each batch, with the mean −log p of the last epoch; cancels by throwing
     * @return the weights, by the names of the authors' code, with how they were made in the metadata
     */
    public SafeTensors train(final int epochs, final long seed, final DeviceChoice device, final Progress progress) {
        try {
            return SafeTensors.read(TorchWorker.call(new Training(scale, given, epochs, seed, device), progress));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Work for the worker; its result is the model's file.
     *
     * @param kernels those to be trained with; null = Gaussians
     */
    private record Training(int scale, ArrayList<BlurKernel> kernels, int epochs, long seed, DeviceChoice device)
            implements Job<byte[]> {

        @Override
        public byte[] run(final Progress progress) {
            final FlowTrainer trainer = kernels == null ? forGaussians(scale) : forKernels(scale, kernels);
            return new FlowTraining(trainer, seed).run(epochs, device, progress).toBytes();
        }

        /** Generous: batches of 250 kernels and their gradients. */
        @Override
        public long memory() {
            return 1L << 30;
        }
    }

    /** The scale factor s. */
    int scale() {
        return scale;
    }

    /** How kernels are encoded. */
    LogitTransform code() {
        return code;
    }

    /** What the kernels are, in words. */
    String description() {
        return description;
    }

    /** Whether there are kernels that are not trained with. */
    boolean holdsOut() {
        return !heldOut.isEmpty();
    }

    /** Mean −log p of the kernels that are not trained with. */
    double meanOfHeldOut(final KernelFlow flow) {
        return heldOut.stream()
                .mapToDouble(logits -> -flow.encode(logits).logProbability())
                .average()
                .orElseThrow();
    }

    /** Logits of n fresh kernels with fresh dequantisation noise, n×K². */
    float[] batch(final int count, final Random random) {
        final int n = BlurKernel.sizeFor(scale) * BlurKernel.sizeFor(scale);
        final float[] batch = new float[count * n];
        for (int i = 0; i < count; i++) {
            final double[] kernel = kernels.apply(random),
                    logits = code.logits(kernel, LogitTransform.noise(n, random));
            for (int j = 0; j < n; j++) batch[i * n + j] = (float) logits[j];
        }
        return batch;
    }
}
