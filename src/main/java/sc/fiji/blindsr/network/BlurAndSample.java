package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * The image formation y = (x ⋆ k)↓s with circular boundaries, differentiable in image and kernel (FKP, equation 1). The
 * same in plain Java is {@link sc.fiji.blindsr.kernel.Degradation}.
 */
public final class BlurAndSample {

    private final int scale;
    private final int size;

    /**
     * @param scale the scale factor s
     * @param size the kernel size K, odd
     */
    public BlurAndSample(final int scale, final int size) {
        this.scale = scale;
        this.size = size;
    }

    /** A square kernel as an array 1×1×K×K of this manager that records gradients. */
    public static NDArray kernel(final NDManager manager, final double[] values) {
        final float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
        final int size = (int) Math.round(Math.sqrt(values.length));
        final NDArray kernel = manager.create(floats, new Shape(1, 1, size, size));
        kernel.setRequiresGradient(true);
        return kernel;
    }

    /**
     * Blurs and samples each channel.
     *
     * @param image 1×C×H×W with H, W multiples of s
     * @param kernel 1×1×K×K, cross-correlated
     * @return C×1×H/s×W/s, attached to the image's manager
     */
    public NDArray apply(final NDArray image, final NDArray kernel) {
        final Shape shape = image.getShape();
        final NDArray planes = image.reshape(shape.get(1), 1, shape.get(2), shape.get(3));
        return valid(wrapped(wrapped(planes, 2), 3), kernel, scale);
    }

    /**
     * Blurs and samples planes without assuming anything beyond their edges.
     * <p>
     * Planes are taken as channels of one image, each convolved by itself, and not as images of one channel: to find the
     * gradient of a convolution to one channel, oneDNN (seen in PyTorch 2.7.1 on a processor with AVX-512) multiplies
     * uninitialised memory by zero, which gives NaN where that memory happens to hold NaN. Channels are also faster.
     * </p>
     *
     * @param planes N×1×H×W
     * @param kernel 1×1×K×K, cross-correlated
     * @param scale the scale factor s
     * @return N×1×(⌊(H − K)/s⌋ + 1)×(⌊(W − K)/s⌋ + 1)
     */
    public static NDArray valid(final NDArray planes, final NDArray kernel, final int scale) {
        final Shape shape = planes.getShape();
        final long count = shape.get(0), size = kernel.getShape().get(2);
        final NDArray blurred = Conv2d.conv2d(
                        planes.reshape(1, count, shape.get(2), shape.get(3)),
                        kernel.broadcast(count, 1, size, size),
                        null,
                        new Shape(scale, scale),
                        new Shape(0, 0),
                        new Shape(1, 1),
                        (int) count)
                .singletonOrThrow();
        return blurred.reshape(
                count, 1, blurred.getShape().get(2), blurred.getShape().get(3));
    }

    /** Continues an array periodically by ⌊K/2⌋ at both ends of an axis. */
    private NDArray wrapped(final NDArray x, final int axis) {
        final int margin = size / 2;
        final long length = x.getShape().get(axis);
        final NDArray head = x.split(new long[] {margin}, axis).get(0);
        final NDArray tail = x.split(new long[] {length - margin}, axis).get(1);
        return NDArrays.concat(new NDList(tail, x, head), axis);
    }
}
