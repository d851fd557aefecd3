package sc.fiji.blindsr.camera;

import java.util.Arrays;

/**
 * Recognises grey images that are the mean of three colours interpolated from a Bayer mosaic, as ImageJ makes them of a colour
 * camera's: at the pixels that saw green, two of three colours come from two neighbours each; at the others from four, so that
 * these differ less from what is around them. In the luminance, where green counts most, they differ even less.
 */
public final class MosaicMean {

    /**
     * How many times as much pixels of one kind differ from their neighbours as those of the other. On 30 photographs and textures at
     * the scale factors 2 to 4, that was 1.5 to 2.1; in their luminance 2.6 to 4.3, and without a mosaic at most 1.13.
     */
    private static final double LEAST = 1.3, MOST = 2.35;
    /** The two sites of a kind differ by no more than this factor. */
    private static final double ALIKE = 1.3;

    private MosaicMean() {}

    /**
     * Whether an image is one.
     *
     * @param levels width×height grey levels, row by row
     */
    public static boolean is(final float[] levels, final int width, final int height) {
        final double[] sites = new double[4];
        final Frame frame = new Frame(levels, width, height, 1);
        for (int site = 0; site < 4; site++)
            sites[site] = Arrays.stream(MosaicSites.distances(frame, 0, site & 1, site >> 1))
                    .average()
                    .orElse(0);
        final double ratio = ratio(sites[0] + sites[3], sites[1] + sites[2]);
        return ratio >= LEAST
                && ratio <= MOST
                && ratio(sites[0], sites[3]) < ALIKE
                && ratio(sites[1], sites[2]) < ALIKE;
    }

    private static double ratio(final double a, final double b) {
        return Math.max(a / b, b / a);
    }
}
