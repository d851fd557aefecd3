package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.RESOLUTION;

import ij.ImagePlus;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.resolution.Decorrelation;

/**
 * The highest frequencies at which a plane shows more than noise, by {@linkplain Decorrelation decorrelation analysis}, before
 * and after its restoration.
 *
 * @param input as a part of the Nyquist frequency of the low-resolution image, 0 to 1; 0 if nothing stands above the noise; NaN
 *     if the image is too small to tell
 * @param result the same of the restored plane, as a part of the same frequency: 0 to the scale factor
 */
public record ResolutionGain(double input, double result) implements Serializable {

    /** What is reported of the result. */
    static final String COLUMN = "Resolution";

    /** Longest side of the part in the middle that is looked at, pixels of the result. */
    private static final int LARGEST = 2048;

    /**
     * Looks at the middle of a plane.
     *
     * @param low X×Y×C
     * @param high sX×sY×C for the scale factor s
     */
    static ResolutionGain of(
            final RandomAccessibleInterval<FloatType> low,
            final RandomAccessibleInterval<FloatType> high,
            final int scale,
            final Progress progress) {
        final long width = Math.min(LARGEST / scale, low.dimension(0)),
                height = Math.min(LARGEST / scale, low.dimension(1));
        if (Math.min(width, height) < ResolutionEstimation.SMALLEST) return new ResolutionGain(Double.NaN, Double.NaN);
        final long x = (low.dimension(0) - width) / 2, y = (low.dimension(1) - height) / 2;
        return new ResolutionGain(
                frequency(low, x, y, width, height, progress),
                scale * frequency(high, scale * x, scale * y, scale * width, scale * height, progress));
    }

    private static double frequency(
            final RandomAccessibleInterval<FloatType> plane,
            final long x,
            final long y,
            final long width,
            final long height,
            final Progress progress) {
        final Interval part = FinalInterval.createMinSize(x, y, 0, width, height, plane.dimension(2));
        return Decorrelation.of(
                        ArrayImgs.floats(
                                Channels.luminanceOf(Views.interval(Views.zeroMin(plane), part)), width, height),
                        progress)
                .frequency();
    }

    /** Whether a run is to tell it. */
    static boolean isAsked(final Settings settings) {
        return settings.has(RESOLUTION) && settings.get(RESOLUTION);
    }

    /**
     * Reports the mean over those of some planes that show more than noise: the period of the result in the table, in pixels of the input as its widths are, and
     * both, in the unit of the image too where it is calibrated, in Info.
     */
    static void report(final List<ResolutionGain> planes, final RunReport report, final ImagePlus input) {
        final double before = mean(planes, ResolutionGain::input), after = mean(planes, ResolutionGain::result);
        if (after > 0) report.set(COLUMN, 2 / after);
        report.detail("Resolution of the input", described(before, input) + of(planes, ResolutionGain::input))
                .detail("Resolution of the result", described(after, input) + of(planes, ResolutionGain::result));
    }

    /** Over the planes in which something stands above the noise; 0 if it does in none. */
    private static double mean(final List<ResolutionGain> planes, final ToDoubleFunction<ResolutionGain> figure) {
        return planes.stream().mapToDouble(figure).filter(f -> f != 0).average().orElse(0);
    }

    private static String of(final List<ResolutionGain> planes, final ToDoubleFunction<ResolutionGain> figure) {
        final long telling =
                planes.stream().mapToDouble(figure).filter(f -> f != 0).count();
        return telling == 0 || telling == planes.size() ? "" : " (" + telling + " of " + planes.size() + " planes)";
    }

    private static String described(final double frequency, final ImagePlus input) {
        if (Double.isNaN(frequency))
            return "not told by fewer than " + ResolutionEstimation.SMALLEST + " pixels along an axis";
        if (frequency == 0) return "nothing stands above the noise";
        final double period = 2 / frequency;
        return String.format(Locale.ROOT, "%.3g pixels of the input", period)
                + PixelSize.of(input.getCalibration())
                        .map(pixel -> String.format(Locale.ROOT, ", %.4g %s", period * pixel.meanSide(), pixel.unit()))
                        .orElse("");
    }
}
