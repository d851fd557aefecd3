package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.engine.TorchScript;

/**
 * The discriminator D of KernelGAN-FKP: tells real patches of 11×11 pixels from generated ones. Five 3×3 convolutions
 * without padding, 32 channels; between them batch norm with the statistics of the batch and LeakyReLU of slope 0.2;
 * the last gives one channel (Liang et al., CVPR 2021, section on KernelGAN-FKP, and its code).
 * <p>
 * It is trained as a Wasserstein critic with gradient penalty (Gulrajani et al., "Improved Training of Wasserstein
 * GANs", NIPS 2017), x̂ being a mix of real and generated crops:
 *
 * <pre>
 * min over D of  mean D(generated) − mean D(real) + λ mean (‖g‖ − 1)²,   g = ∇ Σ D(x̂),  λ = 0.1
 * </pre>
 *
 * with the norm over the three channels of a pixel. The penalty's gradient at the weights w takes second derivatives;
 * here it is worked out by hand. Let v be the penalty's gradient at g, held fixed. Then
 *
 * <pre>
 * ∂/∂w penalty = ∂/∂w ⟨g, v⟩ = ∂/∂w d/dε Σ D(x̂ + εv) = d/dε ∂/∂w Σ D(x̂ + εv)   at ε = 0:
 * </pre>
 *
 * forward and backward pass are differentiated along v, layer by layer (Pearlmutter, "Fast exact multiplication by the
 * Hessian", Neural Computation 1994). For a batch norm z = (c − mean c)·f, f = 1/deviation, whose Jacobian J is
 * symmetric, with means over all places of a channel and u the gradient at z,
 *
 * <pre>
 * J t = f (t − mean t − z mean(z t)),  ż = J ċ,  q = mean(z ċ)
 * d/dε J u = J u̇ − f (z mean(ż u) + ż mean(z u) + q J u)
 * </pre>
 *
 * and LeakyReLU's second derivative is zero. A convolution before a norm has no biases here, since the
 * norm cancels them; nor has the last, since the difference of two means cancels it.
 */
public final class PatchDiscriminator implements AutoCloseable {

    /** Number of layers; each makes an image narrower by two pixels. */
    public static final int LAYERS = 5;

    static final int CHANNELS = 3;

    private static final int FEATURES = 32;
    private static final double WEIGHT_DEVIATION = 0.02;
    private static final double RATE = 5e-4;
    private static final double BETA1 = 0.5;

    private final NDManager manager;
    private final DataType type;
    private final Parameters parameters;
    private final TorchScript operations;
    private final Adam adam;

    /**
     * @param device where it lives
     * @param seed seed of the initial weights: N(0, 0.02), scales of the norms N(1, 0.02), shifts 0
     */
    public PatchDiscriminator(final ComputeDevice device, final long seed) {
        this(device, seed, DataType.FLOAT32);
    }

    /** Makes a discriminator of another precision, in which its arithmetic can be checked. */
    PatchDiscriminator(final ComputeDevice device, final long seed, final DataType type) {
        this.type = type;
        manager = TorchEngine.get().newBaseManager(device.device());
        try {
            parameters = new Parameters(manager, seed, type, false);
            for (int layer = 1; layer < LAYERS; layer++) {
                final String name = "layer" + layer;
                parameters.normalWeight(
                        name + ".weight", FEATURES, layer == 1 ? CHANNELS : FEATURES, 3, WEIGHT_DEVIATION);
                parameters.normal(name + ".norm.scale", FEATURES, 1, WEIGHT_DEVIATION);
                parameters.constant(name + ".norm.shift", FEATURES, 0);
            }
            parameters.normalWeight("last.weight", 1, FEATURES, 3, WEIGHT_DEVIATION);
            operations = new TorchScript(manager, PatchDiscriminator.class, "patch_discriminator.py");
            adam = new Adam(parameters.asMap().values(), RATE, BETA1);
        } catch (final RuntimeException e) {
            manager.close(); // a GPU may be too small for it
            throw e;
        }
    }

    /** The manager of the weights; what is attached to it lives as long as the discriminator. */
    public NDManager manager() {
        return manager;
    }

    /** The trainable arrays by name. */
    Map<String, NDArray> parameters() {
        return parameters.asMap();
    }

    /**
     * One step of training.
     *
     * @param mix weight of the real crops in the mix at which the penalty is evaluated, 0…1
     */
    public void train(final Batch batch, final double mix) {
        try (NDManager scratch = manager.newSubManager()) {
            adam.step(gradients(scratch, batch, mix));
        }
    }

    /** What one iteration trains with, on the discriminator's device. */
    public final class Batch implements AutoCloseable {

        private final NDManager scratch = manager.newSubManager();
        private final List<NDArray> real;
        private final List<NDArray> generated;
        private final NDArray realCrops;
        private final NDArray generatedCrops;

        /** As many real crops as generated ones, in values of [0,1], all of the same size. */
        public Batch(final Patches real, final Patches generated) {
            this.real = real.arrays(scratch, type);
            this.generated = generated.arrays(scratch, type);
            realCrops = real.cut(scratch, type);
            generatedCrops = generated.cut(scratch, type);
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    /** The gradients of the loss at all parameters, in their order. */
    List<NDArray> gradients(final NDManager scratch, final Batch batch, final double mix) {
        final NDArray part = scratch.create(new double[] {mix}).toType(type, false);
        return operations.call(
                scratch,
                "loss_gradients",
                batch.real,
                batch.generated,
                List.of(batch.realCrops, batch.generatedCrops, part),
                weights());
    }

    /**
     * The gradient of −mean D(generated) at the generated images.
     *
     * @param result owner of the gradient
     * @return of the images' shape
     */
    public NDArray generatorGradient(final NDManager result, final Batch batch) {
        return operations
                .call(result, "generator_gradient", batch.generated, weights())
                .get(0);
    }

    /** D's values: N×1×(H − 10)×(W − 10) for N×3×H×W, up to a constant. */
    NDArray values(final NDManager result, final Patches patches) {
        return operations
                .call(result, "values", patches.arrays(result, type), weights())
                .get(0);
    }

    /** The penalty of images N×3×H×W, then its gradients at all parameters. */
    List<NDArray> penalty(final NDManager result, final NDArray images) {
        return operations.call(result, "penalty", List.of(images), weights());
    }

    private List<NDArray> weights() {
        return List.copyOf(parameters.asMap().values());
    }

    @Override
    public void close() {
        manager.close();
        TorchEngine.releaseMemory();
    }
}
