package sc.fiji.blindsr.camera;

import java.io.Serializable;
import sc.fiji.blindsr.pixel.CosineTransform;

/**
 * Where the 8×8 blocks of an image lie that was a JPEG file, and how coarsely their cosine transforms were rounded. Its steps
 * are taken to be those of the luminance table that the standard (ITU-T T.81, table K.1) gives as an example, times a factor:
 * nearly all programs do so, and where one has a table of its own, this is near enough to tell well-known frequencies from
 * hardly known ones.
 *
 * @param left column of an image's pixel at which blocks begin, 0 to 7
 * @param top row of such a pixel, 0 to 7
 * @param coarseness the steps over those of the table: 0.5 at quality 75, 1 at 50, where full scale is 1
 * @param before standard deviation of the noise that was there before the image became a file, a share of full scale
 */
public record JpegGrid(int left, int top, double coarseness, double before) implements Serializable {

    /** Number of columns and of rows of a block. */
    public static final int BLOCK = CosineTransform.LENGTH;

    /** Steps of the standard's table, row by row from the lowest vertical frequency, grey levels of 255. */
    private static final int[] TABLE = {
        16, 11, 10, 16, 24, 40, 51, 61, //
        12, 12, 14, 19, 26, 58, 60, 55, //
        14, 13, 16, 24, 40, 57, 69, 56, //
        14, 17, 22, 29, 51, 87, 80, 62, //
        18, 22, 37, 56, 68, 109, 103, 77, //
        24, 35, 55, 64, 81, 104, 113, 92, //
        49, 64, 78, 87, 103, 121, 120, 101, //
        72, 92, 95, 98, 112, 100, 103, 99
    };
    /** Grey levels of full scale. */
    private static final double LEVELS = 255;
    /**
     * Standard deviation of the noise that is taken to have been there before at the least, a share of full scale: what a file has of
     * less can no longer be told from structure.
     */
    private static final double LEAST_BEFORE = 2 / LEVELS;

    /** Blocks of an image of which no noise was seen. */
    JpegGrid(final int left, final int top, final double coarseness) {
        this(left, top, coarseness, LEAST_BEFORE);
    }

    /** The same where so much noise is seen. */
    JpegGrid withNoise(final double seen) {
        return new JpegGrid(left, top, coarseness, Math.max(LEAST_BEFORE, seen));
    }

    /** The step of the standard's table for a frequency, grey levels of 255. */
    static int step(final int horizontal, final int vertical) {
        return TABLE[vertical * BLOCK + horizontal];
    }

    /** The coarseness of files of a quality, as libjpeg counts it: 1 to 100. */
    static double coarseness(final int quality) {
        return quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
    }

    /**
     * Variances of the errors of a block's cosine transform (orthonormal), shares of full scale squared, row by row from the
     * lowest vertical frequency. Rounding to multiples of q has q²/12, if all values between two multiples are alike.
     */
    public double[] variances() {
        final double[] variances = new double[TABLE.length];
        for (int i = 0; i < variances.length; i++) {
            final double step = Math.max(1, coarseness * TABLE[i]) / LEVELS;
            variances[i] = step * step / 12 + before * before;
        }
        return variances;
    }
}
