package sc.fiji.blindsr.resolution;

import ij.IJ;
import ij.process.ImageProcessor;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** A photograph of which it is known what frequencies it has. */
final class LowPass {

    static final int SIZE = 512;

    private LowPass() {}

    /** @param file grey levels 0 to 255, at least {@value #SIZE} pixels along each axis */
    static double[][] photograph(final String file) {
        final ImageProcessor pixels = IJ.openImage(file).getProcessor().convertToFloat();
        final double[][] image = new double[SIZE][SIZE];
        for (int y = 0; y < SIZE; y++) for (int x = 0; x < SIZE; x++) image[y][x] = pixels.getf(x, y);
        return image;
    }

    /** The disc's sharp edge. */
    static DoubleUnaryOperator sharp(final double cutoff) {
        return k -> k < cutoff ? 1 : 0;
    }

    /** The optical transfer function of a wide-field microscope in focus. */
    static DoubleUnaryOperator wideField(final double cutoff) {
        return k -> {
            final double f = k / cutoff;
            return f >= 1 ? 0 : 2 / Math.PI * (Math.acos(f) - f * Math.sqrt(1 - f * f));
        };
    }

    /** An image whose spectrum was multiplied by a transfer function of k, where 1 is the Nyquist frequency. */
    static double[][] filtered(final double[][] image, final DoubleUnaryOperator transfer) {
        final FastFourierTransformer fft = new FastFourierTransformer(DftNormalization.STANDARD);
        final Complex[][] lines = new Complex[SIZE][];
        for (int y = 0; y < SIZE; y++) lines[y] = fft.transform(image[y], TransformType.FORWARD);
        final double[][] result = new double[SIZE][SIZE];
        for (int u = 0; u < SIZE; u++) {
            final Complex[] column = column(lines, u, fft, TransformType.FORWARD);
            for (int v = 0; v < SIZE; v++) {
                final double k = Math.hypot(wrapped(u), wrapped(v)) * 2 / SIZE;
                column[v] = column[v].multiply(transfer.applyAsDouble(k));
            }
            final Complex[] back = fft.transform(column, TransformType.INVERSE);
            for (int y = 0; y < SIZE; y++) lines[y][u] = back[y];
        }
        for (int y = 0; y < SIZE; y++) {
            final Complex[] line = fft.transform(lines[y], TransformType.INVERSE);
            for (int x = 0; x < SIZE; x++) result[y][x] = line[x].getReal();
        }
        return result;
    }

    private static Complex[] column(
            final Complex[][] lines, final int u, final FastFourierTransformer fft, final TransformType type) {
        final Complex[] column = new Complex[SIZE];
        for (int y = 0; y < SIZE; y++) column[y] = lines[y][u];
        return fft.transform(column, type);
    }

    private static int wrapped(final int index) {
        return index < SIZE / 2 ? index : index - SIZE;
    }

    /** The image with white noise. */
    static Img<FloatType> noisy(final double[][] image, final double sigma, final long seed) {
        final Random random = new Random(seed);
        final float[] pixels = new float[SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++)
            pixels[i] = (float) (image[i / SIZE][i % SIZE] + sigma * random.nextGaussian());
        return ArrayImgs.floats(pixels, SIZE, SIZE);
    }
}
