package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * Residual attention of every pixel to every 2×2 block: x + norm(W·y) with
 *
 * <pre>
 * y = θ(x)ᵀ φ(x) g(x)ᵀ / N,
 * </pre>
 *
 * where θ, φ, g are 1×1 convolutions to half the channels, φ and g are reduced to the maxima of 2×2 blocks, and N is
 * the number of blocks. There is no softmax. The norm's scale and shift start at 0, so that the block starts as the
 * identity.
 * <p>
 * Wang, Girshick, Gupta and He, "Non-local Neural Networks", CVPR 2018 (dot product version).
 */
final class NonLocalBlock implements UnaryOperator<NDArray> {

    private final Layers layers;
    private final int half;
    private final UnaryOperator<NDArray> theta;
    private final UnaryOperator<NDArray> phi;
    private final UnaryOperator<NDArray> g;
    private final UnaryOperator<NDArray> back;

    NonLocalBlock(final Layers layers, final String name, final int channels) {
        this.layers = layers;
        half = Math.max(channels / 2, 1);
        theta = layers.linearMixing(name + ".theta", channels, half);
        phi = layers.linearMixing(name + ".phi", channels, half);
        g = layers.linearMixing(name + ".g", channels, half);
        back = layers.silentMixing(name + ".back", half, channels);
    }

    /** 1×C×H×W → 1×C×H×W; H, W ≥ 2. */
    @Override
    public NDArray apply(final NDArray x) {
        final NDArray query = rows(theta.apply(x)); // HW × C/2
        final NDArray key = rows(layers.pool(phi.apply(x))); // N × C/2
        final NDArray value = rows(layers.pool(g.apply(x))); // N × C/2
        // (θᵀφ)g = θᵀ(φg): without a softmax between them the small C/2 × C/2 product may come first.
        // The factor is memory of PyTorch's: what div(number) makes is freed before the gradient reads it.
        final NDArray share =
                x.getManager().full(new Shape(1), 1f / key.getShape().get(0));
        final NDArray attended = query.matMul(key.transpose().matMul(value).mul(share));
        final Shape shape = x.getShape();
        final NDArray y = attended.reshape(1, shape.get(2), shape.get(3), half).transpose(0, 3, 1, 2);
        return back.apply(y).add(x);
    }

    /** 1×C×H×W → HW × C, one pixel per row. */
    private static NDArray rows(final NDArray x) {
        final long channels = x.getShape().get(1);
        return x.transpose(0, 2, 3, 1).reshape(-1, channels);
    }
}
