package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.engine.TorchScript;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/**
 * Generator and discriminator of KernelGAN and how they learn (Bell-Kligler, Shocher and Irani, "Blind Super-Resolution
 * Kernel Estimation using an Internal-GAN", NeurIPS 2019, with the changes of Liang et al., CVPR 2021).
 * <p>
 * The generator is deep and linear: convolutions of 7×7, 5×5, 3×3 and three times 1×1 pixels with 64 channels, no bias,
 * no activations, every other pixel kept, for each colour alone. Six layers that are one kernel of 13×13 pixels: it is
 * worked out first and then applied, which gives the same image and the same gradients as the layers one after the
 * other, for a hundredth of the work.
 * <p>
 * The discriminator: a 7×7 convolution, five 1×1 with batch norm and ReLU, a 1×1 to one channel and a sigmoid; 64
 * channels, no padding, weights over their largest singular value (spectral norm, one power iteration each time).
 * Biases before a norm are left out, since the norm cancels them.
 * <p>
 * Images have values in [−1, 1]. The discriminator's starting weights have PyTorch's default distribution: the authors'
 * call that would make them Xavier's acts on a copy.
 */
public final class KernelGanNetworks implements AutoCloseable {

    /** Width and height of the crops that the generator sees, and of what it makes of them. */
    public static final int INPUT = 64, OUTPUT = 26;
    /** Width and height of the kernel. */
    public static final int KERNEL = 13;

    private static final int[] GENERATOR_WINDOWS = {7, 5, 3, 1, 1, 1};
    private static final int DISCRIMINATOR_LAYERS = 7;
    private static final int DISCRIMINATOR_WINDOW = 7;
    private static final int COLOURS = 3;
    private static final int FEATURES = 64;
    private static final double XAVIER_GAIN = 0.1;
    private static final double SCALE_DEVIATION = 0.02;
    private static final double BETA1 = 0.5;

    /** The penalty of the kernel's boundaries: its height, and how wide a margin it has. */
    private static final double PENALTY = 30;

    private static final int MARGIN = 2;

    /**
     * What is added to the generator's adversarial loss.
     *
     * @param bicubic weight of the mean square difference from the bicubic image
     * @param sumToOne weight of |1 − Σk|
     * @param boundaries weight of mean |k·m|, m a penalty of the boundaries
     * @param centralised weight of the mean square distance of the centre of mass from 6.5 along both axes
     * @param sparsity weight of mean |k|^0.2
     */
    public record Weights(double bicubic, double sumToOne, double boundaries, double centralised, double sparsity) {}

    private final NDManager manager;
    private final Parameters generator;
    private final Parameters discriminator;
    private final Adam generatorAdam;
    private final Adam discriminatorAdam;
    private final TorchScript operations;
    private final NDArray penalty;
    private List<NDArray> singular;

    /**
     * @param device where they live
     * @param seed seed of the initial weights
     * @param rate learning rate of both
     */
    public KernelGanNetworks(final ComputeDevice device, final long seed, final double rate) {
        manager = TorchEngine.get().newBaseManager(device.device());
        try {
            operations = new TorchScript(manager, KernelGanNetworks.class, "kernel_gan.py");
            final Random random = new Random(seed);
            generator = generator(random.nextLong());
            discriminator = discriminator(random.nextLong());
            singular = new ArrayList<>();
            for (int layer = 1; layer <= DISCRIMINATOR_LAYERS; layer++)
                singular.add(unit(random, layer < DISCRIMINATOR_LAYERS ? FEATURES : 1));
            generatorAdam = new Adam(generator.asMap().values(), rate, BETA1);
            discriminatorAdam = new Adam(discriminator.asMap().values(), rate, BETA1);
            penalty = manager.create(penalty(), new Shape(KERNEL, KERNEL));
        } catch (final RuntimeException e) {
            manager.close(); // a GPU may be too small for them
            throw e;
        }
    }

    private Parameters generator(final long seed) {
        final Parameters weights = new Parameters(manager, seed, DataType.FLOAT32);
        final int last = GENERATOR_WINDOWS.length;
        for (int layer = 1; layer <= last; layer++) {
            final int inputs = layer == 1 ? 1 : FEATURES, outputs = layer == last ? 1 : FEATURES;
            final int window = GENERATOR_WINDOWS[layer - 1];
            final double fans = (double) (inputs + outputs) * window * window;
            weights.normalWeight("layer" + layer, outputs, inputs, window, XAVIER_GAIN * Math.sqrt(2 / fans));
        }
        return weights;
    }

    private Parameters discriminator(final long seed) {
        final Parameters parameters = new Parameters(manager, seed, DataType.FLOAT32);
        final int last = DISCRIMINATOR_LAYERS;
        parameters.weight("layer1", FEATURES, COLOURS, DISCRIMINATOR_WINDOW);
        for (int layer = 2; layer <= last; layer++)
            parameters.weight("layer" + layer, layer == last ? 1 : FEATURES, FEATURES, 1);
        for (int layer = 2; layer < last; layer++)
            parameters.normal("layer" + layer + ".norm.scale", FEATURES, 1, SCALE_DEVIATION);
        for (int layer = 2; layer < last; layer++) parameters.constant("layer" + layer + ".norm.shift", FEATURES, 0);
        parameters.constant("layer" + last + ".bias", 1, 0);
        return parameters;
    }

    private NDArray unit(final Random random, final int length) {
        final float[] values = new float[length];
        double squares = 0;
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
            squares += values[i] * values[i];
        }
        for (int i = 0; i < length; i++) values[i] /= (float) Math.sqrt(squares);
        return manager.create(values);
    }

    /**
     * 30·(1 − g/max g) in the margin, g a Gaussian whose standard deviation is the kernel's width.
     */
    private static float[] penalty() {
        final float[] penalty = new float[KERNEL * KERNEL];
        for (int y = 0; y < KERNEL; y++)
            for (int x = 0; x < KERNEL; x++) {
                final boolean inside = Math.min(x, y) >= MARGIN && Math.max(x, y) < KERNEL - MARGIN;
                final double dx = x - KERNEL / 2, dy = y - KERNEL / 2;
                penalty[y * KERNEL + x] =
                        inside ? 0 : (float) (PENALTY * (1 - Math.exp(-(dx * dx + dy * dy) / (2.0 * KERNEL * KERNEL))));
            }
        return penalty;
    }

    /** The manager of the weights. */
    NDManager manager() {
        return manager;
    }

    /** The generator's weights by name. */
    Map<String, NDArray> generatorWeights() {
        return generator.asMap();
    }

    /** Changes the learning rate of both networks. */
    public void setRate(final double rate) {
        generatorAdam.setRate(rate);
        discriminatorAdam.setRate(rate);
    }

    /** The kernel that the generator is, as it is convolved; 13×13 values, row by row. */
    public double[] kernel() {
        try (NDManager scratch = manager.newSubManager()) {
            final float[] floats =
                    operations.call(scratch, "kernel", weights()).get(0).toFloatArray();
            final double[] kernel = new double[floats.length];
            for (int i = 0; i < kernel.length; i++) kernel[i] = floats[i];
            return kernel;
        }
    }

    /**
     * One step of the generator.
     *
     * @param crop 3×64×64
     * @param bicubic the bicubic image that the generator is drawn to, 26×26
     * @return the mean square difference from that
     * @throws UserError if the loss is not finite any more
     */
    public double trainGenerator(
            final float[] crop, final float[] bicubic, final Weights weights, final Progress progress) {
        try (NDManager scratch = manager.newSubManager();
                GradientSession session = GradientSession.open(progress)) {
            final NDArray factors = scratch.create(new float[] {
                (float) weights.bicubic,
                (float) weights.sumToOne,
                (float) weights.boundaries,
                (float) weights.centralised,
                (float) weights.sparsity
            });
            final List<NDArray> results = operations.call(
                    scratch,
                    "generator_loss",
                    List.of(input(scratch, crop), scratch.create(bicubic, new Shape(OUTPUT, OUTPUT)), penalty, factors),
                    weights(),
                    parameters(),
                    singular);
            step(session, results.get(0), generatorAdam);
            keep(results.subList(2, results.size()));
            return results.get(1).getFloat();
        }
    }

    /**
     * One step of the discriminator.
     *
     * @param crop 3×64×64, of which the generator makes an image
     * @param real 3×26×26
     * @param noise what is added to the generator's image, 3×26×26
     * @throws UserError if the loss is not finite any more
     */
    public void trainDiscriminator(
            final float[] crop, final float[] real, final float[] noise, final Progress progress) {
        try (NDManager scratch = manager.newSubManager();
                GradientSession session = GradientSession.open(progress)) {
            final Shape shape = new Shape(1, COLOURS, OUTPUT, OUTPUT);
            final NDArray generated = generated(scratch, crop).stopGradient().add(scratch.create(noise, shape));
            final List<NDArray> results = operations.call(
                    scratch,
                    "discriminator_loss",
                    List.of(scratch.create(real, shape), generated),
                    parameters(),
                    singular);
            step(session, results.get(0), discriminatorAdam);
            keep(results.subList(1, results.size()));
        }
    }

    /** What the generator makes of a crop 3×64×64: 1×3×26×26. */
    NDArray generated(final NDManager scratch, final float[] crop) {
        return operations
                .call(scratch, "generate", List.of(input(scratch, crop)), weights())
                .get(0);
    }

    /** Sum to one, boundaries, centralised and sparsity of a kernel, 13×13, as it is convolved. */
    double[] regularisers(final float[] kernel) {
        try (NDManager scratch = manager.newSubManager()) {
            return operations
                    .call(
                            scratch,
                            "regularisers_of",
                            List.of(scratch.create(kernel, new Shape(KERNEL, KERNEL)), penalty))
                    .stream()
                    .mapToDouble(NDArray::getFloat)
                    .toArray();
        }
    }

    private static void step(final GradientSession session, final NDArray loss, final Adam adam) {
        if (!Float.isFinite(loss.getFloat()))
            throw new UserError("seed", "KernelGAN diverged (loss " + loss.getFloat() + "); try another seed.");
        session.backward(loss);
        adam.step();
    }

    /** Keeps the singular vectors for the next step. */
    private void keep(final List<NDArray> next) {
        singular.forEach(NDArray::close);
        next.forEach(u -> u.attach(manager));
        singular = List.copyOf(next);
    }

    private static NDArray input(final NDManager scratch, final float[] crop) {
        return scratch.create(crop, new Shape(COLOURS, 1, INPUT, INPUT));
    }

    private List<NDArray> weights() {
        return List.copyOf(generator.asMap().values());
    }

    private List<NDArray> parameters() {
        return List.copyOf(discriminator.asMap().values());
    }

    @Override
    public void close() {
        manager.close();
        TorchEngine.releaseMemory();
    }
}
