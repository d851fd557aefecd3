package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.scene.BlurSimulator;

/**
 * Trains the network that reads the blurs of a prior, whatever their shapes: kernels drawn from the flow, FKP(z), blur
 * simulated images. It begins with what the reader of {@link KernelPriors#GENERAL} knows of images and of shapes, and describes
 * them by the same components; at scale factor 1, which General does not know, with what the reader of Gaussians knows of
 * images.
 */
public final class PriorReaderTraining {

    /** Number of steps of all trainings, in the metadata. */
    public static final String STEPS = "reader steps";

    /** Kernels drawn from the prior for each minute, and the least and the most of them. */
    private static final int KERNELS = 300, FEWEST_KERNELS = 800, MOST_KERNELS = 4000;

    /** Synthetic scenes to train on, likewise; of others to calibrate with there are the least. */
    private static final int SCENES = 20, FEWEST_SCENES = 20, MOST_SCENES = 300;

    private static final double RATE = 1.5e-3;

    /** What a training takes, mostly for the values between the layers, whose sum all batches have in common; bytes, about. */
    private static final long MEMORY = 2L << 30;

    private PriorReaderTraining() {}

    /**
     * Checks the reader that a prior has, if it has one.
     *
     * @throws UserError if a tensor is missing, not finite or of another scale factor
     */
    public static void check(final KernelFlow prior) {
        if (!prior.reader().isEmpty()) new ComponentReader(prior);
    }

    /**
     * Trains for some time, in the worker.
     *
     * @param prior the prior; goes on with the reader that it has, if it has one
     * @param minutes how long
     * @param seed of images and kernels
     * @param stepsBefore those of the reader that the prior has; images and kernels are others than those of its training
     * @return the tensors, by the names that {@link KernelFlow#of} knows, and in the metadata the number of {@link #STEPS}
     */
    public static SafeTensors train(
            final KernelFlow prior,
            final double minutes,
            final long seed,
            final int stepsBefore,
            final DeviceChoice device,
            final Progress progress) {
        try {
            return SafeTensors.read(TorchWorker.call(
                    new Training(
                            prior,
                            new SafeTensors(Map.of(), prior.reader()).toBytes(),
                            minutes,
                            seed + stepsBefore,
                            stepsBefore,
                            device),
                    progress));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param known the prior's reader, a file's bytes; without tensors if it has none */
    private record Training(
            KernelFlow prior, byte[] known, double minutes, long seed, int stepsBefore, DeviceChoice device)
            implements Job<byte[]> {

        @Override
        public byte[] run(final Progress progress) {
            try {
                return trained(progress).toBytes();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long memory() {
            return MEMORY;
        }

        private SafeTensors trained(final Progress progress) throws IOException {
            final int scale = prior.scale();
            final Map<String, Tensor> before = start(scale);
            final Random random = new Random(seed);
            final List<double[]> latents = Stream.generate(() -> prior.randomLatent(random))
                    .limit(number(KERNELS, FEWEST_KERNELS, MOST_KERNELS))
                    .toList();
            final List<BlurKernel> kernels = latents.parallelStream()
                    .map(z -> prior.generate(z).kernel())
                    .toList();
            final KernelComponents components = before.isEmpty()
                    ? KernelComponents.of(
                            kernels.subList(0, FEWEST_KERNELS).stream()
                                    .map(BlurKernel::values)
                                    .toList(),
                            scale)
                    : KernelComponents.of(before);
            progress.update("Drawing scenes", 0, 1);
            final ReaderTrainer trainer = new ReaderTrainer(
                    new KernelLessons(
                            new BlurSimulator(List.of(), number(SCENES, FEWEST_SCENES, MOST_SCENES), seed),
                            Map.of(scale, kernels),
                            components),
                    before.isEmpty() ? BlurReader.tensors(BlurReader.OF_PARTS) : before,
                    TrainingLength.ofMinutes(minutes),
                    seed,
                    RATE,
                    0,
                    1);
            trainer.train(device, progress);
            final ReaderWeights weights = trainer.weights();
            final double factor = PrecisionCalibration.calibrate(
                    weights,
                    new KernelLessons(
                            new BlurSimulator(List.of(), FEWEST_SCENES, seed + 1), Map.of(scale, kernels), components),
                    scale);
            final Map<String, Tensor> tensors = new LinkedHashMap<>();
            weights.tensors().forEach((name, values) -> tensors.put(KernelFlow.READER + name, Tensor.of(values)));
            components.tensors().forEach((name, tensor) -> tensors.put(KernelFlow.READER + name, tensor));
            return new SafeTensors(
                    Map.of(
                            STEPS,
                            Integer.toString(stepsBefore + trainer.step()),
                            "reader calibration",
                            String.format(Locale.ROOT, "%.3f", factor)),
                    tensors);
        }

        /** The reader that the prior has, or General's; without tensors at scale factor 1, which General does not know. */
        private Map<String, Tensor> start(final int scale) throws IOException {
            final Map<String, Tensor> own = SafeTensors.read(known).tensors();
            return own.isEmpty() && scale > 1 ? KernelPriors.general(scale).reader() : own;
        }

        /** So many for each minute, within limits: what is drawn before should not take longer than the training. */
        private int number(final int perMinute, final int least, final int most) {
            return (int) Math.max(least, Math.min(most, perMinute * minutes));
        }
    }
}
