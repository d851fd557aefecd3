package sc.fiji.blindsr.prior;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.Tensor;

/** The tensors of a flow by name; whatever is missing or misshapen is refused by name. */
final class FlowTensors {

    private final Map<String, Tensor> tensors;

    FlowTensors(final Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    boolean has(final String name) {
        return tensors.containsKey(name);
    }

    float number(final String name) {
        return vector(name, 1)[0];
    }

    int length(final String name) {
        return any(name).values().length;
    }

    float[] vector(final String name, final int length) {
        return checked(name, length);
    }

    MaskedMlp mlp(
            final String prefix,
            final MaskedMlp.Activation activation,
            final int n,
            final int hidden,
            final int[] kept,
            final int[] free) {
        final int[] hiddenAll = IntStream.range(0, hidden).toArray();
        return new MaskedMlp(
                activation, //
                linear(prefix + "0.", hidden, n, hiddenAll, kept), //
                linear(prefix + "2.", hidden, hidden, hiddenAll, hiddenAll), //
                linear(prefix + "4.", n, hidden, free, hiddenAll));
    }

    private MaskedMlp.Linear linear(
            final String prefix, final int outputs, final int inputs, final int[] rows, final int[] columns) {
        final float[] weights = checked(prefix + "weight", outputs, inputs), bias = vector(prefix + "bias", outputs);
        final double[][] picked = new double[rows.length][columns.length];
        final double[] pickedBias = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) picked[i][j] = weights[rows[i] * inputs + columns[j]];
            pickedBias[i] = bias[rows[i]];
        }
        return new MaskedMlp.Linear(picked, pickedBias);
    }

    private float[] checked(final String name, final int... shape) {
        final Tensor tensor = any(name);
        if (!Arrays.equals(tensor.shape(), shape))
            throw new UserError(
                    "file",
                    "tensor \"" + name + "\" has the shape " + Arrays.toString(tensor.shape())
                            + "; a kernel prior needs " + Arrays.toString(shape) + ".");
        for (final float v : tensor.values())
            if (!Float.isFinite(v))
                throw new UserError(
                        "file", "tensor \"" + name + "\" holds a value that is not" + " finite (" + v + ").");
        return tensor.values();
    }

    private Tensor any(final String name) {
        final Tensor tensor = tensors.get(name);
        if (tensor == null)
            throw new UserError("file", "tensor \"" + name + "\" is missing: this is not a kernel" + " prior.");
        return tensor;
    }
}
