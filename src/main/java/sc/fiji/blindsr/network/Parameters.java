package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * The trainable arrays of a network by name, in the order in which they were added. Their initial values are drawn in Java, so
 * that they depend on nothing but the seed.
 */
final class Parameters {

    private final NDManager manager;
    private final Random random;
    private final DataType type;
    private final boolean recorded;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    Parameters(final NDManager manager, final long seed, final DataType type) {
        this(manager, seed, type, true);
    }

    /** @param recorded whether PyTorch records gradients for them; not where they are worked out by hand */
    Parameters(final NDManager manager, final long seed, final DataType type, final boolean recorded) {
        this.manager = manager;
        random = new Random(seed);
        this.type = type;
        this.recorded = recorded;
    }

    Map<String, NDArray> asMap() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Weights of a convolution with square windows: uniform in ±1/√fan-in, PyTorch's default. */
    NDArray weight(final String name, final int outputs, final int inputs, final int window) {
        return weight(
                name, outputs, inputs, window, uniform(outputs * inputs * window * window, inputs * window * window));
    }

    /** Weights of a convolution with square windows: normal with mean 0. */
    NDArray normalWeight(
            final String name, final int outputs, final int inputs, final int window, final double deviation) {
        return weight(name, outputs, inputs, window, normal(outputs * inputs * window * window, 0, deviation));
    }

    /** An array output × input × row × column with channels last in memory, the fastest layout for convolutions. */
    private NDArray weight(
            final String name, final int outputs, final int inputs, final int window, final float[] values) {
        return add(
                name, create(values, new Shape(outputs, window, window, inputs)).transpose(0, 3, 1, 2));
    }

    /** Biases of a convolution: uniform in ±1/√fan-in. */
    NDArray bias(final String name, final int outputs, final int fanIn) {
        return add(name, create(uniform(outputs, fanIn), new Shape(outputs)));
    }

    /** Scales of a batch norm, normal. */
    NDArray normal(final String name, final int count, final double mean, final double deviation) {
        return add(name, create(normal(count, mean, deviation), new Shape(count)));
    }

    /** Scales or shifts of a batch norm, all of one value. */
    NDArray constant(final String name, final int count, final float value) {
        return add(name, manager.full(new Shape(count), value, type));
    }

    private NDArray create(final float[] values, final Shape shape) {
        return manager.create(values, shape).toType(type, false);
    }

    private float[] uniform(final int count, final int fanIn) {
        final double bound = 1 / Math.sqrt(fanIn);
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        return values;
    }

    private float[] normal(final int count, final double mean, final double deviation) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) (mean + deviation * random.nextGaussian());
        return values;
    }

    private NDArray add(final String name, final NDArray array) {
        if (recorded) array.setRequiresGradient(true);
        arrays.put(name, array);
        return array;
    }
}
