package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.Rectangle;
import java.util.Arrays;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Planes of an {@link ImagePlus} as X×Y×C images of floats in about [0,1], and back: C = 3 for RGB (and for 8-bit colour,
 * which counts as RGB), else 1.
 */
public final class Planes {

    private Planes() {}

    /** The number of channels that one plane of this image has here. */
    public static int channels(final ImagePlus image) {
        return isColour(image) ? 3 : 1;
    }

    /** Whether its pixels are numbers of colours in a palette. */
    public static boolean hasPalette(final ImagePlus image) {
        return Palette.isIn(image);
    }

    /** Whether its grey levels, or those of its colours, go from 0 to 255. */
    public static boolean isEightBit(final ImagePlus image) {
        return image.getBitDepth() == 8 || image.getBitDepth() == 24;
    }

    /**
     * Reads one plane.
     *
     * @param plane number of the plane in the image's stack, from 1
     * @return X×Y×C
     */
    public static ArrayImg<FloatType, FloatArray> read(
            final ImagePlus image, final int plane, final IntensityRange range) {
        final ImageProcessor pixels = image.getStack().getProcessor(plane);
        final int width = pixels.getWidth(), height = pixels.getHeight(), count = width * height;
        final int channels = channels(image);
        final float[] values = new float[count * channels];
        if (channels == 1) for (int i = 0; i < count; i++) values[i] = range.toUnit(pixels.getf(i));
        else {
            final ImageProcessor colour = pixels.convertToRGB();
            for (int i = 0; i < count; i++)
                for (int c = 0; c < 3; c++) values[c * count + i] = range.toUnit(colour.get(i) >> 8 * (2 - c) & 0xff);
        }
        return ArrayImgs.floats(values, width, height, channels);
    }

    /**
     * Where data are missing in a plane, puts the level that stands for that into what was made of the plane: a background that was set
     * to 0 stays 0. Numbers that are no levels stay filled in.
     *
     * @param scale pixels of {@code made} to one of the image, along each axis
     * @param plane number of the plane in the image's stack, from 1
     */
    public static void keepMissing(
            final ImageProcessor made,
            final int scale,
            final ImagePlus image,
            final int plane,
            final IntensityRange range) {
        if (!range.hasLimits()) return;
        final ImageProcessor pixels = image.getStack().getProcessor(plane);
        for (int y = 0; y < made.getHeight(); y++)
            for (int x = 0; x < made.getWidth(); x++) {
                final float level = pixels.getf(x / scale, y / scale);
                if (range.isMissing(level) && Math.abs(level) <= GreyLevels.LARGEST) made.setf(x, y, level);
            }
    }

    /**
     * Makes a plane of the same type as an image's: integer types are rounded and held within their range, 32-bit is left
     * alone.
     *
     * @param values X×Y×C
     * @param like the image whose type the plane gets (8-bit colour gives RGB)
     */
    public static <T extends RealType<T>> ImageProcessor write(
            final RandomAccessibleInterval<T> values, final ImagePlus like, final IntensityRange range) {
        final int width = (int) values.dimension(0), height = (int) values.dimension(1), count = width * height;
        final Cursor<T> cursor = Views.flatIterable(values).cursor();
        if (isColour(like)) {
            final int[] rgb = new int[count];
            Arrays.fill(rgb, 0xff000000); // opaque, as in files that ImageJ has read
            for (int c = 0; c < 3; c++)
                for (int i = 0; i < count; i++)
                    rgb[i] |= (int) held(range.fromUnit(cursor.next().getRealDouble()), 255) << 8 * (2 - c);
            return new ColorProcessor(width, height, rgb);
        }
        final float[] grey = new float[count];
        for (int i = 0; i < count; i++)
            grey[i] = (float) range.fromUnit(cursor.next().getRealDouble());
        switch (like.getBitDepth()) {
            case 8:
                final ImageProcessor bytes = new ByteProcessor(width, height);
                for (int i = 0; i < count; i++) bytes.set(i, (int) held(grey[i], 255));
                return bytes;
            case 16:
                final ImageProcessor shorts = new ShortProcessor(width, height);
                for (int i = 0; i < count; i++) shorts.set(i, (int) held(grey[i], 65535));
                return shorts;
            default:
                return new FloatProcessor(width, height, grey);
        }
    }

    private static long held(final double greyLevel, final int max) {
        return Math.max(0, Math.min(max, Math.round(greyLevel)));
    }

    private static boolean isColour(final ImagePlus image) {
        return image.getBitDepth() == 24 || Palette.isIn(image);
    }

    /** The pixels of a part of a plane, X×Y×C from 0, 0. */
    public static RandomAccessibleInterval<FloatType> crop(
            final RandomAccessibleInterval<FloatType> plane, final Rectangle part) {
        return Views.zeroMin(Views.interval(plane, new long[] {part.x, part.y, 0}, new long[] {
            part.x + part.width - 1, part.y + part.height - 1, plane.max(2)
        }));
    }
}
