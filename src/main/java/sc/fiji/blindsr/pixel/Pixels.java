package sc.fiji.blindsr.pixel;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.RealType;

/** Copies the pixels of an ImgLib2 image to an array: row by row, plane by plane (x changes first, then y, then channel). */
public final class Pixels {

    private Pixels() {}

    /** The pixels in single precision. */
    public static <T extends RealType<T>> float[] floats(final RandomAccessibleInterval<T> image) {
        final float[] pixels = new float[Math.toIntExact(image.size())];
        LoopBuilder.setImages(image, ArrayImgs.floats(pixels, image.dimensionsAsLongArray()))
                .forEachPixel((from, to) -> to.set(from.getRealFloat()));
        return pixels;
    }

    /** The pixels in double precision. */
    public static <T extends RealType<T>> double[] doubles(final RandomAccessibleInterval<T> image) {
        final double[] pixels = new double[Math.toIntExact(image.size())];
        LoopBuilder.setImages(image, ArrayImgs.doubles(pixels, image.dimensionsAsLongArray()))
                .forEachPixel((from, to) -> to.set(from.getRealDouble()));
        return pixels;
    }
}
