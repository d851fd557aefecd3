package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.Tensor;

/**
 * A dozen numbers that describe a kernel of any shape: principal components of log(|H(f)|² + ε), H being its {@linkplain
 * TransferFunction transfer function}. That is what an image shows of its blur:
 * how much is left at each frequency, but not where next to nothing is left (ε), nor on which side of the middle a kernel's
 * details lie. Of a Gaussian it is linear in the covariance.
 * <p>
 * The components are sought among the kernels of a prior, apart for each {@linkplain EntrySymmetry symmetry}, so that turned
 * kernels have turned descriptions; each is divided by its standard deviation.
 * </p>
 */
final class KernelComponents {

    /** Of the power; what lies below drowns in an image's noise. */
    private static final double FLOOR = 0.01;

    /** How many components each symmetry has, in the order of {@link EntrySymmetry}: with fewer, shapes would look alike. */
    private static final int[] COUNTS = {5, 3, 3, 1};

    /** Frequencies along an axis. */
    private final int side;

    /** Mean of the logarithms, and for each entry the weights that make it of the differences from that. */
    private final double[] mean;

    private final double[][] weights;

    private KernelComponents(final double[] mean, final double[][] weights) {
        this.side = (int) Math.round(Math.sqrt(mean.length));
        this.mean = mean;
        this.weights = weights;
    }

    /** The symmetries of the entries, in their order. */
    static List<EntrySymmetry> symmetries() {
        final List<EntrySymmetry> symmetries = new ArrayList<>();
        for (final EntrySymmetry symmetry : EntrySymmetry.values())
            for (int i = 0; i < COUNTS[symmetry.ordinal()]; i++) symmetries.add(symmetry);
        return symmetries;
    }

    /**
     * The components of some kernels.
     *
     * @param kernels K×K values each, centre of mass at (K − s)/2; some hundred or more
     * @param scale their scale factor s
     */
    static KernelComponents of(final List<double[]> kernels, final int scale) {
        final int side = TransferFunction.side(scale);
        final List<double[]> logs = kernels.stream()
                .map(k -> logs(new TransferFunction(k, scale, side)))
                .toList();
        final double[] mean = new double[side * side];
        for (final double[] l : logs) {
            final double[] even = symmetric(l, side, EntrySymmetry.SAME);
            for (int i = 0; i < mean.length; i++) mean[i] += even[i] / logs.size();
        }
        final List<double[]> weights = new ArrayList<>();
        for (final EntrySymmetry symmetry : EntrySymmetry.values())
            weights.addAll(components(logs, mean, side, symmetry));
        return new KernelComponents(mean, weights.toArray(double[][]::new));
    }

    private static List<double[]> components(
            final List<double[]> logs, final double[] mean, final int side, final EntrySymmetry symmetry) {
        final RealMatrix covariance = new Array2DRowRealMatrix(mean.length, mean.length);
        for (final double[] l : logs) {
            final double[] difference = new double[mean.length];
            for (int i = 0; i < mean.length; i++) difference[i] = inDisc(i, side) ? l[i] - mean[i] : 0;
            final double[] part = symmetric(difference, side, symmetry);
            for (int i = 0; i < mean.length; i++)
                for (int j = 0; j < mean.length; j++) covariance.addToEntry(i, j, part[i] * part[j] / logs.size());
        }
        final EigenDecomposition eigen = new EigenDecomposition(covariance);
        final List<double[]> components = new ArrayList<>();
        for (int c = 0; c < COUNTS[symmetry.ordinal()]; c++) {
            final double[] vector = symmetric(eigen.getEigenvector(c).toArray(), side, symmetry);
            final double deviation = Math.sqrt(eigen.getRealEigenvalue(c));
            components.add(Arrays.stream(vector).map(v -> v / deviation).toArray());
        }
        return components;
    }

    private static boolean inDisc(final int i, final int side) {
        final int x = i % side - side / 2, y = i / side - side / 2;
        return x * x + y * y <= side / 2 * (side / 2);
    }

    /** The part of a function of the frequency that has a symmetry. */
    private static double[] symmetric(final double[] values, final int side, final EntrySymmetry symmetry) {
        final double[] part = new double[values.length];
        for (int g = 0; g < TurnedWeights.SYMMETRIES; g++)
            for (int i = 0; i < values.length; i++) {
                final int[] to = TurnedWeights.turned(g, i % side - side / 2, i / side - side / 2);
                part[i] += symmetry.sign(g)
                        * values[(to[1] + side / 2) * side + to[0] + side / 2]
                        / TurnedWeights.SYMMETRIES;
            }
        return part;
    }

    /** Number of entries. */
    int count() {
        return weights.length;
    }

    /** A kernel's transfer function at the frequencies of which the entries are made. */
    TransferFunction transfer(final double[] kernel, final int scale) {
        return new TransferFunction(kernel, scale, side);
    }

    /** A kernel's entries; their standard deviation over the prior's kernels is 1. */
    double[] entries(final double[] kernel, final int scale) {
        return entries(transfer(kernel, scale));
    }

    /** The entries of the kernel with a transfer function. */
    double[] entries(final TransferFunction kernel) {
        final double[] logs = logs(kernel), entries = new double[weights.length];
        for (int e = 0; e < entries.length; e++)
            for (int i = 0; i < logs.length; i++) entries[e] += weights[e][i] * (logs[i] - mean[i]);
        return entries;
    }

    private static double[] logs(final TransferFunction kernel) {
        final double[] logs = new double[kernel.length()];
        for (int i = 0; i < logs.length; i++) logs[i] = Math.log(kernel.power(i) + FLOOR);
        return logs;
    }

    private static final String MEAN = "components.mean", WEIGHTS = "components.weights";

    /** The components as a file has them. */
    Map<String, Tensor> tensors() {
        final float[] all = new float[weights.length * mean.length];
        for (int i = 0; i < all.length; i++) all[i] = (float) weights[i / mean.length][i % mean.length];
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(MEAN, Tensor.of(floats(mean)));
        tensors.put(WEIGHTS, new Tensor(new int[] {weights.length, mean.length}, all));
        return tensors;
    }

    /**
     * The components of a file.
     *
     * @throws UserError if they are missing or have another shape
     */
    static KernelComponents of(final Map<String, Tensor> tensors) {
        final Tensor mean = tensors.get(MEAN), weights = tensors.get(WEIGHTS);
        final int count = symmetries().size();
        if (mean == null || weights == null || weights.values().length != count * mean.values().length)
            throw new UserError(
                    "prior",
                    "the tensors \"" + MEAN + "\" and \"" + WEIGHTS + "\" do not describe " + count + " entries.");
        final int n = mean.values().length;
        final double[][] rows = new double[count][n];
        for (int i = 0; i < count * n; i++) rows[i / n][i % n] = weights.values()[i];
        final double[] means = new double[n];
        for (int i = 0; i < n; i++) means[i] = mean.values()[i];
        return new KernelComponents(means, rows);
    }

    private static float[] floats(final double[] values) {
        final float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
        return floats;
    }
}
