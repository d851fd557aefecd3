package sc.fiji.blindsr.prior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.progress.Progress;

/**
 * One training of a {@link FlowNetwork} on the kernels of a {@link FlowTrainer}, by maximum likelihood (FKP, sections 3.2 and 4.1).
 * The network, the loss, the number of kernels and the weight decay are the authors'. The schedule is ours: batches of 250 kernels
 * and a rate that falls from 2e-3 to 0 along half a cosine reach a better likelihood than 100 kernels and a rate of 1e-4 that is
 * halved in steps. Where kernels are held out, the weights of the epoch with the best likelihood of these are kept.
 */
final class FlowTraining {

    private static final int KERNELS_PER_EPOCH = 50_000;
    private static final int BATCH = 250;
    private static final int BATCHES_PER_EPOCH = KERNELS_PER_EPOCH / BATCH;
    private static final float RATE = 2e-3f;
    private static final float WEIGHT_DECAY = 1e-6f;

    private final FlowTrainer trainer;
    private final long seed;
    private final Random random;

    FlowTraining(final FlowTrainer trainer, final long seed) {
        this.trainer = trainer;
        this.seed = seed;
        random = new Random(seed);
    }

    /** Trains; see {@link FlowTrainer#train}. */
    SafeTensors run(final int epochs, final DeviceChoice device, final Progress progress) {
        final ComputeDevice where = ComputeDevice.of(device);
        final int scale = trainer.scale(), size = BlurKernel.sizeFor(scale);
        final LogitTransform code = trainer.code();
        try (NDManager manager = TorchEngine.get().newBaseManager(where.device());
                FlowNetwork network = new FlowNetwork(manager, size, trainer.hiddenUnits(), BATCH, random)) {
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
                                    "Epoch %d of %d%s%s",
                                    epoch + 1,
                                    epochs,
                                    epoch > 0 ? String.format(Locale.ROOT, ", −log p %.2f", mean) : "",
                                    epoch > 0 && trainer.holdsOut()
                                            ? String.format(Locale.ROOT, ", held out %.2f", last)
                                            : ""),
                            epoch * BATCHES_PER_EPOCH + i,
                            epochs * BATCHES_PER_EPOCH);
                    sum += gradients(manager, network, trainer.batch(BATCH, random), progress);
                    network.parameters().forEach((name, parameter) -> {
                        try (NDArray gradient = parameter.getGradient()) {
                            adam.update(name, parameter, gradient);
                        }
                    });
                }
                mean = sum / BATCHES_PER_EPOCH;
                if (!Double.isFinite(mean))
                    throw new UserError("seed", "Training diverged in epoch " + (epoch + 1) + "; try another seed.");
                if (!trainer.holdsOut()) continue;
                final Map<String, Tensor> present = network.tensors(code, scale, size);
                last = trainer.meanOfHeldOut(KernelFlow.of(present));
                if (!(last < smallest)) continue; // nor where it is not a number
                smallest = last;
                best = present;
                kept = epoch + 1;
            }
            final Map<String, String> made = new LinkedHashMap<>();
            made.put("scale", Integer.toString(scale));
            made.put("kernels", trainer.description());
            made.put("kernels checksum", trainer.checksum());
            made.put("epochs", Integer.toString(epochs));
            made.put("seed", Long.toString(seed));
            made.put("device", where.name());
            made.put("engine", TorchEngine.version());
            made.put("training -log p", String.format(Locale.ROOT, "%.3f", mean));
            if (!trainer.holdsOut()) return new SafeTensors(made, network.tensors(code, scale, size));
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
}
