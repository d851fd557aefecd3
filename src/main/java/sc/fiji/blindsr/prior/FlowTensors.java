package sc.fiji.blindsr.prior;

import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.NamedTensors;
import sc.fiji.blindsr.model.Tensor;

/** The tensors of a flow by name; a missing or misshapen tensor is refused. */
final class FlowTensors {

    private final NamedTensors tensors;

    FlowTensors(final Map<String, Tensor> tensors) {
        this.tensors = new NamedTensors("a kernel prior", tensors);
    }

    boolean has(final String name) {
        return tensors.tensors().containsKey(name);
    }

    float number(final String name) {
        return vector(name, 1)[0];
    }

    int length(final String name) {
        return tensors.get(name).values().length;
    }

    float[] vector(final String name, final int length) {
        return tensors.values(name, length);
    }

    /** A number within limits, which are allowed themselves. */
    float number(final String name, final double least, final double most) {
        return vector(name, 1, least, most)[0];
    }

    /** Numbers within limits, which are allowed themselves. */
    float[] vector(final String name, final int length, final double least, final double most) {
        final float[] values = vector(name, length);
        for (final float v : values)
            if (v < least || v > most)
                throw new UserError(
                        "file",
                        String.format(
                                Locale.ROOT,
                                "tensor \"%s\" holds %g; a kernel prior has %g to %g there.",
                                name,
                                v,
                                least,
                                most));
        return values;
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
        final float[] weights = tensors.values(prefix + "weight", outputs, inputs),
                bias = vector(prefix + "bias", outputs);
        final double[][] picked = new double[rows.length][columns.length];
        final double[] pickedBias = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) picked[i][j] = weights[rows[i] * inputs + columns[j]];
            pickedBias[i] = bias[rows[i]];
        }
        return new MaskedMlp.Linear(picked, pickedBias);
    }
}
