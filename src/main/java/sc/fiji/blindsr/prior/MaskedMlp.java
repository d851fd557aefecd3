package sc.fiji.blindsr.prior;

import java.io.Serializable;

/**
 * One of the two small networks of an affine coupling (Dinh et al., "Density estimation using Real NVP", ICLR 2017;
 * FKP, section 3.2): Linear, act, Linear, act, Linear from the kept entries of a vector to its free ones, with tanh for
 * the log-scale and ReLU for the translation. Only the rows and columns that the mask leaves alive are held.
 */
final class MaskedMlp implements Serializable {

    private static final long serialVersionUID = 1L;

    enum Activation {
        TANH,
        RELU
    }

    private final Activation activation;
    private final Linear first;
    private final Linear middle;
    private final Linear last;

    MaskedMlp(final Activation activation, final Linear first, final Linear middle, final Linear last) {
        this.activation = activation;
        this.first = first;
        this.middle = middle;
        this.last = last;
    }

    /** The network's values and what its gradient needs. */
    record Pass(double[] hidden1, double[] hidden2, double[] output) {}

    Pass forward(final double[] input) {
        final double[] hidden1 = activate(first.forward(input));
        final double[] hidden2 = activate(middle.forward(hidden1));
        return new Pass(hidden1, hidden2, last.forward(hidden2));
    }

    /** Vector–Jacobian product: the gradient at the input from the gradient at the output. */
    double[] backward(final Pass pass, final double[] gradient) {
        final double[] at2 = throughActivation(pass.hidden2, last.backward(gradient));
        final double[] at1 = throughActivation(pass.hidden1, middle.backward(at2));
        return first.backward(at1);
    }

    private double[] activate(final double[] v) {
        for (int i = 0; i < v.length; i++) v[i] = activation == Activation.TANH ? Math.tanh(v[i]) : Math.max(0, v[i]);
        return v;
    }

    private double[] throughActivation(final double[] value, final double[] gradient) {
        for (int i = 0; i < gradient.length; i++)
            gradient[i] *= activation == Activation.TANH ? 1 - value[i] * value[i] : value[i] > 0 ? 1 : 0;
        return gradient;
    }

    /** y = Wx + b with W held both ways round, so that either product runs along memory. */
    static final class Linear implements Serializable {

        private static final long serialVersionUID = 1L;

        private final double[][] rows;
        private final double[][] columns;
        private final double[] bias;

        /** @param weights outputs × inputs */
        Linear(final double[][] weights, final double[] bias) {
            this.rows = weights;
            this.bias = bias;
            this.columns = new double[weights[0].length][weights.length];
            for (int i = 0; i < weights.length; i++)
                for (int j = 0; j < columns.length; j++) columns[j][i] = weights[i][j];
        }

        double[] forward(final double[] x) {
            final double[] y = bias.clone();
            addProduct(columns, x, y);
            return y;
        }

        double[] backward(final double[] gradient) {
            final double[] g = new double[columns.length];
            addProduct(rows, gradient, g);
            return g;
        }

        private static void addProduct(final double[][] lines, final double[] factors, final double[] sum) {
            for (int j = 0; j < lines.length; j++) {
                final double factor = factors[j];
                final double[] line = lines[j];
                for (int i = 0; i < sum.length; i++) sum[i] += factor * line[i];
            }
        }
    }
}
