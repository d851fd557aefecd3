package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.engine.TorchScript;
import sc.fiji.blindsr.progress.Progress;

/**
 * The network of Amortized FKP while it is trained: convolutions without padding and with ReLU, 3×3 and at the end 1×1, of
 * which the fourth and the sixth keep every other pixel, and a head that says at each place i, an expert, means m and
 * log-precisions log p of the entries that describe the blur, such as those of its log-covariance. The experts' product is
 * the answer for the image:
 *
 * <pre>
 * mean = (P m + p₀ m₀) / (P + p₀),  P = Σ pᵢ,  m = Σ tᵢ pᵢ mᵢ / Σ tᵢ pᵢ + narrowed
 * precision = e^share · (Σ pᵢ / n)^power · n^count + e^floor
 * </pre>
 *
 * since neighbouring experts see the same pixels and count for less than n. Trust t and {@code narrowed} are 1 and 0, or for
 * log-covariances those of {@code ExpertPool}, with the numbers {@code preference, narrowing}. The loss is the negative
 * logarithm of the normal density that mean and precision describe, at the truth.
 */
public final class BlurReaderNetwork implements AutoCloseable {

    private final NDManager manager;
    private final TorchScript operations;

    /** How exactly the convolutions between the first and the head are computed. */
    public enum Exactness {
        /** In 32 bits. */
        SINGLE,
        /** In bfloat16: faster where the processor knows it, and much slower where not. */
        BRAIN
    }

    /**
     * A batch's result.
     *
     * @param loss the loss, nats for each image
     * @param means the answers' means, image by image
     * @param precisions their precisions
     * @param gradients of the loss at the weights, in the order in which they were given
     */
    public record Result(double loss, float[] means, float[] precisions, List<float[]> gradients) {}

    /** Filters, biases or other numbers, with their shape. */
    public record Weights(float[] values, long... shape) {}

    /** How many places a convolution's filters move on, along each axis. */
    public static int stride(final int convolution) {
        return convolution == 3 || convolution == 5 ? 2 : 1;
    }

    public BlurReaderNetwork(final ComputeDevice device) {
        manager = TorchEngine.get().newBaseManager(device.device());
        operations = new TorchScript(manager, BlurReaderNetwork.class, "blur_reader.py");
    }

    /**
     * The loss of a batch and its gradients.
     *
     * @param images n×planes×size×size
     * @param count n, the number of images
     * @param truth n×entries
     * @param surest the highest log-precision of an expert; the lowest is its negative
     * @param weights in turn filters and biases of the convolutions and the head, the numbers of the pooling,
     *     means and log-precisions without an image
     */
    public Result loss(
            final float[] images,
            final int size,
            final int count,
            final float[] truth,
            final float surest,
            final List<Weights> weights,
            final Exactness exactness,
            final Progress progress) {
        try (NDManager step = manager.newSubManager();
                GradientSession session = GradientSession.open(progress)) {
            final List<NDArray> leaves = new ArrayList<>();
            for (final Weights w : weights) {
                final NDArray leaf = step.create(w.values, new Shape(w.shape));
                leaf.setRequiresGradient(true);
                leaves.add(leaf);
            }
            final List<NDArray> data = List.of(
                    step.create(images, new Shape(count, images.length / (count * size * size), size, size)),
                    step.create(truth, new Shape(count, truth.length / count)),
                    step.create(exactness == Exactness.BRAIN ? 1f : 0f),
                    step.create(surest));
            final List<NDArray> result = operations.call(step, "loss", data, leaves);
            session.backward(result.get(0));
            final List<float[]> gradients =
                    leaves.stream().map(l -> l.getGradient().toFloatArray()).toList();
            return new Result(
                    result.get(0).getFloat(),
                    result.get(1).toFloatArray(),
                    result.get(2).toFloatArray(),
                    gradients);
        }
    }

    @Override
    public void close() {
        operations.close();
        manager.close();
    }
}
