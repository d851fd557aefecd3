package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/** Finds the {@linkplain IntensityRange range} of the grey levels of an image, whose planes are read one by one. */
final class GreyLevels {

    private static final double TAIL = 0.001;
    /** Larger numbers are no grey levels: they stand for missing data. */
    static final double LARGEST = 1e30;
    /** Number of pixels with the lowest level, or the highest, from which on it may stand for missing data. */
    private static final int FEWEST_MISSING = 16;

    /**
     * Number of passes over the pixels; each refines one bin, and together they resolve all digits of a float. More, up to so many,
     * are needed where a few pixels are larger than all others by so much that these are in one bin.
     */
    private static final int PASSES = 3, MOST_PASSES = 9;

    /** The distance of two quantiles that are resolved, over their bins. */
    private static final double RESOLVED = 1 << 12;

    private final ImagePlus image;
    private final int[] planes;
    private final IntFunction<boolean[]> mask;
    private final String key;
    private final Progress progress;

    /**
     * @param planes those that count, numbers in the image's stack, from 1
     * @param mask which pixels of a plane have no part in the range, row by row; an empty array if all have
     * @param key the parameter that the image was given for, named in errors
     */
    GreyLevels(
            final ImagePlus image,
            final IntStream planes,
            final IntFunction<boolean[]> mask,
            final String key,
            final Progress progress) {
        this.image = image;
        this.planes = planes.toArray();
        this.mask = mask;
        this.key = key;
        this.progress = progress;
    }

    /** {@link IntensityRange#of(ImagePlus, String, Progress)} */
    IntensityRange range() {
        return find().orElseThrow(() -> {
            final OptionalDouble level = first();
            return level.isPresent()
                    ? new UserError(
                            key,
                            "the image \"" + image.getTitle() + "\" is constant (all pixels "
                                    + (mask.apply(planes[0]).length == 0 ? "" : "that are not left out ")
                                    + "are " + level.getAsDouble() + "); an image with structure is needed.")
                    : new UserError(
                            key,
                            "all pixels of the image \"" + image.getTitle() + "\" are left out by the mask",
                            "some must show the light");
        });
    }

    /** The same; empty if all pixels are equal. */
    Optional<IntensityRange> find() {
        return Optional.ofNullable(
                switch (image.getBitDepth()) {
                    case 16 -> ofShorts();
                    case 32 -> ofFloats();
                    default -> isConstant() ? null : new IntensityRange(0, 255);
                });
    }

    /** {@link IntensityRange#checkFinite} */
    void checkFinite() {
        if (image.getBitDepth() == 32) extremes();
    }

    /** What is compared to find out whether an image is constant. */
    private double level(final ImageProcessor pixels, final int i) {
        return image.getBitDepth() == 24 ? pixels.get(i) & 0xffffff : pixels.getf(i);
    }

    private interface Reader {

        /**
         * @param counts whether a pixel, by its index row by row, has a part in the range
         * @return whether to read the next plane
         */
        boolean read(ImageProcessor pixels, int plane, IntPredicate counts);
    }

    private void eachPlane(final Reader reader) {
        for (final int plane : planes) {
            if (image.getStackSize() > 1) progress.update("Reading grey levels", plane - 1, image.getStackSize());
            if (!reader.read(image.getStack().getProcessor(plane), plane, counts(plane))) return;
        }
    }

    /** Whether a pixel of a plane, by its index row by row, has a part in the range. */
    private IntPredicate counts(final int plane) {
        final boolean[] left = mask.apply(plane);
        return left.length == 0 ? i -> true : i -> !left[i];
    }

    /** Number of all pixels that count. */
    private long pixels() {
        final int area = image.getWidth() * image.getHeight();
        return Arrays.stream(planes)
                .mapToLong(
                        plane -> IntStream.range(0, area).filter(counts(plane)).count())
                .sum();
    }

    /** The level of the first pixel that counts; empty if none does. */
    private OptionalDouble first() {
        final OptionalDouble[] first = {OptionalDouble.empty()};
        eachPlane((pixels, plane, counts) -> {
            first[0] = IntStream.range(0, pixels.getPixelCount())
                    .filter(counts)
                    .mapToDouble(i -> level(pixels, i))
                    .findFirst();
            return first[0].isEmpty();
        });
        return first[0];
    }

    private boolean isConstant() {
        final OptionalDouble first = first();
        final boolean[] constant = {true};
        eachPlane((pixels, plane, counts) -> {
            for (int i = 0; i < pixels.getPixelCount() && constant[0]; i++)
                constant[0] = !counts.test(i) || level(pixels, i) == first.getAsDouble();
            return constant[0];
        });
        return constant[0];
    }

    /**
     * Null if the image is constant, or nothing of it counts. With a bin for each of 16 bits' grey levels, quantiles are exact. A
     * highest level that lies far from all others is that of a scale bar or label, beside which all that the image shows would be
     * dark; a lowest may be a background that was taken away.
     */
    private IntensityRange ofShorts() {
        final long[] histogram = new long[Quantile.BINS];
        eachPlane((pixels, plane, counts) -> {
            for (int i = 0; i < pixels.getPixelCount(); i++) if (counts.test(i)) histogram[pixels.get(i)]++;
            return true;
        });
        final int[] levels = IntStream.range(0, histogram.length)
                .filter(v -> histogram[v] > 0)
                .toArray();
        if (levels.length == 0) return null;
        int last = levels.length - 1;
        if (last > 1 && isOutlying(levels[last], histogram[levels[last]], levels[last - 1], levels[0]))
            histogram[levels[last--]] = 0;
        final double ranks = Arrays.stream(histogram).sum() - 1.0;
        return between(level(histogram, TAIL * ranks), level(histogram, (1 - TAIL) * ranks), levels[0], levels[last]);
    }

    /**
     * Whether the level at one end is far from all others, and not by chance.
     *
     * @param count how many pixels have it
     * @param next the level beside it
     * @param other the level at the other end
     */
    private static boolean isOutlying(final double level, final long count, final double next, final double other) {
        return count >= FEWEST_MISSING && Math.abs(level - next) > Math.abs(next - other);
    }

    /** The grey level of the pixel with this rank in ascending order, from 0. */
    private static double level(final long[] histogram, final double rank) {
        long below = 0;
        int level = 0;
        for (; level < Quantile.BINS - 1 && below + histogram[level] <= rank; level++) below += histogram[level];
        return level;
    }

    /** Null if the image is constant, or nothing of it counts. */
    private IntensityRange ofFloats() {
        final double[] extremes = extremes();
        if (!(extremes[0] < extremes[1])) return null;
        final double lowest = extremes[0], highest = extremes[1];
        final long pixels = withoutMissing(extremes);
        final double last = pixels - 1;
        final Quantile low = new Quantile(TAIL * last, extremes), high = new Quantile((1 - TAIL) * last, extremes);
        if (extremes[0] < extremes[1]) narrow(low, high);
        final IntensityRange range = between(low.value(), high.value(), extremes[0], extremes[1]);
        // Left out pixels may lie outside the extremes and are yet no missing data.
        return pixels == pixels()
                ? range
                : new IntensityRange(
                        range.zero(),
                        range.one(),
                        extremes[0] > lowest ? extremes[0] : -LARGEST,
                        extremes[1] < highest ? extremes[1] : LARGEST);
    }

    /**
     * Moves the extremes past what stands for missing data.
     *
     * @return number of the pixels between them
     */
    private long withoutMissing(final double[] extremes) {
        final double lowest = extremes[0], highest = extremes[1];
        final double[] next = {highest, lowest};
        final long[] count = new long[3];
        eachPlane((pixels, plane, counts) -> {
            for (int i = 0; i < pixels.getPixelCount(); i++) {
                final double v = pixels.getf(i);
                if (Math.abs(v) > LARGEST || !counts.test(i)) continue;
                count[2]++;
                if (v == lowest) count[0]++;
                else next[0] = Math.min(next[0], v);
                if (v == highest) count[1]++;
                else next[1] = Math.max(next[1], v);
            }
            return true;
        });
        if (next[0] < next[1] && isOutlying(lowest, count[0], next[0], highest)) {
            extremes[0] = next[0];
            count[2] -= count[0];
        } else if (next[0] < next[1] && isOutlying(highest, count[1], next[1], lowest)) {
            extremes[1] = next[1];
            count[2] -= count[1];
        }
        return count[2];
    }

    private static IntensityRange between(final double low, final double high, final double min, final double max) {
        if (min == max) return null;
        return low < high ? new IntensityRange(low, high) : new IntensityRange(min, max);
    }

    private double[] extremes() {
        final double[] extremes = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        eachPlane((pixels, plane, counts) -> {
            for (int i = 0; i < pixels.getPixelCount(); i++) {
                final double v = pixels.getf(i);
                if (!Double.isFinite(v))
                    throw new UserError(
                            key,
                            "the image \"" + image.getTitle() + "\" holds a pixel that is not a finite number ("
                                    + v + " at x=" + i % pixels.getWidth() + ", y=" + i / pixels.getWidth() + ", plane "
                                    + plane + "); replace NaN and infinite pixels first.");
                if (Math.abs(v) > LARGEST || !counts.test(i)) continue;
                extremes[0] = Math.min(extremes[0], v);
                extremes[1] = Math.max(extremes[1], v);
            }
            return true;
        });
        return extremes;
    }

    private static boolean areResolved(final Quantile low, final Quantile high) {
        return high.value() - low.value() > RESOLVED * Math.max(low.resolution(), high.resolution());
    }

    /** Refines two quantiles by repeated passes over all planes. */
    private void narrow(final Quantile low, final Quantile high) {
        for (int pass = 0; pass < PASSES || pass < MOST_PASSES && !areResolved(low, high); pass++) {
            low.start();
            high.start();
            eachPlane((pixels, plane, counts) -> {
                for (int i = 0; i < pixels.getPixelCount(); i++) {
                    if (!counts.test(i)) continue;
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
}
