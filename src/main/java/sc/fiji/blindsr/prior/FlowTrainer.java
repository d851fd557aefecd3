package sc.fiji.blindsr.prior;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.shape.GeneralBlurs;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains a {@link KernelFlow}: has the kernels that it learns from, and has a {@link FlowTraining} run in the worker. Every Gaussian
 * is a new one, as the authors' are (FKP, section 4.1). {@linkplain MeasuredKernels Measured kernels} are limited in number: some
 * are held out.
 */
public final class FlowTrainer {

    /** Kernels of General that are drawn; more would take longer than the training. */
    private static final int GENERAL = 30_000;

    /** Hidden units for General, which has more shapes than the paper's 15 to 25 units can tell apart. */
    private static final int HIDDEN_UNITS_OF_GENERAL = 40;

    private final int scale;
    private final int hiddenUnits;
    /** Makes the same trainer in the worker. */
    private final Recipe recipe;

    private final Supplier<LogitTransform> code;
    private final Function<Random, double[]> kernels;
    private final String description;
    /** Logits of kernels that are not trained with; may be none. */
    private final List<double[]> heldOut;

    private final Optional<String> warning;

    /** Of the kernels that were given; empty if none were. */
    private final String checksum;

    /** The kernels of General, drawn when the first is asked for: in the worker, not here. */
    private static final class GeneralPool {

        private final int scale;
        private double[][] kernels;
        private LogitTransform code;

        GeneralPool(final int scale) {
            this.scale = scale;
        }

        private double[][] kernels() {
            if (kernels == null)
                kernels = IntStream.range(0, GENERAL)
                        .parallel()
                        .mapToObj(i -> GeneralBlurs.draw(scale, new SplittableRandom(i))
                                .values())
                        .toArray(double[][]::new);
            return kernels;
        }

        synchronized LogitTransform code() {
            if (code == null)
                code = LogitTransform.forMaximum(Arrays.stream(kernels())
                        .mapToDouble(LogitTransform::maximum)
                        .max()
                        .orElseThrow());
            return code;
        }

        synchronized double[] draw(final Random random) {
            return kernels()[random.nextInt(GENERAL)];
        }
    }

    /** How a trainer is made, where the kernels themselves are too many to be sent. */
    private interface Recipe extends Supplier<FlowTrainer>, Serializable {}

    private FlowTrainer(
            final int scale,
            final int hiddenUnits,
            final Recipe recipe,
            final Supplier<LogitTransform> code,
            final Function<Random, double[]> kernels,
            final String description,
            final List<double[]> heldOut,
            final Optional<String> warning,
            final String checksum) {
        this.scale = scale;
        this.hiddenUnits = hiddenUnits;
        this.recipe = recipe;
        this.code = code;
        this.kernels = kernels;
        this.description = description;
        this.heldOut = heldOut;
        this.warning = warning;
        this.checksum = checksum;
    }

    /** A trainer for the paper's anisotropic Gaussians. */
    public static FlowTrainer forGaussians(final int scale) {
        return new FlowTrainer(
                scale,
                hiddenUnits(scale),
                () -> forGaussians(scale),
                () -> LogitTransform.forGaussians(scale),
                random ->
                        AnisotropicGaussian.random(scale, random).kernel(scale).values(),
                "anisotropic Gaussians",
                List.of(),
                Optional.empty(),
                "");
    }

    /** A trainer for {@linkplain GeneralBlurs blurs of many shapes}. */
    public static FlowTrainer forGeneral(final int scale) {
        final GeneralPool pool = new GeneralPool(scale);
        return new FlowTrainer(
                scale,
                HIDDEN_UNITS_OF_GENERAL,
                () -> forGeneral(scale),
                pool::code,
                pool::draw,
                "Gaussians, discs, spots of lenses, lines of movement, and their convolutions",
                List.of(),
                Optional.empty(),
                "");
    }

    /** The paper's number for scale factor s, min(5(s + 1), 25), from the size of its kernels, 4s + 3. */
    private static int hiddenUnits(final int scale) {
        return Math.min(5 * ((BlurKernel.sizeFor(scale) - 3) / 4 + 1), 25);
    }

    /**
     * A trainer for kernels from anywhere, such as point-spread functions of a microscope, measured or calculated.
     *
     * @param scale the scale factor s
     * @param kernels on the high-resolution grid, of any size; they are made K×K, K = min(4s + 3, 21), with sum 1 and their
     *          centre of mass at (K − s)/2
     * @throws UserError if they are fewer than 10, one has no light, or more than half of it outside K×K
     */
    public static FlowTrainer forKernels(final int scale, final List<BlurKernel> kernels, final Progress progress) {
        final MeasuredKernels measured = new MeasuredKernels(scale, kernels, progress);
        final LogitTransform code = measured.code();
        final Random random = new Random(2);
        final List<double[]> heldOut = measured.heldOut().stream()
                .map(k -> code.logits(k, LogitTransform.noise(k.length, random)))
                .toList();
        final ArrayList<BlurKernel> given = new ArrayList<>(kernels);
        return new FlowTrainer(
                scale,
                hiddenUnits(scale),
                () -> forKernels(scale, given, Progress.NONE),
                () -> code,
                measured::draw,
                measured.description(),
                heldOut,
                measured.warning(),
                checksum(kernels));
    }

    private static String checksum(final List<BlurKernel> kernels) {
        final CRC32 sum = new CRC32();
        for (final BlurKernel kernel : kernels)
            for (final double value : kernel.values())
                sum.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, value));
        return Long.toHexString(sum.getValue());
    }

    /** A checksum of the kernels that were given, which tells whether they are those of an earlier training; else empty. */
    public String checksum() {
        return checksum;
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
            return SafeTensors.read(TorchWorker.call(new Training(recipe, epochs, seed, device), progress));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Work for the worker; its result is the model's file. */
    private record Training(Recipe recipe, int epochs, long seed, DeviceChoice device) implements Job<byte[]> {

        @Override
        public byte[] run(final Progress progress) {
            return new FlowTraining(recipe.get(), seed)
                    .run(epochs, device, progress)
                    .toBytes();
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

    /** Hidden units of each of the flow's small networks. */
    int hiddenUnits() {
        return hiddenUnits;
    }

    /** How kernels are encoded. */
    LogitTransform code() {
        return code.get();
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
        final LogitTransform transform = code();
        for (int i = 0; i < count; i++) {
            final double[] kernel = kernels.apply(random),
                    logits = transform.logits(kernel, LogitTransform.noise(n, random));
            for (int j = 0; j < n; j++) batch[i * n + j] = (float) logits[j];
        }
        return batch;
    }
}
