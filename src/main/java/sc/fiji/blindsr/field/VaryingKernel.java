package sc.fiji.blindsr.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.CellGrid;
import sc.fiji.blindsr.progress.Progress;

/**
 * The kernels of a {@link BlurField} as weighted sums of a few base kernels: their mean and their principal components. Between
 * the cells the weights, and so the kernels, are interpolated linearly. The components' sums are 0, so that each kernel's sum
 * is exactly that of the mean.
 */
public final class VaryingKernel {

    /**
     * Root mean square of what is left of the kernels, relative to their mean, at which no more components are taken: much less than
     * what is known of them. With 0.01, restoring takes half as long again for the same images; with 0.02, a sharp scene without noise
     * loses 0.1 dB.
     */
    private static final double TOLERANCE = 0.015;

    private static final int MOST = 6, POWER_ITERATIONS = 60;

    private final CellGrid grid;
    private final int size;
    private final List<double[]> bases = new ArrayList<>();
    /** For each base kernel its weight in each cell. */
    private final List<double[]> weights = new ArrayList<>();

    private VaryingKernel(final CellGrid grid, final int size, final double[][] kernels) {
        this.grid = grid;
        this.size = size;
        final double[] mean = new double[size * size];
        for (final double[] kernel : kernels)
            for (int p = 0; p < mean.length; p++) mean[p] += kernel[p] / kernels.length;
        add(mean, filled(kernels.length));
        for (final double[] kernel : kernels) subtract(kernel, 1, mean);
        final double enough = kernels.length * TOLERANCE * TOLERANCE * dot(mean, mean);
        while (bases.size() < MOST
                && Arrays.stream(kernels).mapToDouble(k -> dot(k, k)).sum() > enough) {
            final double[] component = component(kernels);
            final double[] shares =
                    Arrays.stream(kernels).mapToDouble(k -> dot(k, component)).toArray();
            for (int i = 0; i < kernels.length; i++) subtract(kernels[i], shares[i], component);
            add(component, shares);
        }
    }

    /**
     * The kernels of a field, to be correlated.
     *
     * @param scale the scale factor s
     * @param size width and height K of the kernels
     * @param grid says what a kernel array means
     * @param each applied to every value of every kernel, such as its square
     */
    public static VaryingKernel of(
            final BlurField field,
            final int scale,
            final int size,
            final Grid grid,
            final UnaryOperator<double[]> each) {
        final List<BlurKernel> kernels = field.kernels(scale, size);
        return new VaryingKernel(
                field.grid(),
                size,
                kernels.stream()
                        .map(k -> each.apply(grid.correlated(k.values())))
                        .toArray(double[][]::new));
    }

    private void add(final double[] base, final double[] weight) {
        bases.add(base);
        weights.add(weight);
    }

    private static double[] filled(final int length) {
        final double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The direction in which vectors differ most, of length 1, by power iteration from the longest of them. */
    private static double[] component(final double[][] vectors) {
        double[] direction = Arrays.stream(vectors)
                .reduce((a, b) -> dot(b, b) > dot(a, a) ? b : a)
                .orElseThrow()
                .clone();
        for (int i = 0; i < POWER_ITERATIONS; i++) {
            final double[] next = new double[direction.length];
            for (final double[] vector : vectors) subtract(next, -dot(vector, direction), vector);
            final double length = Math.sqrt(dot(next, next));
            for (int p = 0; p < next.length; p++) next[p] /= length;
            direction = next;
        }
        return direction;
    }

    private static double dot(final double[] a, final double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void subtract(final double[] from, final double share, final double[] vector) {
        for (int i = 0; i < from.length; i++) from[i] -= share * vector[i];
    }

    /** Width and height K of the kernels. */
    public int size() {
        return size;
    }

    /** Number of base kernels. */
    public int count() {
        return bases.size();
    }

    /** Base kernel j: K×K weights to be correlated, row by row. */
    public double[] base(final int j) {
        return bases.get(j);
    }

    /** The weight of base kernel j at each low-resolution pixel of a part of the field, row by row. */
    public float[] weights(final int j, final long x, final long y, final int width, final int height) {
        final float[] part = new float[width * height];
        for (int n = 0; n < height; n++)
            for (int m = 0; m < width; m++) part[n * width + m] = (float) grid.held(weights.get(j), x + m, y + n);
        return part;
    }

    /**
     * Blurs and down-samples an image as {@link Degradation} does, each low-resolution pixel with its own kernel.
     *
     * @param high sX×sY×C for the field's X×Y
     */
    public <T extends RealType<T>> ArrayImg<FloatType, FloatArray> degraded(
            final RandomAccessibleInterval<T> high, final int scale, final Progress progress) {
        final int count = grid.width() * grid.height();
        final float[] sum = new float[count * (int) high.dimension(2)];
        for (int j = 0; j < count(); j++) {
            final float[] part = new Degradation(new BlurKernel(size, size, bases.get(j)), scale, Grid.PAPER)
                    .apply(high, progress)
                    .update(null)
                    .getCurrentStorageArray();
            final float[] weight = weights(j, 0, 0, grid.width(), grid.height());
            for (int i = 0; i < sum.length; i++) sum[i] += weight[i % count] * part[i];
        }
        return ArrayImgs.floats(sum, grid.width(), grid.height(), high.dimension(2));
    }
}
