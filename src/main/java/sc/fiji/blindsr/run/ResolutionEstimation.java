package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.INPUT;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.AreaSelection;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.resolution.Cutoff;
import sc.fiji.blindsr.resolution.Decorrelation;
import sc.fiji.blindsr.resolution.RingCorrelation;

/**
 * Finds the highest frequency at which an image shows more than noise, in each of its planes: by decorrelation analysis, and by
 * Fourier ring correlation, with a second view of the same or, without one, of the image with itself.
 */
public final class ResolutionEstimation {

    public static final Option<ImagePlus> SECOND = Option.image(
            "second",
            "Second view",
            "Another image of the same, with noise of its own: for Fourier ring correlation of the two. none: the image is"
                    + " split, and its parts are correlated.");

    public static final Form FORM = new Form("Estimate Image Resolution...", INPUT, SECOND);

    /** The title of the table. */
    private static final String TABLE = "Blind SR Resolution";

    /** Smallest side of a region, in pixels: below it there are too few frequencies. */
    static final int SMALLEST = 64;

    /** Longest side of what is looked at: more pixels say no more, but take the memory of some images of that size. */
    private static final int LARGEST = 4096;

    /** Part of the Nyquist frequency from which on a cut-off may be the sampling's. */
    private static final double AT_NYQUIST = 0.97;

    private final ImagePlus input;
    private final Optional<ImagePlus> second;
    /** What was asked for, and the part of it that is looked at. */
    private final Rectangle asked, region;

    private ResolutionEstimation(final Settings settings) {
        input = settings.get(INPUT);
        second = settings.find(SECOND);
        final Rectangle whole = new Rectangle(input.getWidth(), input.getHeight());
        asked = AreaSelection.of(input)
                .map(roi -> Region.bounds(roi, whole, INPUT.key()))
                .orElse(whole);
        region = middle(asked);
        if (Math.min(region.width, region.height) < SMALLEST)
            throw new UserError(
                    INPUT.key(),
                    "the image or its selection has " + region.width + "×" + region.height + " pixels",
                    SMALLEST + " along each axis are needed");
        second.ifPresent(this::checkSecond);
    }

    private static Rectangle middle(final Rectangle region) {
        final int width = Math.min(LARGEST, region.width), height = Math.min(LARGEST, region.height);
        return new Rectangle(
                region.x + (region.width - width) / 2, region.y + (region.height - height) / 2, width, height);
    }

    private void checkSecond(final ImagePlus view) {
        if (view == input) throw isInput(view);
        if (view.getWidth() != input.getWidth()
                || view.getHeight() != input.getHeight()
                || view.getStackSize() != input.getStackSize())
            throw new UserError(
                    SECOND.key(),
                    "\"" + view.getTitle() + "\" has " + size(view) + " pixels and planes",
                    "it must have as many as the input, " + size(input));
        PixelSize.of(view.getCalibration()).ifPresent(seen -> PixelSize.of(input.getCalibration())
                .ifPresent(wanted -> checkAlike(seen, wanted, view)));
    }

    private static UserError isInput(final ImagePlus view) {
        return new UserError(
                SECOND.key(),
                "\"" + view.getTitle() + "\" is the input itself",
                "give another image of the same, or none");
    }

    private static void checkAlike(final PixelSize seen, final PixelSize wanted, final ImagePlus view) {
        if (seen.differs(wanted))
            throw new UserError(
                    SECOND.key(),
                    "\"" + view.getTitle() + "\" has pixels of " + seen,
                    "two views of the same have the same, and the input has " + wanted);
    }

    private static String size(final ImagePlus image) {
        return image.getWidth() + "×" + image.getHeight() + "×" + image.getStackSize();
    }

    /** A row for each plane, and the curves of the plane that was displayed when it began. */
    public static Outcome run(final Settings settings, final Progress progress) {
        return new ResolutionEstimation(settings).run(progress);
    }

    private Outcome run(final Progress progress) {
        final List<Map<String, Object>> rows = new ArrayList<>();
        ImagePlus plot = null;
        AreaSelection.notOf(input)
                .ifPresent(kind -> progress.log("The selection in \"" + input.getTitle() + "\" is no area (" + kind
                        + "); the resolution is that of the whole image."));
        if (!region.equals(asked))
            progress.log("The resolution of \"" + input.getTitle() + "\" is that of its middle, " + region.width + "×"
                    + region.height + " pixels of " + asked.width + "×" + asked.height + ".");
        final int planes = input.getStackSize(), displayed = input.getCurrentSlice();
        for (int plane = 1; plane <= planes; plane++) {
            final Progress first = progress.part("decorrelation, plane " + plane, 2 * plane - 2, 2 * planes),
                    then = progress.part("Fourier ring correlation, plane " + plane, 2 * plane - 1, 2 * planes);
            final RandomAccessibleInterval<FloatType> image = plane(input, INPUT, plane);
            final Cutoff decorrelation = Decorrelation.of(image, first);
            final Cutoff correlation;
            if (second.isPresent()) {
                final RandomAccessibleInterval<FloatType> view = plane(second.get(), SECOND, plane);
                if (decorrelation.isFound() && Arrays.equals(Pixels.floats(image), Pixels.floats(view)))
                    throw isInput(second.get());
                correlation = RingCorrelation.of(image, view, then);
            } else correlation = RingCorrelation.ofOne(image, then);
            rows.add(row(plane, decorrelation, correlation));
            if (plane == displayed) plot = plot(decorrelation, correlation);
        }
        return new Outcome(null, plot, TABLE, rows);
    }

    private RandomAccessibleInterval<FloatType> plane(final ImagePlus image, final Option<?> option, final int plane) {
        final float[] values =
                Channels.luminanceOf(Planes.crop(Planes.read(image, plane, IntensityRange.IDENTITY), region));
        for (final float value : values)
            if (!Float.isFinite(value))
                throw new UserError(
                        option.key(),
                        "\"" + image.getTitle() + "\" has a pixel that is not a finite number (plane " + plane + ")",
                        "select a part without such pixels");
        return ArrayImgs.floats(values, region.width, region.height);
    }

    private Map<String, Object> row(final int plane, final Cutoff decorrelation, final Cutoff correlation) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("Image", input.getTitle());
        row.put("Plane", plane);
        row.put("Decorrelation", period(decorrelation));
        row.put("FRC", period(correlation));
        row.put("FRC of", second.map(ImagePlus::getTitle).orElse("the image, split"));
        final Optional<PixelSize> pixel = PixelSize.of(input.getCalibration());
        row.put("Decorrelation calibrated", calibrated(decorrelation, pixel));
        row.put("FRC calibrated", calibrated(correlation, pixel));
        row.put("Unit", pixel.map(PixelSize::unit).orElse(""));
        row.put("Warning", warning(decorrelation, correlation));
        row.put("Version", RunReport.version());
        return row;
    }

    private static Object period(final Cutoff cutoff) {
        return cutoff.isFound() ? cutoff.period() : "";
    }

    /** With pixels that are not square, by their mean. */
    private static Object calibrated(final Cutoff cutoff, final Optional<PixelSize> pixel) {
        if (!cutoff.isFound() || pixel.isEmpty()) return "";
        return cutoff.period() * pixel.get().meanSide();
    }

    private String warning(final Cutoff decorrelation, final Cutoff correlation) {
        if (!decorrelation.isFound()) return "nothing stands above the noise";
        return decorrelation.frequency() > AT_NYQUIST
                        || second.isPresent() && correlation.isFound() && correlation.frequency() > AT_NYQUIST
                ? "there is structure up to the highest frequency that the pixels can show: they, or sharpening, limit what is found"
                : "";
    }

    private ImagePlus plot(final Cutoff decorrelation, final Cutoff correlation) {
        final String title = CompanionImage.title(input, "-resolution");
        final Plot plot = new Plot(title, "Frequency (1 = Nyquist's)", "Correlation");
        plot.setLimits(0, 1, -0.1, 1.05);
        plot.setColor(Color.BLUE);
        plot.add("line", decorrelation.frequencies(), decorrelation.curve());
        mark(plot, decorrelation);
        plot.setColor(Color.RED);
        plot.add("line", correlation.frequencies(), correlation.curve());
        if (second.isPresent()) mark(plot, correlation);
        plot.setColor(Color.GRAY);
        plot.drawDottedLine(0, 1.0 / 7, 1, 1.0 / 7, 2);
        plot.setColor(Color.BLACK);
        plot.addLegend("Decorrelation" + told(decorrelation) + "\n"
                + (second.isPresent() ? "FRC" : "FRC of the split image, its own frequencies") + told(correlation));
        return plot.getImagePlus();
    }

    private static void mark(final Plot plot, final Cutoff cutoff) {
        if (cutoff.isFound()) plot.drawDottedLine(cutoff.frequency(), -0.1, cutoff.frequency(), 1.05, 2);
    }

    private static String told(final Cutoff cutoff) {
        return cutoff.isFound()
                ? String.format(Locale.ROOT, ": %.2f pixels", cutoff.period())
                : ": none (too much noise, or too coarse for so small a region)";
    }
}
