package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Recognises noise that was smoothed, as denoising, interpolation and the processing in cameras do: it is left where masks for
 * high frequencies see little of it. The image is cut into parts, and in each the quietest squares of 8×8 pixels are looked
 * at, without the plane through their levels. It is smoothed noise, and not faint structure, if
 * <ul>
 * <li>the quietest squares of many parts are equally restless, far more than the mask for high frequencies says;
 * <li>neighbours there differ less than independent ones would, alike along rows and columns, and pixels at twice the distance
 *     hardly so.
 * </ul>
 */
final class SmoothedNoise {

    /** Number of parts along either axis, and the fewest that have a square which is not blank. */
    private static final int PARTS = 5, FEWEST_PARTS = 12;
    /** Side of a square, smallest distance from one to the next, pixels; about how many are looked at along each axis of a part. */
    private static final int SQUARE = 8, STEP = 2, MOST_SQUARES = 48;
    /** The squares that are looked at, a share of those in a part: the last of them is as restless as the part's noise. */
    private static final double QUIETEST = 0.02;
    /** The parts' noise, as quantiles: what is taken for that of the image, and what it is compared with. */
    private static final double QUANTILE = 0.25, LOW_QUANTILE = 0.08;
    /** Largest ratio of these, and smallest ratio of the noise to that of high frequencies. */
    private static final double LARGEST_SPREAD = 1.3, SMALLEST_RATIO = 1.7;
    /** Smallest noise that matters, a share of full scale: a grey level of 255; and the largest: what is more is a texture. */
    private static final double SMALLEST = 1 / 255.0, LARGEST = 0.08;
    /** Correlation of neighbours at the least, at two and three times the distance at the most, and of rows and columns to each other. */
    private static final double SMALLEST_NEAR = 0.25, LARGEST_FAR = 0.12, LARGEST_DIFFERENCE = 0.1;
    /**
     * Noise that Sparse MAP bears best, over the standard deviation in the quietest squares: more would smooth what the noise
     * has left of structure. Measured on simulated images with noise smoothed by Gaussians of 0.7 and 1 pixels.
     */
    private static final double NOISE = 0.7;

    /** Sums over x² of a square's coordinates from its centre, for all of its pixels. */
    private static final double SPREAD = SQUARE * SQUARE * (SQUARE * SQUARE - 1) / 12.0;
    /** Degrees of freedom that are left in a square without its plane. */
    private static final int FREE = SQUARE * SQUARE - 3;

    /** A square of an image: its position in memory, and the variance there. */
    private record Square(int from, double variance) {}

    private final Frame frame;
    private final double[] rest = new double[SQUARE * SQUARE];

    private SmoothedNoise(final Frame frame) {
        this.frame = frame;
    }

    /**
     * The noise to be allowed for in an image whose noise was smoothed.
     *
     * @param frame the image; NaN = missing data
     * @param fine standard deviation of the noise as high frequencies show it
     * @return its standard deviation, the mean over the channels that are not blank; empty if one of them has other noise, or all are
     */
    static OptionalDouble of(final Frame frame, final double fine) {
        if (Math.min(frame.width(), frame.height()) < PARTS * (SQUARE + 4 * STEP)) return OptionalDouble.empty();
        final SmoothedNoise noise = new SmoothedNoise(frame);
        double sum = 0;
        int shown = 0;
        for (int c = 0; c < frame.channels(); c++) {
            final double sigma = noise.ofChannel(c * frame.area(), fine);
            if (sigma == 0) return OptionalDouble.empty();
            if (Double.isNaN(sigma)) continue;
            sum += sigma;
            shown++;
        }
        return shown == 0 ? OptionalDouble.empty() : OptionalDouble.of(NOISE * sum / shown);
    }

    /** The standard deviation in the quietest squares of a channel; 0 if it is not that of smoothed noise, NaN if it is blank. */
    private double ofChannel(final int channel, final double fine) {
        final List<List<Square>> parts = new ArrayList<>();
        for (int row = 0; row < PARTS; row++)
            for (int column = 0; column < PARTS; column++) {
                final List<Square> quietest = quietest(channel, row, column);
                if (!quietest.isEmpty()) parts.add(quietest);
            }
        if (parts.isEmpty()) return Double.NaN;
        if (parts.size() < FEWEST_PARTS) return 0;
        parts.sort(Comparator.comparingDouble(SmoothedNoise::variance));
        final double sigma = Math.sqrt(variance(parts.get((int) (QUANTILE * (parts.size() - 1)))));
        final double low = Math.sqrt(variance(parts.get((int) (LOW_QUANTILE * (parts.size() - 1)))));
        return sigma > SMALLEST
                        && sigma < LARGEST
                        && sigma > SMALLEST_RATIO * fine
                        && sigma < LARGEST_SPREAD * low
                        && isSmooth(parts.subList(0, parts.size() / 2))
                ? sigma
                : 0;
    }

    private static double variance(final List<Square> quietest) {
        return quietest.get(quietest.size() - 1).variance;
    }

    /** The quietest squares of a part; none if all are blank. */
    private List<Square> quietest(final int channel, final int row, final int column) {
        final int left = column * frame.width() / PARTS, right = (column + 1) * frame.width() / PARTS;
        final int top = row * frame.height() / PARTS, bottom = (row + 1) * frame.height() / PARTS;
        final int step = Math.max(STEP, Math.max(right - left, bottom - top) / MOST_SQUARES);
        final List<Square> squares = new ArrayList<>();
        for (int y = top; y + SQUARE <= bottom; y += step)
            for (int x = left; x + SQUARE <= right; x += step) {
                final int from = channel + y * frame.width() + x;
                final double variance = withoutPlane(from);
                if (variance > 0) squares.add(new Square(from, variance));
            }
        squares.sort(Comparator.comparingDouble(Square::variance));
        return squares.isEmpty()
                ? squares
                : List.copyOf(squares.subList(0, 1 + (int) (QUIETEST * (squares.size() - 1))));
    }

    /** Computes what is left of a square without its plane, and the variance of that; NaN if data are missing. */
    private double withoutPlane(final int from) {
        final double centre = (SQUARE - 1) / 2.0;
        double mean = 0, across = 0, down = 0;
        for (int y = 0, i = 0; y < SQUARE; y++)
            for (int x = 0; x < SQUARE; x++, i++) {
                rest[i] = frame.levels()[from + y * frame.width() + x];
                mean += rest[i] / rest.length;
                across += (x - centre) * rest[i] / SPREAD;
                down += (y - centre) * rest[i] / SPREAD;
            }
        for (int y = 0, i = 0; y < SQUARE; y++)
            for (int x = 0; x < SQUARE; x++, i++) rest[i] -= mean + across * (x - centre) + down * (y - centre);
        final double variance = Arrays.stream(rest).map(v -> v * v).sum() / FREE;
        // What rounding leaves of a blank square is no noise.
        return variance > 1e-12 ? variance : 0;
    }

    private boolean isSmooth(final List<List<Square>> parts) {
        double squares = 0, across = 0, down = 0, farAcross = 0, farDown = 0, thirdAcross = 0, thirdDown = 0;
        for (final List<Square> part : parts)
            for (final Square square : part) {
                squares += withoutPlane(square.from) * FREE / (square.variance * SQUARE * SQUARE);
                across += product(1, 0) / square.variance;
                down += product(0, 1) / square.variance;
                farAcross += product(2, 0) / square.variance;
                farDown += product(0, 2) / square.variance;
                thirdAcross += product(3, 0) / square.variance;
                thirdDown += product(0, 3) / square.variance;
            }
        return Math.min(across, down) > SMALLEST_NEAR * squares
                && Math.max(farAcross, farDown) < LARGEST_FAR * squares
                && Math.max(thirdAcross, thirdDown) < LARGEST_FAR * squares
                && Math.abs(across - down) < LARGEST_DIFFERENCE * squares
                && Math.abs(farAcross - farDown) < LARGEST_DIFFERENCE * squares;
    }

    /** Mean product of the square's pixels at a distance. */
    private double product(final int dx, final int dy) {
        double sum = 0;
        for (int y = 0; y + dy < SQUARE; y++)
            for (int x = 0; x + dx < SQUARE; x++) sum += rest[y * SQUARE + x] * rest[(y + dy) * SQUARE + x + dx];
        return sum / ((SQUARE - dx) * (SQUARE - dy));
    }
}
