package sc.fiji.blindsr.image;

import ij.ImagePlus;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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

    /** The mask that leaves no pixel out. */
    private static final IntFunction<boolean[]> WHOLE = plane -> new boolean[0];

    /** As {@link #of(ImagePlus, String, Progress)}, without progress. */
    public static IntensityRange of(final ImagePlus image, final String key) {
        return of(image, key, Progress.NONE);
    }

    /**
     * The map for an image: 0…255 for 8-bit and RGB, the 0.1 % and 99.9 % quantiles over all planes for 16 and 32 bit (the
     * minimum and maximum, if these coincide). In 32-bit images, numbers beyond ±1e30, and a lowest or highest level that many
     * pixels have and that lies further from all others than these from each other, are missing data; such a highest level of 16-bit
     * images, that of a scale bar, has no part in the quantiles. Planes are read one by
     * one: those of 8-bit and RGB until two different grey levels have been seen, 16-bit ones once, 32-bit ones five times, and
     * up to eleven times where a few pixels are larger than all others by many orders of magnitude.
     *
     * @param key the parameter that the image was given for, named in errors
     * @throws UserError if a pixel is not finite or all are equal
     */
    public static IntensityRange of(final ImagePlus image, final String key, final Progress progress) {
        return of(image, WHOLE, key, progress);
    }

    private static IntensityRange of(
            final ImagePlus image, final IntFunction<boolean[]> mask, final String key, final Progress progress) {
        return new GreyLevels(image, planes(image), mask, key, progress).range();
    }

    /** As {@link #ofChannels(ImagePlus, IntFunction, String, Progress)}, of all pixels. */
    public static List<IntensityRange> ofChannels(final ImagePlus image, final String key, final Progress progress) {
        return ofChannels(image, WHOLE, key, progress);
    }

    /**
     * The maps for the channels of a hyperstack, each as if it were alone: beside a bright channel, all that a dim one shows would
     * else count for no more than rounding. A channel whose pixels are all equal, or left out, has the map of all.
     *
     * @param mask which pixels of a plane, by its number in the stack, have no part in the map: debris under a mask may be brighter
     *     by far than all else. X×Y values, or none if all have
     * @param key the parameter that the image was given for, named in errors
     * @throws UserError if a pixel is not finite, all are equal or left out
     */
    public static List<IntensityRange> ofChannels(
            final ImagePlus image, final IntFunction<boolean[]> mask, final String key, final Progress progress) {
        if (image.getNChannels() == 1 || Planes.isEightBit(image))
            return Collections.nCopies(image.getNChannels(), of(image, mask, key, progress));
        final List<Optional<IntensityRange>> found = Channel.of(image, false).stream()
                .map(channel -> new GreyLevels(image, channel.planes(), mask, key, progress).find())
                .toList();
        if (found.stream().allMatch(Optional::isPresent))
            return found.stream().map(Optional::get).toList();
        final IntensityRange all = of(image, mask, key, progress);
        return found.stream().map(range -> range.orElse(all)).toList();
    }

    /**
     * Refuses an image with a pixel that is not a finite number.
     *
     * @param key the parameter that the image was given for
     */
    public static void checkFinite(final ImagePlus image, final String key, final Progress progress) {
        new GreyLevels(image, planes(image), WHOLE, key, progress).checkFinite();
    }

    private static IntStream planes(final ImagePlus image) {
        return IntStream.rangeClosed(1, image.getStackSize());
    }

    /** The same for an image that lacks no data. */
    public IntensityRange withoutLimits() {
        return new IntensityRange(zero, one);
    }

    /** Whether any grey level stands for missing data. */
    boolean hasLimits() {
        return lowest > Double.NEGATIVE_INFINITY || highest < Double.POSITIVE_INFINITY;
    }

    /** Whether a grey level stands for missing data. */
    boolean isMissing(final double greyLevel) {
        return greyLevel < lowest || greyLevel > highest;
    }

    /** A grey level in [0,1]; NaN for missing data. */
    public float toUnit(final double greyLevel) {
        if (isMissing(greyLevel)) return Float.NaN;
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
}
