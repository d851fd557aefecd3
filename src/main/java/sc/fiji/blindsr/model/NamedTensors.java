package sc.fiji.blindsr.model;

import java.util.Arrays;
import java.util.Map;
import sc.fiji.blindsr.fault.UserError;

/**
 * The tensors of one model by their names, checked as they are asked for.
 *
 * @param model what the model is called in messages: "USRNet", "a kernel prior"
 * @param tensors the tensors that were read
 */
public record NamedTensors(String model, Map<String, Tensor> tensors) {

    /**
     * The tensor of a name, of any shape.
     *
     * @throws UserError if there is none
     */
    public Tensor get(final String name) {
        final Tensor tensor = tensors.get(name);
        if (tensor == null)
            throw new UserError("file", "tensor \"" + name + "\" is missing: this is not " + model + ".");
        return tensor;
    }

    /**
     * The values of a tensor.
     *
     * @param shape the shape it must have, slowest axis first
     * @throws UserError if it is missing, has another shape, or holds a value that is not finite
     */
    public float[] values(final String name, final int... shape) {
        final Tensor tensor = get(name);
        if (!Arrays.equals(tensor.shape(), shape))
            throw new UserError(
                    "file",
                    "tensor \"" + name + "\" has the shape " + Arrays.toString(tensor.shape()) + "; " + model
                            + " needs " + Arrays.toString(shape) + ".");
        for (final float v : tensor.values())
            if (!Float.isFinite(v))
                throw new UserError("file", "tensor \"" + name + "\" holds a value that is not finite (" + v + ").");
        return tensor.values();
    }
}
