package sc.fiji.blindsr.camera;

/**
 * An image on its way through a camera. Levels are shares of full scale: 0 is none, 1 is the highest number the camera
 * writes; before it is written, values may lie outside.
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

    /** Number of pixels of a channel. */
    int area() {
        return width * height;
    }

    /** The same image in new memory. */
    Frame copy() {
        return new Frame(levels.clone(), width, height, channels);
    }
}
