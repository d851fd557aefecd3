package sc.fiji.blindsr.prior;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.Tensor;

/**
 * The flow-based kernel prior, FKP (Liang et al., CVPR 2021, section 3.2): an invertible map between blur kernels of K×K
 * pixels and latent vectors of K² standard normal numbers. A kernel is {@linkplain LogitTransform encoded} as logits and
 * passes five {@linkplain CouplingBlock blocks}; generating runs them backwards. Plain Java in double precision, no
 * native library; the map's gradient is worked out by hand.
 * <p>
 * Immutable and safe for many threads.
 */
public final class KernelFlow implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Number of coupling blocks. */
    static final int BLOCKS = 5;

    /** How the names of the tensors of a network that reads this prior's blurs begin, in the prior's file. */
    public static final String READER = "reader.";

    /** Limits beyond which the map could not be computed, far from all that is ever learned. */
    private static final double LARGEST_LOG_GAMMA = 50, LARGEST_ALPHA = 0.4;

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final int scale;
    private final int size;
    private final LogitTransform code;
    private final CouplingBlock[] blocks;
    /** Of no use to a method that searches elsewhere, and so not sent. */
    private final transient Map<String, Tensor> reader;

    private KernelFlow(
            final int scale,
            final int size,
            final LogitTransform code,
            final CouplingBlock[] blocks,
            final Map<String, Tensor> reader) {
        this.scale = scale;
        this.size = size;
        this.code = code;
        this.blocks = blocks;
        this.reader = reader;
    }

    /**
     * Builds the flow from tensors that bear the names of the authors' code ({@code net.0.s_net.0.weight}, …).
     *
     * @throws UserError if a tensor is missing or has another shape than the flow needs; the message names
     *           it
     */
    public static KernelFlow of(final Map<String, Tensor> tensors) {
        final FlowTensors named = new FlowTensors(tensors);
        final int size = Math.round(named.number("kernel_size")), n = size * size;
        if (size < 7 || size > 63 || (size - 3) % 4 != 0)
            throw new UserError(
                    "file",
                    "kernel_size " + size + " is not that of a kernel prior: 4s + 3 for a scale factor s is needed.");
        final int hidden = named.length("net.0.s_net.0.bias");
        if (hidden < 1)
            throw new UserError("file", "tensor \"net.0.s_net.0.bias\" is empty: this is not a kernel prior.");
        final CouplingBlock[] blocks = new CouplingBlock[BLOCKS];
        for (int b = 0; b < BLOCKS; b++) {
            // The first block keeps the odd entries, the next one the even ones, and so on.
            final int parity = (b + 1) % 2;
            final int[] kept =
                    IntStream.range(0, n).filter(i -> i % 2 == parity).toArray();
            final int[] free =
                    IntStream.range(0, n).filter(i -> i % 2 != parity).toArray();
            final String coupling = "net." + 2 * b + ".", norm = "net." + (2 * b + 1) + ".";
            blocks[b] = new CouplingBlock(
                    kept,
                    free, //
                    named.mlp(coupling + "s_net.", MaskedMlp.Activation.TANH, n, hidden, kept, free), //
                    named.mlp(coupling + "t_net.", MaskedMlp.Activation.RELU, n, hidden, kept, free), //
                    named.vector(norm + "log_gamma", n, -LARGEST_LOG_GAMMA, LARGEST_LOG_GAMMA),
                    named.vector(norm + "beta", n), //
                    named.vector(norm + "running_mean", n),
                    named.vector(norm + "running_var", n, 0, Float.MAX_VALUE));
        }
        // The authors' files say nothing of the noise's mean: their kernels keep it.
        final double noiseMean = named.has("noise_mean") ? named.number("noise_mean", 0, 1) : 0;
        return new KernelFlow(
                named.has("scale") ? Math.round(named.number("scale")) : (size - 3) / 4,
                size,
                new LogitTransform(
                        named.number("normalization", Float.MIN_NORMAL, Float.MAX_VALUE),
                        named.number("alpha", Float.MIN_NORMAL, LARGEST_ALPHA),
                        noiseMean),
                blocks,
                reader(tensors));
    }

    private static Map<String, Tensor> reader(final Map<String, Tensor> tensors) {
        final Map<String, Tensor> reader = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(READER)) reader.put(name.substring(READER.length()), tensor);
        });
        return reader;
    }

    /** The tensors of the network that reads this prior's blurs off images, if one was trained with it; else none. */
    public Map<String, Tensor> reader() {
        return reader == null ? Map.of() : reader;
    }

    /** The scale factor s that the prior was made for. */
    public int scale() {
        return scale;
    }

    /** The kernel's size K in pixels along each axis. */
    public int size() {
        return size;
    }

    /** The length of latent vectors: K². */
    public int latentSize() {
        return size * size;
    }

    /** The radius of the sphere on which latents are searched: K − 1 (FKP, section 3.3). */
    public double radius() {
        return size - 1.0;
    }

    /** A standard normal latent vector, scaled to the sphere. */
    public double[] randomLatent(final Random random) {
        final double[] z = new double[latentSize()];
        for (int i = 0; i < z.length; i++) z[i] = random.nextGaussian();
        return onSphere(z);
    }

    /** Scales a latent vector to the sphere of radius K − 1, in place. */
    public double[] onSphere(final double[] z) {
        double squares = 1e-9; // as in the authors' code: keeps a zero vector finite
        for (final double v : z) squares += v * v;
        final double factor = radius() / Math.sqrt(squares);
        for (int i = 0; i < z.length; i++) z[i] *= factor;
        return z;
    }

    /** A kernel made from a latent vector, with the intermediate values that its gradient needs. */
    public final class Generation {

        private final CouplingBlock.Pass[] passes = new CouplingBlock.Pass[BLOCKS];
        private final double[] logits;

        private Generation(final double[] z) {
            logits = z.clone();
            for (int b = BLOCKS - 1; b >= 0; b--) passes[b] = blocks[b].inverse(logits);
        }

        /** The output of the blocks, from which the kernel's values are computed; K² values, row by row. */
        public double[] logits() {
            return logits.clone();
        }

        /** log|det| of the map from latent to logits. */
        public double logDeterminant() {
            double sum = 0;
            for (final CouplingBlock.Pass pass : passes) sum += pass.logDeterminant();
            return sum;
        }

        /** The kernel's values, K×K row by row; their sum is near 1, not exactly 1, and far out they may be just below 0. */
        public double[] values() {
            return code.kernel(logits);
        }

        /** The kernel: the values that are not negative, with sum 1. */
        public BlurKernel kernel() {
            return BlurKernel.square(values()).withoutNegatives().normalised();
        }

        /**
         * The gradient of a loss at the latent vector from its gradient at the kernel's values: the vector–Jacobian product
         * of {@link #values()}.
         */
        public double[] latentGradient(final double[] kernelGradient) {
            final double[] gradient = code.logitGradient(logits, kernelGradient);
            for (int b = 0; b < BLOCKS; b++) blocks[b].backward(passes[b], gradient);
            return gradient;
        }
    }

    /**
     * Generates a kernel.
     *
     * @param z latent vector of length K²
     */
    public Generation generate(final double[] z) {
        if (z.length != latentSize())
            throw new IllegalArgumentException("A latent vector of length " + z.length + " was given; this prior's has "
                    + latentSize() + " entries.");
        return new Generation(z);
    }

    /** A kernel's place in the latent space, and how probable the prior finds it. */
    public record Encoding(double[] latent, double logProbability) {}

    /**
     * Maps a kernel's logits to the latent space.
     *
     * @param logits as {@link #logits} makes them
     * @return the latent vector and log p(logits) = log N(u; 0, I) + Σ log|det|
     */
    public Encoding encode(final double[] logits) {
        final double[] u = logits.clone();
        double logProbability = -0.5 * u.length * LOG_2PI;
        for (final CouplingBlock block : blocks) logProbability += block.forward(u);
        for (final double v : u) logProbability -= 0.5 * v * v;
        return new Encoding(u, logProbability);
    }

    /** A kernel's logits, with dequantisation noise in [0, 1)/720 for each value; see {@link LogitTransform}. */
    public double[] logits(final double[] kernel, final double... dequantisation) {
        return code.logits(kernel, dequantisation);
    }
}
