package sc.fiji.blindsr.evaluate;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.pixel.Pixels;

/**
 * How far a result is from a reference: PSNR and SSIM as the super-resolution literature measures them. Colour is
 * compared by its luma, MATLAB's rgb2ycbcr without rounding: Y = 16 + (65.481 R + 128.553 G + 24.966 B)/255 for channels
 * of 0…255, which are rounded to whole numbers and held within these first; for others, the same in parts of their peak.
 */
public final class ImageQuality {

    private static final int WINDOW = SimilarityWindow.SIZE;
    /** The largest grey level of 8 bits. */
    private static final double BYTE = 255;

    private final double[] result;
    private final double[] reference;
    private final int width;
    private final int height;
    private final double peak;

    /**
     * @param result X×Y×C with C = 1 or 3; grey levels from 0 to {@code peak}
     * @param reference an image of the same size
     * @param border number of pixels at every edge that are left out
     * @param peak the largest grey level there can be: 255 for 8-bit and RGB
     * @throws UserError if the sizes differ, nothing is left inside the border, or the peak is no level
     */
    public <T extends RealType<T>, U extends RealType<U>> ImageQuality(
            final RandomAccessibleInterval<T> result,
            final RandomAccessibleInterval<U> reference,
            final int border,
            final double peak) {
        for (int d = 0; d < 3; d++)
            if (result.dimension(d) != reference.dimension(d))
                throw new UserError(
                        "reference",
                        "it has " + size(reference) + " (x, y, channels), the result " + size(result)
                                + "; they must be equal.");
        width = (int) result.dimension(0) - 2 * border;
        height = (int) result.dimension(1) - 2 * border;
        if (border < 0 || width < 1 || height < 1)
            throw new UserError(
                    "border",
                    "" + border + " was given; 0 or more is allowed, and less than half the image (" + size(result)
                            + ").");
        if (!(peak > 0 && peak < Double.POSITIVE_INFINITY))
            throw UserError.value("peak", peak, "a finite number above 0, the largest grey level there can be");
        this.peak = peak;
        this.result = luma(result, border);
        this.reference = luma(reference, border);
    }

    private static String size(final RandomAccessibleInterval<?> image) {
        return image.dimension(0) + "×" + image.dimension(1) + "×" + image.dimension(2);
    }

    private <T extends RealType<T>> double[] luma(final RandomAccessibleInterval<T> image, final int border) {
        final int wide = (int) image.dimension(0), high = (int) image.dimension(1), channels = (int) image.dimension(2);
        final double[] weights =
                channels == 3 ? new double[] {65.481 / BYTE, 128.553 / BYTE, 24.966 / BYTE} : new double[] {1};
        final double[] luma = new double[width * height];
        final double[] pixels = Pixels.doubles(image);
        for (int c = 0; c < channels; c++)
            for (int y = 0; y < high; y++)
                for (int x = 0; x < wide; x++) {
                    final double v = pixels[(c * high + y) * wide + x];
                    final int i = x - border, j = y - border;
                    if (i >= 0 && i < width && j >= 0 && j < height)
                        luma[j * width + i] += weights[c]
                                * (channels == 3 && peak == BYTE ? Math.round(Math.max(0, Math.min(BYTE, v))) : v);
                }
        if (channels == 3) for (int i = 0; i < luma.length; i++) luma[i] += 16 * peak / BYTE;
        return luma;
    }

    /** Peak signal-to-noise ratio in dB; infinite for equal images. */
    public double psnr() {
        double sum = 0;
        for (int i = 0; i < result.length; i++) sum += (result[i] - reference[i]) * (result[i] - reference[i]);
        return 20 * Math.log10(peak / Math.sqrt(sum / result.length));
    }

    /**
     * Mean structural similarity (Wang et al., IEEE TIP 2004) over the places where the {@link SimilarityWindow} fits; NaN if
     * the image is smaller than that.
     */
    public double ssim() {
        if (width < WINDOW || height < WINDOW) return Double.NaN;
        final double c1 = square(0.01 * peak), c2 = square(0.03 * peak);
        final int n = result.length;
        final double[] aa = new double[n], bb = new double[n], ab = new double[n];
        for (int i = 0; i < n; i++) {
            aa[i] = result[i] * result[i];
            bb[i] = reference[i] * reference[i];
            ab[i] = result[i] * reference[i];
        }
        final double[] meanA = windowed(result),
                meanB = windowed(reference),
                meanAA = windowed(aa),
                meanBB = windowed(bb),
                meanAB = windowed(ab);
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            final double product = meanA[i] * meanB[i], squares = square(meanA[i]) + square(meanB[i]);
            sum += (2 * product + c1)
                    * (2 * (meanAB[i] - product) + c2)
                    / ((squares + c1) * (meanAA[i] + meanBB[i] - squares + c2));
        }
        return sum / meanA.length;
    }

    /**
     * PSNR in dB of two kernels, peak 1 (FKP, section 4.1); infinite for equal ones. Around the smaller one there is nothing.
     *
     * @throws UserError if one has an odd and the other an even number of columns or rows: they have no common middle
     */
    public static double kernelPsnr(final BlurKernel kernel, final BlurKernel reference) {
        final int width = Math.max(kernel.width(), reference.width()),
                height = Math.max(kernel.height(), reference.height());
        if ((kernel.width() - reference.width()) % 2 != 0 || (kernel.height() - reference.height()) % 2 != 0)
            throw new UserError(
                    "reference",
                    "the kernel has " + reference.width() + "×" + reference.height() + " pixels, the other one "
                            + kernel.width() + "×" + kernel.height() + ": they have no common middle",
                    "both numbers of columns must be odd or both even, and those of rows");
        final double[] a = kernel.framed(width, height).values(),
                b = reference.framed(width, height).values();
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += square(a[i] - b[i]);
        return -10 * Math.log10(sum / a.length);
    }

    private double[] windowed(final double[] image) {
        final double[] weights = SimilarityWindow.weights();
        final int narrow = width - WINDOW + 1, low = height - WINDOW + 1;
        final double[] rows = new double[narrow * height], out = new double[narrow * low];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < narrow; x++)
                for (int i = 0; i < WINDOW; i++) rows[y * narrow + x] += weights[i] * image[y * width + x + i];
        for (int y = 0; y < low; y++)
            for (int i = 0; i < WINDOW; i++)
                for (int x = 0; x < narrow; x++) out[y * narrow + x] += weights[i] * rows[(y + i) * narrow + x];
        return out;
    }

    private static double square(final double v) {
        return v * v;
    }
}
