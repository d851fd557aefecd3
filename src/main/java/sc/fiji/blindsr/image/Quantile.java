package sc.fiji.blindsr.image;

import java.util.Arrays;

/**
 * A quantile by histograms: each pass over the pixels looks closer at the one bin where it lies, so that memory does not
 * grow with the image and a few outliers do not spoil the resolution.
 */
final class Quantile {

    /** Bins of a histogram: one for each of 16 bits' grey levels. */
    static final int BINS = 1 << 16;

    private final double rank;
    private final long[] histogram = new long[BINS + 1];
    private final double least;
    private double from;
    private double to;
    private double width;
    private long below;

    /**
     * @param rank of the pixel in ascending order, from 0
     * @param extremes the lowest and the highest level; lower ones do not count
     */
    Quantile(final double rank, final double[] extremes) {
        this.rank = rank;
        least = extremes[0];
        from = least;
        to = extremes[1];
    }

    /** The quantile, from below. */
    double value() {
        return from;
    }

    /** How far the quantile may be above that. */
    double resolution() {
        return to - from;
    }

    /** Begins a pass over all pixels. */
    void start() {
        Arrays.fill(histogram, 0);
        below = 0;
        width = (to - from) / BINS;
    }

    /** Takes a pixel. */
    void count(final double v) {
        if (v < least) return;
        if (v < from) below++;
        else if (v <= to && isOpen()) histogram[(int) Math.min(BINS, (v - from) / width)]++;
    }

    /** Ends a pass: the next one looks at the one bin where the quantile lies. */
    void end() {
        if (!isOpen()) return;
        int bin = 0;
        for (; bin < BINS && below + histogram[bin] <= rank; bin++) below += histogram[bin];
        from += bin * width;
        to = from + width;
    }

    /** Whether its bins are still wider than the last digit of a number. */
    private boolean isOpen() {
        return from + width > from;
    }
}
