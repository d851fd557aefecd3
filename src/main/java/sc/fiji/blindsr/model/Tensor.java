package sc.fiji.blindsr.model;

import java.util.Arrays;

/**
 * The numbers of one array of a model file, without an engine.
 *
 * @param shape its lengths, slowest axis first; empty for a single number
 * @param values its values in that order
 */
public record Tensor(int[] shape, float[] values) {

    /** Checks that shape and values agree. */
    public Tensor {
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length)
            throw new IllegalArgumentException(
                    "A tensor of shape " + Arrays.toString(shape) + " does not have " + values.length + " values.");
    }

    /** A one-dimensional tensor. */
    public static Tensor of(final float... values) {
        return new Tensor(new int[] {values.length}, values);
    }
}
