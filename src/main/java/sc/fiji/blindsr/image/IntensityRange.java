package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/**
 * The linear map between an image's grey levels and [0,1]: 0 ↔ {@code zero}, 1 ↔ {@code one}. Nothing is clipped: values
 * outside stay outside. What in a 32-bit image stands for missing data has no place on the map.
 *
 * @param zero the grey level that becomes 0
 * @param one the grey level that becomes 1
 * @param lowest the lowest grey level that is no missing data; −∞ if there is no such limit
 * @param highest the highest; ∞ if there is none
 */
public record IntensityRange(double zero, double one, double lowest, double highest) implements Serializable {

    /** The map for an image without missing data. */
    public IntensityRange(final double zero, final double one) {
        this(zero, one, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** Grey levels as they are. */
    public static final IntensityRange IDENTITY = new IntensityRange(0, 1);

    private static final double TAIL = 0.001;
    /** Larger numbers are no grey levels: they stand for missing data. */
    private static final double LARGEST = 1e30;
    /** Number of pixels with the lowest level, or the highest, from which on it may stand for missing data. */
    private static final int FEWEST_MISSING = 16;

    private static final int BINS = 1 << 16;
    /** Number of passes over the pixels; each refines one bin, and together they resolve all digits of a float. */
    private static final int PASSES = 3;

    /** As {@link #of(ImagePlus, String, Progress)}, without progress. */
    public static IntensityRange of(final ImagePlus image, final String key) {
        return of(image, key, Progress.NONE);
    }

    /**
     * The map for an image: 0…255 for 8-bit and RGB, the 0.1 % and 99.9 % quantiles over all planes for 16 and 32 bit (the
     * minimum and maximum, if these coincide). In 32-bit images, numbers beyond ±1e30, and a lowest or highest level that many
     * pixels have and that lies further from all others than these from each other, are missing data. Planes are read one by
     * one: those of 8-bit and RGB until two different grey levels have been seen, 16-bit ones once, 32-bit ones up to five
     * times.
     *
     * @param key the parameter that the image was given for, named in errors
     * @throws UserError if a pixel is not finite or all are equal
     */
    public static IntensityRange of(final ImagePlus image, final String key, final Progress progress) {
        final IntensityRange range =
                switch (image.getBitDepth()) {
                    case 16 -> ofShorts(image, progress);
                    case 32 -> ofFloats(image, key, progress);
                    default -> isConstant(image, progress) ? null : new IntensityRange(0, 255);
                };
        if (range == null)
            throw new UserError(
                    key,
                    "the image \"" + image.getTitle()
                            + "\" is constant (all pixels are "
                            + level(image, image.getStack().getProcessor(1), 0)
                            + "); an image with structure is needed.");
        return range;
    }

    /**
     * Refuses an image with a pixel that is not a finite number.
     *
     * @param key the parameter that the image was given for
     */
    public static void checkFinite(final ImagePlus image, final String key, final Progress progress) {
        if (image.getBitDepth() == 32) extremes(image, key, progress);
    }

    /** A grey level in [0,1]; NaN for missing data. */
    public float toUnit(final double greyLevel) {
        if (greyLevel < lowest || greyLevel > highest) return Float.NaN;
        return (float) ((greyLevel - zero) / (one - zero));
    }

    /** The grey level of a value in [0,1]. */
    public double fromUnit(final double value) {
        return zero + value * (one - zero);
    }

    /** A difference of grey levels, such as a standard deviation, from one in [0,1]. */
    public double spanFromUnit(final double difference) {
        return difference * (one - zero);
    }

    /** A difference in [0,1] from one of grey levels, such as a standard deviation. */
    public double spanToUnit(final double difference) {
        return difference / (one - zero);
    }

    /** The same of a difference that may not be known. */
    public OptionalDouble spanToUnit(final OptionalDouble difference) {
        return difference.isPresent() ? OptionalDouble.of(spanToUnit(difference.getAsDouble())) : difference;
    }

    /** What is compared to find out whether an image is constant. */
    private static double level(final ImagePlus image, final ImageProcessor pixels, final int i) {
        return image.getBitDepth() == 24 ? pixels.get(i) & 0xffffff : pixels.getf(i);
    }

    private interface Reader {

        /** @return whether to read the next plane */
        boolean read(ImageProcessor pixels, int plane);
    }

    private static void eachPlane(final ImagePlus image, final Progress progress, final Reader reader) {
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            if (image.getStackSize() > 1) progress.update("Reading grey levels", plane - 1, image.getStackSize());
            if (!reader.read(image.getStack().getProcessor(plane), plane)) return;
        }
    }

    private static boolean isConstant(final ImagePlus image, final Progress progress) {
        final double first = level(image, image.getStack().getProcessor(1), 0);
        final boolean[] constant = {true};
        eachPlane(image, progress, (pixels, plane) -> {
            for (int i = 0; i < pixels.getPixelCount() && constant[0]; i++)
                constant[0] = level(image, pixels, i) == first;
            return constant[0];
        });
        return constant[0];
    }

    /** Null if the image is constant. With a bin for each of 16 bits' grey levels, quantiles are exact. */
    private static IntensityRange ofShorts(final ImagePlus image, final Progress progress) {
        final long[] histogram = new long[BINS];
        eachPlane(image, progress, (pixels, plane) -> {
            for (int i = 0; i < pixels.getPixelCount(); i++) histogram[pixels.get(i)]++;
            return true;
        });
        final double last = (double) image.getStackSize() * image.getWidth() * image.getHeight() - 1;
        return between(
                level(histogram, TAIL * last),
                level(histogram, (1 - TAIL) * last),
                level(histogram, 0),
                level(histogram, last));
    }

    /** The grey level of the pixel with this rank in ascending order, from 0. */
    private static double level(final long[] histogram, final double rank) {
        long below = 0;
        int level = 0;
        for (; level < BINS - 1 && below + histogram[level] <= rank; level++) below += histogram[level];
        return level;
    }

    /** Null if the image is constant. */
    private static IntensityRange ofFloats(final ImagePlus image, final String key, final Progress progress) {
        final double[] extremes = extremes(image, key, progress);
        if (!(extremes[0] < extremes[1])) return null;
        final long pixels = withoutMissing(image, extremes, progress);
        final double last = pixels - 1;
        final Quantile low = new Quantile(TAIL * last, extremes), high = new Quantile((1 - TAIL) * last, extremes);
        if (extremes[0] < extremes[1]) narrow(image, low, high, progress);
        final IntensityRange range = between(low.from, high.from, extremes[0], extremes[1]);
        final boolean all = pixels == (long) image.getStackSize() * image.getWidth() * image.getHeight();
        return all ? range : new IntensityRange(range.zero, range.one, extremes[0], extremes[1]);
    }

    /**
     * Moves the extremes past what stands for missing data.
     *
     * @return number of the pixels between them
     */
    private static long withoutMissing(final ImagePlus image, final double[] extremes, final Progress progress) {
        final double lowest = extremes[0], highest = extremes[1];
        final double[] next = {highest, lowest};
        final long[] count = new long[3];
        eachPlane(image, progress, (pixels, plane) -> {
            for (int i = 0; i < pixels.getPixelCount(); i++) {
                final double v = pixels.getf(i);
                if (Math.abs(v) > LARGEST) continue;
                count[2]++;
                if (v == lowest) count[0]++;
                else next[0] = Math.min(next[0], v);
                if (v == highest) count[1]++;
                else next[1] = Math.max(next[1], v);
            }
            return true;
        });
        if (next[0] < next[1] && count[0] >= FEWEST_MISSING && next[0] - lowest > highest - next[0]) {
            extremes[0] = next[0];
            count[2] -= count[0];
        } else if (next[0] < next[1] && count[1] >= FEWEST_MISSING && highest - next[1] > next[1] - lowest) {
            extremes[1] = next[1];
            count[2] -= count[1];
        }
        return count[2];
    }

    private static IntensityRange between(final double low, final double high, final double min, final double max) {
        if (min == max) return null;
        return low < high ? new IntensityRange(low, high) : new IntensityRange(min, max);
    }

    private static double[] extremes(final ImagePlus image, final String key, final Progress progress) {
        final double[] extremes = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        eachPlane(image, progress, (pixels, plane) -> {
            for (int i = 0; i < pixels.getPixelCount(); i++) {
                final double v = pixels.getf(i);
                if (!Double.isFinite(v))
                    throw new UserError(
                            key,
                            "the image \"" + image.getTitle() + "\" holds a pixel that is not a finite number ("
                                    + v + " at x=" + i % pixels.getWidth() + ", y=" + i / pixels.getWidth() + ", plane "
                                    + plane + "); replace NaN and infinite pixels first.");
                if (Math.abs(v) > LARGEST) continue;
                extremes[0] = Math.min(extremes[0], v);
                extremes[1] = Math.max(extremes[1], v);
            }
            return true;
        });
        return extremes;
    }

    /** Refines two quantiles by repeated passes over all planes. */
    private static void narrow(
            final ImagePlus image, final Quantile low, final Quantile high, final Progress progress) {
        for (int pass = 0; pass < PASSES; pass++) {
            low.start();
            high.start();
            eachPlane(image, progress, (pixels, plane) -> {
                for (int i = 0; i < pixels.getPixelCount(); i++) {
                    final float v = pixels.getf(i);
                    low.count(v);
                    high.count(v);
                }
                return true;
            });
            low.end();
            high.end();
        }
    }

    /**
     * A quantile by histograms: each pass over the pixels looks closer at the one bin where it lies, so that memory does not
     * grow with the image and a few outliers do not spoil the resolution.
     */
    private static final class Quantile {

        private final double rank;
        private final long[] histogram = new long[BINS + 1];
        private final double least;
        private double from;
        private double to;
        private double width;
        private long below;

        Quantile(final double rank, final double[] extremes) {
            this.rank = rank;
            least = extremes[0];
            from = least;
            to = extremes[1];
        }

        void start() {
            Arrays.fill(histogram, 0);
            below = 0;
            width = (to - from) / BINS;
        }

        void count(final double v) {
            if (v < least) return;
            if (v < from) below++;
            else if (v <= to && isOpen()) histogram[(int) Math.min(BINS, (v - from) / width)]++;
        }

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
}
