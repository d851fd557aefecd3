package sc.fiji.blindsr.camera;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

/**
 * An image on its way through a camera. Levels are shares of full scale: 0 is none, 1 is the highest number the camera
 * writes; before it is written, values may lie outside. NaN is missing data.
 *
 * @param levels the values, X×Y×C
 * @param width number of columns
 * @param height number of rows
 * @param channels number of channels
 */
public record Frame(float[] levels, int width, int height, int channels) {

    /** Checks that the numbers agree. */
    public Frame {
        if (levels.length != width * height * channels)
            throw new IllegalArgumentException(
                    levels.length + " values were given for " + width + "×" + height + "×" + channels + ".");
    }

    /** The image itself, not a copy. */
    public static Frame of(final ArrayImg<FloatType, FloatArray> image) {
        return new Frame(
                image.update(null).getCurrentStorageArray(), (int) image.dimension(0), (int) image.dimension(1), (int)
                        image.dimension(2));
    }

    /** Number of pixels of a channel. */
    int area() {
        return width * height;
    }

    /** Which values, X×Y×C, are missing data. */
    boolean[] missing() {
        final boolean[] missing = new boolean[levels.length];
        for (int i = 0; i < missing.length; i++) missing[i] = Float.isNaN(levels[i]);
        return missing;
    }

    /** The same image in new memory. */
    public Frame copy() {
        return new Frame(levels.clone(), width, height, channels);
    }
}
