package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.engine.TorchScript;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.progress.Progress;

/**
 * USRNet: a few iterations of a model-based restoration, unfolded into a network. With H the image formation "blur with
 * circular boundaries, keep every s-th row and column", each iteration is a data step in closed form and a prior step
 *
 * <pre>
 * z = x + Hᵀ (H Hᵀ + α)⁻¹ (y − H x),   x = P(z, β),
 * </pre>
 *
 * from the nearest-neighbour enlargement of y on. H Hᵀ is a convolution on the low-resolution grid, inverted in the
 * Fourier domain. P is a residual U-Net that sees the noise level β as a fourth channel: widths as the model has them on
 * four levels, residual blocks (3×3 convolution, ReLU, 3×3 convolution), 2×2 convolutions of stride 2 between levels, sums
 * as skips. A small network makes α and β of all iterations from noise and scale factor.
 * <p>
 * Zhang, Van Gool and Timofte, "Deep Unfolding Network for Image Super-Resolution", CVPR 2020, section 3, and its code,
 * which writes the data step as (Hᵀ H + α)⁻¹ (Hᵀ y + α x). The two are equal by the matrix inversion lemma, but
 * that one subtracts nearly equal numbers and divides by α, a few millionths for images without noise, so that rounding
 * errors become visible.
 * <p>
 * The convolutions are 61 000 multiplications and additions for each high-resolution pixel and iteration with the weights
 * that FKP's authors use (usrnet_tiny, 6 iterations), and nine tenths of the time.
 */
public final class Usrnet implements AutoCloseable {

    /** Number of channels of the images. */
    public static final int CHANNELS = 3;

    private static final int LEVELS = 4;

    private final NDManager manager;
    private final TorchScript operations;
    /** Weights of the U-Net, of the network for α and β: each array named after the script's argument that it belongs to. */
    private final NDList denoiser = new NDList();

    private final NDList schedule = new NDList();

    /**
     * Makes the network.
     *
     * @param device where it lives
     * @param weights its tensors by their names in the authors' code
     * @throws UserError if one is missing or has a shape that does not fit; the message names it
     */
    public Usrnet(final ComputeDevice device, final Map<String, Tensor> weights) {
        new UsrnetModel().check(weights);
        manager = TorchEngine.get().newBaseManager(device.device());
        try {
            operations = new TorchScript(manager, Usrnet.class, "usrnet.py");
            final int blocks = (int) weights.keySet().stream()
                    .filter(n -> n.matches("p\\.m_body\\.\\d+\\.res\\.0\\.weight"))
                    .count();
            addConvolution("ends", weights.get("p.m_head.weight"));
            addConvolution("ends", weights.get("p.m_tail.weight"));
            for (int level = 1; level < LEVELS; level++) {
                addBlocks("down" + level, weights, 0, blocks);
                addConvolution("down" + level, weights.get("p.m_down" + level + "." + blocks + ".weight"));
            }
            addBlocks("body", weights, 0, blocks);
            for (int level = LEVELS - 1; level > 0; level--) {
                addConvolution("up" + level, weights.get("p.m_up" + level + ".0.weight"));
                addBlocks("up" + level, weights, 1, blocks);
            }
            for (int layer = 0; layer <= 4; layer += 2) {
                add(schedule, "layers", array(weights.get("h.mlp." + layer + ".weight")));
                add(schedule, "layers", array(weights.get("h.mlp." + layer + ".bias")));
            }
        } catch (final RuntimeException e) {
            manager.close(); // a GPU may be too small for it
            throw e;
        }
    }

    private void addBlocks(
            final String argument, final Map<String, Tensor> weights, final int first, final int blocks) {
        for (int block = first; block < first + blocks; block++)
            for (final int layer : new int[] {0, 2})
                addConvolution(argument, weights.get("p.m_" + argument + "." + block + ".res." + layer + ".weight"));
    }

    /** Adds weights with channels last in memory, the fastest layout for convolutions, whose results then have it too. */
    private void addConvolution(final String argument, final Tensor weight) {
        try (NDArray array = array(weight);
                NDArray last = array.transpose(0, 2, 3, 1)) {
            add(denoiser, argument, last.duplicate().transpose(0, 3, 1, 2));
        }
    }

    private NDArray array(final Tensor tensor) {
        return manager.create(
                tensor.values(),
                new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray()));
    }

    /** Arrays with the same name, ending in "[]", become one list argument in DJL. */
    private static void add(final NDList list, final String argument, final NDArray array) {
        array.setName(argument + "[]");
        list.add(array);
    }

    /** The manager of the weights; what is attached to it lives as long as the network. */
    public NDManager manager() {
        return manager;
    }

    /**
     * Restores an image.
     *
     * @param low the image y, 1×3×H×W, grey levels in about [0,1]
     * @param kernel what H correlates with, of odd size; low-resolution pixel n sees high-resolution positions s·n − ⌊K/2⌋ …
     *     s·n + ⌊K/2⌋
     * @param scale the scale factor s
     * @param noise standard deviation of the noise, grey levels in [0,1]; the authors trained for 0 … 25/255
     * @param progress updated before every iteration
     * @return 1×3×sH×sW, attached to the manager of {@code low}
     * @throws CancellationException if {@code progress} cancelled
     */
    public NDArray forward(
            final NDArray low, final BlurKernel kernel, final int scale, final double noise, final Progress progress) {
        try (NDManager scratch = manager.newSubManager()) {
            final Unfolding unfolding = new Unfolding(scratch, low, kernel, scale, noise);
            NDArray x = unfolding.start;
            for (int i = 0; i < unfolding.iterations; i++) {
                progress.update("USRNet", i, unfolding.iterations);
                try (NDArray before = x;
                        NDArray z = unfolding.fit(before, i)) {
                    x = unfolding.denoise(z, i);
                }
            }
            x.attach(low.getManager());
            return x;
        }
    }

    /**
     * The first data step alone. Its result is nearly the image closest to the enlargement of y among those that give y when
     * blurred and sampled. Noise, and boundaries that do not fit the model, show as ringing.
     *
     * @param low the image y, 1×C×H×W with any number of channels; all else is as in {@link #forward}
     * @return 1×C×sH×sW, attached to the manager of {@code low}
     */
    public NDArray fit(final NDArray low, final BlurKernel kernel, final int scale, final double noise) {
        try (NDManager scratch = manager.newSubManager()) {
            final Unfolding unfolding = new Unfolding(scratch, low, kernel, scale, noise);
            final NDArray x = unfolding.fit(unfolding.start, 0);
            x.attach(low.getManager());
            return x;
        }
    }

    /** Closes the network and all that is attached to its manager, and returns their memory to the system. */
    @Override
    public void close() {
        manager.close();
        TorchEngine.releaseMemory();
    }

    private NDArray call(final NDList weights, final String operation, final NDArray... inputs) {
        return operations.call(operation, new NDList(inputs).addAll(weights).toArray(new NDArray[0]));
    }

    /** Data that all iterations for an image share. */
    private final class Unfolding {

        private final NDArray low;
        private final NDArray start;
        private final NDArray kernel;
        private final NDArray gain;
        private final NDArray parameters;
        private final int iterations;

        Unfolding(
                final NDManager scratch,
                final NDArray low,
                final BlurKernel kernel,
                final int scale,
                final double noise) {
            final int height = (int) low.getShape().get(2) * scale,
                    width = (int) low.getShape().get(3) * scale;
            this.low = low;
            start = low.repeat(2, scale).repeat(3, scale);
            start.attach(scratch);
            this.kernel = operations.call(
                    "spectrum", scratch.create(wrapped(kernel, width, height), new Shape(1, 1, height, width)));
            gain = operations.call("gain", this.kernel, start, low);
            parameters = call(
                    schedule, "schedule", scratch.create(new float[] {(float) noise, scale}, new Shape(1, 2, 1, 1)));
            iterations = (int) parameters.size() / 2;
        }

        NDArray fit(final NDArray x, final int iteration) {
            return operations.call("fit", x, low, kernel, gain, parameter(iteration));
        }

        NDArray denoise(final NDArray z, final int iteration) {
            return call(denoiser, "denoise", z, parameter(iterations + iteration));
        }

        private NDArray parameter(final int i) {
            return parameters.get(":,{}:{}", i, i + 1);
        }
    }

    /** The impulse response of a correlation, around pixel 0 of a periodic image: one larger than the image overlaps. */
    private static float[] wrapped(final BlurKernel kernel, final int width, final int height) {
        final float[] response = new float[width * height];
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++)
                response[
                                Math.floorMod(kernel.height() / 2 - y, height) * width
                                        + Math.floorMod(kernel.width() / 2 - x, width)] +=
                        (float) kernel.get(x, y);
        return response;
    }
}
