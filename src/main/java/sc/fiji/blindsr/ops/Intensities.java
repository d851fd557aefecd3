package sc.fiji.blindsr.ops;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.pixel.Pixels;

/**
 * Converts an image of any type and any grey levels to what the algorithms take, X×Y×C in about [0,1], by the same map as the
 * commands ({@link IntensityRange}), and results back to the image's own grey levels.
 */
final class Intensities {

    private final IntensityRange range;
    private final ArrayImg<FloatType, FloatArray> unit;
    private final boolean flat;
    private final boolean eightBit;

    /**
     * @param image X×Y, or X×Y×C with C = 1 or 3
     * @throws UserError if it has other dimensions, a pixel that is not finite, or is constant
     */
    <T extends RealType<T>> Intensities(final RandomAccessibleInterval<T> image) {
        final RandomAccessibleInterval<T> stack = stack(image);
        flat = image.numDimensions() == 2;
        final int width = (int) stack.dimension(0),
                height = (int) stack.dimension(1),
                channels = (int) stack.dimension(2);
        final float[] values = Pixels.floats(stack);
        final ImageProcessor floats = new FloatProcessor(width, height * channels, values.clone());
        // As in ImageJ, 16 bits have no value that stands for missing data.
        final IntensityRange found = IntensityRange.of(
                new ImagePlus(
                        "image",
                        stack.getType() instanceof UnsignedShortType ? floats.convertToShortProcessor(false) : floats),
                "image");
        eightBit = stack.getType() instanceof UnsignedByteType;
        range = eightBit ? new IntensityRange(0, 255) : found;
        for (int j = 0; j < values.length; j++) values[j] = range.toUnit(values[j]);
        unit = ArrayImgs.floats(values, width, height, channels);
    }

    /** X×Y as X×Y×1, X×Y×C as it is, both from 0. */
    static <T extends RealType<T>> RandomAccessibleInterval<T> stack(final RandomAccessibleInterval<T> image) {
        final RandomAccessibleInterval<T> stack = image.numDimensions() == 2 ? Views.addDimension(image, 0, 0) : image;
        if (stack.numDimensions() != 3
                || stack.dimension(0) < 1
                || stack.dimension(1) < 1
                || stack.dimension(2) != 1 && stack.dimension(2) != 3)
            throw new UserError(
                    "image",
                    "it has " + size(image)
                            + " pixels; needed is X×Y, or X×Y×C with 1 or 3 channels. Take the planes of a stack one by one.");
        return Views.zeroMin(stack);
    }

    /** X×Y of a result, if it is to be flat; else X×Y×C. */
    static long[] size(final Interval result, final boolean flat) {
        return flat ? new long[] {result.dimension(0), result.dimension(1)} : result.dimensionsAsLongArray();
    }

    static String size(final RandomAccessibleInterval<?> image) {
        final StringBuilder size = new StringBuilder();
        for (int d = 0; d < image.numDimensions(); d++)
            size.append(d == 0 ? "" : "×").append(image.dimension(d));
        return size.toString();
    }

    /** Whether its levels are shares of 255. */
    boolean isEightBit() {
        return eightBit;
    }

    IntensityRange range() {
        return range;
    }

    /** The image, X×Y×C in about [0,1]. */
    ArrayImg<FloatType, FloatArray> unit() {
        return unit;
    }

    /** A result in the image's grey levels and with as many dimensions. */
    Img<FloatType> back(final Img<FloatType> result) {
        final float[] levels = Pixels.floats(result);
        for (int i = 0; i < levels.length; i++) levels[i] = (float) range.fromUnit(levels[i]);
        return ArrayImgs.floats(levels, size(result, flat));
    }
}
