package sc.fiji.blindsr.pixel;

import java.util.Arrays;

/** What a few outliers do not spoil. */
public final class RobustStatistics {

    /** The standard deviation of a normal distribution over its median deviation. */
    private static final double OF_MEDIAN_DEVIATION = 1.4826;

    private RobustStatistics() {}

    /** The median; of an even number of values the mean of the two in the middle. */
    public static double median(final double... values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The standard deviation of most of the values around their middle. */
    public static double deviation(final double[] values, final double middle) {
        return OF_MEDIAN_DEVIATION
                * median(Arrays.stream(values).map(v -> Math.abs(v - middle)).toArray());
    }
}
