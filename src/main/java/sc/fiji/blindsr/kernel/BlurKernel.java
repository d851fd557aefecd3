package sc.fiji.blindsr.kernel;

import java.io.Serializable;
import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.pixel.Pixels;

/**
 * A blur kernel: an array of weights on the high-resolution pixel grid, immutable. The {@link Grid} says whether
 * the array is a point-spread function or holds correlation weights.
 */
public final class BlurKernel implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int width;
    private final int height;
    private final double[] values;

    /**
     * @param width number of columns
     * @param height number of rows
     * @param values weights, row by row; copied
     * @throws IllegalArgumentException if their number is not {@code width · height}
     * @throws UserError if one is not finite, or all are zero
     */
    public BlurKernel(final int width, final int height, final double... values) {
        if (width < 1 || height < 1 || values.length != width * height)
            throw new IllegalArgumentException(
                    values.length + " values were given for " + width + "×" + height + " pixels.");
        double largest = 0;
        for (final double v : values) {
            if (!Double.isFinite(v)) throw new UserError("kernel", "it holds a value that is not finite (" + v + ").");
            largest = Math.max(largest, Math.abs(v));
        }
        if (largest == 0) throw new UserError("kernel", "all its values are zero.");
        this.width = width;
        this.height = height;
        this.values = values.clone();
    }

    /** A square kernel from its values, row by row. */
    public static BlurKernel square(final double... values) {
        final int size = (int) Math.round(Math.sqrt(values.length));
        return new BlurKernel(size, size, values);
    }

    /** A kernel from a two-dimensional image, X×Y. */
    public static <T extends RealType<T>> BlurKernel of(final RandomAccessibleInterval<T> image) {
        return new BlurKernel((int) image.dimension(0), (int) image.dimension(1), Pixels.doubles(image));
    }

    /** The size of kernels for scale factor 1, which is ours. */
    private static final int SIZE_AT_SCALE_1 = 15;

    /**
     * The size K of square kernels that the method uses for scale factor s: min(4s + 3, 21); for scale factor 1, which the
     * paper does not have, 15.
     */
    public static int sizeFor(final int scale) {
        return scale == 1 ? SIZE_AT_SCALE_1 : Math.min(4 * scale + 3, 21);
    }

    /** Number of columns. */
    public int width() {
        return width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** The weight in column x, row y. */
    public double get(final int x, final int y) {
        return values[y * width + x];
    }

    /** A copy of the weights, row by row. */
    public double[] values() {
        return values.clone();
    }

    /** A copy of the weights in single precision, row by row. */
    public float[] floats() {
        final float[] copy = new float[values.length];
        for (int i = 0; i < copy.length; i++) copy[i] = (float) values[i];
        return copy;
    }

    /** Sum of the weights. */
    public double sum() {
        double sum = 0;
        for (final double v : values) sum += v;
        return sum;
    }

    /**
     * The same kernel with 0 where its weights are negative.
     *
     * @throws UserError if none is positive
     */
    public BlurKernel withoutNegatives() {
        return new BlurKernel(
                width, height, Arrays.stream(values).map(v -> Math.max(v, 0)).toArray());
    }

    /**
     * The same kernel with sum 1.
     *
     * @throws UserError if the sum is not positive
     */
    public BlurKernel normalised() {
        final double sum = sum();
        if (!(sum > 0))
            throw new UserError("kernel", "its values add up to " + sum + "; a blur kernel's sum must be positive.");
        final double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) scaled[i] = values[i] / sum;
        return new BlurKernel(width, height, scaled);
    }

    /** The kernel turned by 180°: from convolution to correlation and back. */
    public BlurKernel turned() {
        final double[] turned = new double[values.length];
        for (int i = 0; i < turned.length; i++) turned[i] = values[values.length - 1 - i];
        return new BlurKernel(width, height, turned);
    }

    /**
     * The kernel in the middle of an array of another size: zeros are put around it, or its rim is cut off. The sum is then
     * that of what is left.
     *
     * @param wide number of columns, odd if the kernel's is odd and even if it is even
     * @param high number of rows, likewise
     */
    public BlurKernel framed(final int wide, final int high) {
        if ((wide - width) % 2 != 0 || (high - height) % 2 != 0)
            throw new IllegalArgumentException(
                    width + "×" + height + " pixels and " + wide + "×" + high + " have no common middle.");
        return placed(wide, high, (wide - width) / 2, (high - height) / 2);
    }

    /** The kernel in an array of another size, its first pixel in column {@code left} and row {@code top}; 0 around it. */
    BlurKernel placed(final int wide, final int high, final int left, final int top) {
        final double[] placed = new double[wide * high];
        final int first = Math.max(0, -left), count = Math.min(width, wide - left) - first;
        for (int y = Math.max(0, -top); y < Math.min(height, high - top); y++)
            System.arraycopy(values, y * width + first, placed, (y + top) * wide + left + first, count);
        return new BlurKernel(wide, high, placed);
    }

    /** The kernel as an image, X×Y. */
    public Img<FloatType> image() {
        return ArrayImgs.floats(floats(), width, height);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof BlurKernel k && k.width == width && Arrays.equals(k.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "kernel " + width + "×" + height + ", " + KernelFigures.of(this);
    }
}
