package sc.fiji.blindsr.prior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains a {@link KernelFlow} by maximum likelihood (FKP, sections 3.2 and 4.1). The network, the loss, the Gaussian
 * kernels, their number and the weight decay are the authors'. The schedule is ours: batches of 250 kernels and a rate that
 * falls from 2e-3 to 0 along half a cosine reach a better likelihood than 100 kernels and a rate of 1e-4 that is halved in
 * steps. Every Gaussian is a new one. {@linkplain MeasuredKernels Measured kernels} are limited in number: some are held out,
 * and the weights of the epoch with the best likelihood of these are kept.
 */
public final class FlowTrainer {

    private static final int KERNELS_PER_EPOCH = 50_000;
    private static final int BATCH = 250;
    private static final int BATCHES_PER_EPOCH = KERNELS_PER_EPOCH / BATCH;
    private static final float RATE = 2e-3f;
    private static final float WEIGHT_DECAY = 1e-6f;

    private final int scale;
    private final LogitTransform code;
    private final Function<Random, double[]> kernels;
    private final String description;
    /** Logits of kernels that are not trained with; may be none. */
    private final List<double[]> heldOut;

    private final Optional<String> warning;

    private FlowTrainer(
            final int scale,
            final LogitTransform code,
            final Function<Random, double[]> kernels,
            final String description,
            final List<double[]> heldOut,
            final Optional<String> warning) {
        this.scale = scale;
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
        return new FlowTrainer(scale, code, measured::draw, measured.description(), heldOut, measured.warning());
    }

    /** A warning about the kernels, if there is one. */
    public Optional<String> warning() {
        return warning;
    }

    /**
     * Trains a prior.
     *
     * @param epochs number of epochs of 50 000 fresh random kernels
     * @param seed seed of weights, kernels and dequantisation noise
     * @param device the device to train on
     * @param progress updated at each batch, with the mean −log p of the last epoch; cancels by throwing
     * @return the weights, by the names of the authors' code, with how they were made in the metadata
     */
    public SafeTensors train(final int epochs, final long seed, final DeviceChoice device, final Progress progress) {
        final ComputeDevice where = ComputeDevice.of(device);
        final Random random = new Random(seed);
        final int size = BlurKernel.sizeFor(scale);
        try (NDManager manager = TorchEngine.get().newBaseManager(where.device());
                FlowNetwork network = new FlowNetwork(manager, size, Math.min(5 * (scale + 1), 25), BATCH, random)) {
            final Adam adam = Adam.builder()
                    .optWeightDecays(WEIGHT_DECAY)
                    .optLearningRateTracker(Tracker.cosine()
                            .setBaseValue(RATE)
                            .optFinalValue(0)
                            .setMaxUpdates(epochs * BATCHES_PER_EPOCH)
                            .build())
                    .build();
            double mean = Double.NaN, last = Double.NaN, smallest = Double.POSITIVE_INFINITY;
            int kept = epochs;
            Map<String, Tensor> best = Map.of();
            for (int epoch = 0; epoch < epochs; epoch++) {
                double sum = 0;
                for (int i = 0; i < BATCHES_PER_EPOCH; i++) {
                    progress.update(
                            String.format(
                                    Locale.ROOT,
                                    "Epoch %d of %d, −log p %.2f%s",
                                    epoch + 1,
                                    epochs,
                                    mean,
                                    heldOut.isEmpty() ? "" : String.format(Locale.ROOT, ", held out %.2f", last)),
                            epoch * BATCHES_PER_EPOCH + i,
                            epochs * BATCHES_PER_EPOCH);
                    sum += gradients(manager, network, batch(random), progress);
                    network.parameters().forEach((name, parameter) -> {
                        try (NDArray gradient = parameter.getGradient()) {
                            adam.update(name, parameter, gradient);
                        }
                    });
                }
                mean = sum / BATCHES_PER_EPOCH;
                if (!Double.isFinite(mean))
                    throw new UserError("seed", "Training diverged in epoch " + (epoch + 1) + "; try another seed.");
                if (heldOut.isEmpty()) continue;
                final Map<String, Tensor> present = network.tensors(code, size);
                last = meanOfHeldOut(KernelFlow.of(present));
                if (last >= smallest) continue;
                smallest = last;
                best = present;
                kept = epoch + 1;
            }
            final Map<String, String> made = new LinkedHashMap<>();
            made.put("scale", Integer.toString(scale));
            made.put("kernels", description);
            made.put("epochs", Integer.toString(epochs));
            made.put("seed", Long.toString(seed));
            made.put("device", where.name());
            made.put("engine", TorchEngine.version());
            made.put("training -log p", String.format(Locale.ROOT, "%.3f", mean));
            if (heldOut.isEmpty()) return new SafeTensors(made, network.tensors(code, size));
            if (best.isEmpty())
                throw new UserError(
                        "seed",
                        "Training diverged: the kernels that were held out have no"
                                + " probability in any epoch; try another seed.");
            made.put("held out -log p", String.format(Locale.ROOT, "%.3f", smallest));
            made.put("epoch kept", Integer.toString(kept));
            return new SafeTensors(made, best);
        }
    }

    /** Mean −log p of the kernels that are not trained with. */
    private double meanOfHeldOut(final KernelFlow flow) {
        return heldOut.stream()
                .mapToDouble(logits -> -flow.encode(logits).logProbability())
                .average()
                .orElseThrow();
    }

    /** Computes the gradients of the loss on one batch. @return the loss */
    private static double gradients(
            final NDManager manager, final FlowNetwork network, final float[] batch, final Progress progress) {
        try (NDScope scope = new NDScope();
                GradientSession session = GradientSession.open(progress)) {
            scope.suppressNotUsedWarning();
            final NDArray loss = network.loss(manager.create(batch, new Shape(BATCH, batch.length / BATCH)));
            session.backward(loss);
            return loss.getFloat();
        }
    }

    /** Logits of fresh kernels with fresh dequantisation noise, N×K². */
    private float[] batch(final Random random) {
        final int n = BlurKernel.sizeFor(scale) * BlurKernel.sizeFor(scale);
        final float[] batch = new float[BATCH * n];
        for (int i = 0; i < BATCH; i++) {
            final double[] kernel = kernels.apply(random),
                    logits = code.logits(kernel, LogitTransform.noise(n, random));
            for (int j = 0; j < n; j++) batch[i * n + j] = (float) logits[j];
        }
        return batch;
    }
}
