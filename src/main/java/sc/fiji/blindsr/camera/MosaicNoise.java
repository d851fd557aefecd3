package sc.fiji.blindsr.camera;

import java.util.OptionalDouble;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * Recognises images that were interpolated from a Bayer mosaic: in each channel, the pixels that the sensor measured differ
 * from the mean of their neighbours by noise and structure, those in between by little. The noise is that of the measured
 * pixels alone: interpolation hides it from masks for high frequencies, and spreads it over lower ones.
 */
final class MosaicNoise {

    /** Smallest ratio of the differences of measured and interpolated pixels, medians over the image. */
    private static final double SMALLEST_RATIO = 2;
    /** Standard deviation of a bilinearly interpolated channel's noise, measured pixels included, over the sensor's: ¾. */
    private static final double LEFT = 0.75;

    private MosaicNoise() {}

    /**
     * The noise of an image of three channels.
     *
     * @return its standard deviation, the mean over pixels and channels; empty if there is no mosaic in the image
     */
    static OptionalDouble of(final Frame frame) {
        if (frame.channels() != 3) return OptionalDouble.empty();
        final QuietNoise sensor = new QuietNoise();
        for (int c = 0; c < 3; c++) {
            final double[] differences = new double[4];
            int measured = 0, interpolated = 0;
            for (int site = 0; site < 4; site++) {
                differences[site] = difference(frame, c, site & 1, site >> 1);
                if (differences[site] > differences[measured]) measured = site;
                if (differences[site] < differences[interpolated]) interpolated = site;
            }
            // No sensor's pixels are all the same. Green has two measured and two
            // interpolated pixels in four, and the least contrast between them.
            if (differences[measured] == 0
                    || differences[measured] < (c == 1 ? 1.15 : SMALLEST_RATIO) * differences[interpolated])
                return OptionalDouble.empty();
            final Frame sites = sites(frame, c, measured & 1, measured >> 1);
            sensor.add(sites, new boolean[sites.levels().length]);
        }
        return OptionalDouble.of(LEFT * sensor.sigma());
    }

    /** Median distance of the pixels at every second column and row from the mean of their four neighbours. */
    private static double difference(final Frame frame, final int channel, final int left, final int top) {
        final double[] distances = MosaicSites.distances(frame, channel, left, top);
        return distances.length == 0 ? 0 : RobustStatistics.median(distances);
    }

    private static Frame sites(final Frame frame, final int channel, final int left, final int top) {
        final int width = (frame.width() - left) / 2, height = (frame.height() - top) / 2;
        final float[] levels = new float[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                levels[y * width + x] =
                        frame.levels()[channel * frame.area() + (top + 2 * y) * frame.width() + left + 2 * x];
        return new Frame(levels, width, height, 1);
    }
}
