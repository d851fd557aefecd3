package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.TorchEngine;

/**
 * The image network of DIP-FKP: a deep image prior, that is, an encoder–decoder with skip connections and non-local
 * blocks, whose weights are optimised until it turns fixed noise into the wanted image.
 * <p>
 * Ulyanov, Vedaldi and Lempitsky, "Deep Image Prior", CVPR 2018; Liang, Zhang, Gu, Van Gool and Timofte, "Flow-based
 * Kernel Prior with Application to Blind Super-Resolution", CVPR 2021 (section on DIP-FKP) and its code.
 * <p>
 * A scale takes 1×C×H×W to 1×N×H×W, with N = 128 channels:
 *
 * <pre>
 * input ─┬─ 1×1 conv → 16, norm, act ─────────────────────────────────┬─ concatenate, norm,
 *        └─ 3×3 conv, stride 2 → N, norm, act, [non-local block],     │  3×3 conv → N, norm, act,
 *           3×3 conv → N, norm, act, [next scale], enlarge ×2 ────────┘  1×1 conv → N, norm, act ─→ output
 * </pre>
 *
 * "act" is LeakyReLU of slope 0.2, "norm" batch norm, always with the statistics of the image itself; enlarging is
 * bilinear, padding by reflection. Where enlarging gives a pixel too many (odd H, W) it is cut off. Scales 3, 4, 5 have
 * the non-local block. Last come a 1×1 convolution to 3 channels and a sigmoid.
 * <p>
 * A convolution before a norm has no biases here, and the norm of the concatenation no shifts: the next norm cancels
 * such constants, so that their gradient is zero. The paper's 2 359 939 parameters are those of
 * {@link #parameters()} and the {@link #cancelledParameters()}.
 */
public final class DipNetwork implements AutoCloseable {

    /**
     * The size of a network.
     *
     * @param channels number of channels of encoder and decoder, N
     * @param skipChannels number of channels of the skip connections
     * @param scales number of scales
     */
    public record Size(int channels, int skipChannels, int scales) {

        /** The paper's. */
        public static final Size PAPER = new Size(128, 16, 5);
    }

    /** Number of channels of the noise and of the image. */
    public static final int IMAGE_CHANNELS = 3;

    /** The noise is uniform in [0, 0.1). */
    private static final float NOISE_AMPLITUDE = 0.1f;

    private static final int FIRST_NON_LOCAL_SCALE = 3;

    private final NDManager manager;
    private final Size size;
    private final Parameters parameters;
    private final Layers layers;
    private final UnaryOperator<NDArray> body;
    private final UnaryOperator<NDArray> head;

    /**
     * Makes the paper's network.
     *
     * @param device where it lives
     * @param seed seed of the initial weights, PyTorch's default distributions
     */
    public DipNetwork(final ComputeDevice device, final long seed) {
        this(device, seed, Size.PAPER);
    }

    /** Makes a network of another size. */
    public DipNetwork(final ComputeDevice device, final long seed, final Size size) {
        this(device, seed, size, DataType.FLOAT32);
    }

    /** Makes a network of another precision, in which its arithmetic can be checked. */
    DipNetwork(final ComputeDevice device, final long seed, final Size size, final DataType type) {
        this.size = size;
        manager = TorchEngine.get().newBaseManager(device.device());
        try {
            parameters = new Parameters(manager, seed, type);
            layers = new Layers(manager, parameters);
            body = scale(1, IMAGE_CHANNELS);
            head = layers.linearMixing("head", size.channels, IMAGE_CHANNELS);
        } catch (final RuntimeException e) {
            manager.close(); // a GPU may be too small for it
            throw e;
        }
    }

    /** The manager of the weights; what is attached to it lives as long as the network. */
    public NDManager manager() {
        return manager;
    }

    /** The trainable arrays by name. */
    public Map<String, NDArray> parameters() {
        return parameters.asMap();
    }

    /** Number of parameters that the paper's network has and this one leaves out, because a norm cancels them. */
    public int cancelledParameters() {
        return layers.cancelled();
    }

    /**
     * Draws the noise that becomes the image, once per image.
     *
     * @return 1×3×H×W, uniform in [0, 0.1), lives as long as the network
     */
    public NDArray noise(final long seed, final int width, final int height) {
        final Random random = new Random(seed);
        final float[] values = new float[IMAGE_CHANNELS * height * width];
        for (int i = 0; i < values.length; i++) values[i] = NOISE_AMPLITUDE * random.nextFloat();
        return manager.create(values, new Shape(1, IMAGE_CHANNELS, height, width));
    }

    /**
     * Computes the image.
     *
     * @param iteration manager of the result; close it when the iteration is over
     * @param noise 1×3×H×W
     * @return 1×3×H×W in (0, 1)
     * @throws IllegalArgumentException if H or W is not greater than 2^scales (32)
     */
    public NDArray forward(final NDManager iteration, final NDArray noise) {
        final int smallest = (1 << size.scales) + 1;
        final Shape shape = noise.getShape();
        if (shape.get(2) < smallest || shape.get(3) < smallest)
            throw new IllegalArgumentException("The image network needs at least " + smallest + "×" + smallest
                    + " pixels of the enlarged image, not " + shape.get(3) + "×" + shape.get(2) + ".");
        // Results follow their first argument's manager; what only the gradients need is kept by PyTorch itself.
        try (NDManager scratch = iteration.newSubManager()) {
            final NDArray image = head.apply(body.apply(channelsLast(scratch, noise)))
                    .getNDArrayInternal()
                    .sigmoid();
            image.attach(iteration);
            return image;
        }
    }

    /** Closes the network and all that is attached to its manager, and returns their memory to the system. */
    @Override
    public void close() {
        manager.close();
        TorchEngine.releaseMemory();
    }

    /** 1×C×H×W → 1×N×H×W, see above. */
    private UnaryOperator<NDArray> scale(final int number, final int inputs) {
        final String name = "scale" + number;
        final int channels = size.channels;
        final UnaryOperator<NDArray> skip = layers.mixing(name + ".skip", inputs, size.skipChannels);
        final UnaryOperator<NDArray> halve = layers.halving(name + ".halve", inputs, channels);
        final UnaryOperator<NDArray> attend = number < FIRST_NON_LOCAL_SCALE
                ? UnaryOperator.identity()
                : new NonLocalBlock(layers, name + ".attend", channels);
        final UnaryOperator<NDArray> encode = layers.convolution(name + ".encode", channels, channels);
        final UnaryOperator<NDArray> deeper =
                number == size.scales ? UnaryOperator.identity() : scale(number + 1, channels);
        final BinaryOperator<NDArray> decode = layers.joining(name + ".decode", size.skipChannels, channels, channels);
        final UnaryOperator<NDArray> mix = layers.mixing(name + ".mix", channels, channels);
        return x -> {
            final NDArray deep = deeper.apply(encode.apply(attend.apply(halve.apply(x))));
            return mix.apply(decode.apply(skip.apply(x), deep));
        };
    }

    /** The same values with the channels of a pixel side by side in memory, the layout that all operations then keep. */
    private static NDArray channelsLast(final NDManager scratch, final NDArray x) {
        final NDArray pixels = x.transpose(0, 2, 3, 1);
        pixels.attach(scratch);
        return pixels.duplicate().transpose(0, 3, 1, 2);
    }
}
