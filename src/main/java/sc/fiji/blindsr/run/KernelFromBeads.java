package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.measure.Calibration;
import java.awt.Color;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.beads.Bead;
import sc.fiji.blindsr.kernel.beads.BeadKernel;
import sc.fiji.blindsr.kernel.beads.BeadSize;
import sc.fiji.blindsr.kernel.beads.Plane;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Finds the blur kernel from an image of beads or stars. */
public final class KernelFromBeads {

    /** The title of the table of beads. */
    public static final String TABLE = "Blind SR Beads";

    /** Relative standard deviation of the beads' widths at which they are not of one kind. */
    private static final double LARGEST_VARIETY = 0.08;

    /** Part of the measured spots that are unlike the others, from which on it is not the others that are the rule. */
    private static final double MOST_UNLIKE = 0.3;

    /** Standard deviation of the beads' places over the side of the field, at the least, that says how the field changes. */
    private static final double LEAST_LEVER = 0.1;

    private static final Color USED = Color.GREEN, NOT_USED = Color.RED;
    /** Of a circle around a bead, in its full widths at half maximum; pixels where it has none. */
    private static final double CIRCLE = 3, SMALLEST_CIRCLE = 7;

    public static final Option<Double> DIAMETER = Option.decimal(
            "diameter",
            "Diameter of the beads",
            "In the image's unit (pixels, if it is not calibrated). 0: points, such as stars and beads much smaller than the"
                    + " blur. The size of larger ones is taken out of the kernel.",
            "0",
            0,
            Double.MAX_VALUE,
            "a number, 0 or more");

    public static final Form FORM = new Form("Blur Kernel From Beads...", INPUT, SCALE, DIAMETER, SEED);

    private KernelFromBeads() {}

    /** The kernel, a row for each bead, and a picture that shows which were used. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(INPUT);
        final int scale = settings.get(SCALE);
        if (Planes.channels(input) > 1)
            throw new UserError(
                    "input",
                    "\"" + input.getTitle() + "\" is a colour image",
                    "split it (an RGB image; convert one with a palette first), and choose one colour");
        if (input.getNChannels() > 1)
            throw new UserError(
                    "input",
                    "\"" + input.getTitle() + "\" has " + input.getNChannels()
                            + " channels, and each colour has a blur of its own",
                    "split it (Image > Color > Split Channels), and choose one channel");
        IntensityRange.checkFinite(input, "input", progress);
        final RunReport report = new RunReport(settings)
                .set("Image", input.getTitle())
                .set("Scale", scale)
                .set("Seed", settings.get(SEED));
        final Calibration calibration = input.getCalibration();
        final double diameter = settings.get(DIAMETER);
        final BeadKernel found = BeadKernel.of(
                new BeadPlanes(input),
                scale,
                new BeadSize(diameter / calibration.pixelWidth, diameter / calibration.pixelHeight),
                progress);
        final ImagePlus kernel = CompanionImage.of(input, scale, Grid.CENTRED).kernel(found.kernel(), "-kernel");
        final List<Bead> used = found.beads().used();
        report.made("The blur kernel was measured with " + used.size()
                + " beads (effective PSF of Anderson and King, PASP 2000)");
        report.kernel(found.kernel(), scale, kernel)
                .spread(
                        KernelSpread.ofWidths(
                                KernelFigures.of(found.kernel()), found.fwhmMajorError(), found.fwhmMinorError()),
                        scale)
                .detail("Beads found", found.beads().all().size())
                .detail("Beads used", used.size())
                .detail(
                        "FWHM of single beads",
                        String.format(
                                Locale.ROOT,
                                "%.3f × %.3f pixels, mean of a Gaussian fit to each",
                                mean(used, Bead::fwhmMajor),
                                mean(used, Bead::fwhmMinor)))
                .detail(
                        "FWHM trend",
                        trend(used, Bead::x, input.getWidth()) + " from left to right, "
                                + trend(used, Bead::y, input.getHeight()) + " from top to bottom, "
                                + trend(used, outwards(input), 1) + " from the middle to the corners");
        warnOfVariety(found, report, progress);
        report.inscribe(kernel, input);
        final ImagePlus picture = picture(input, found.beads().all());
        report.inscribe(picture, input);
        return new Outcome(kernel, picture, TABLE, rows(input, found.beads().all()));
    }

    /** The table is of beads, and has no Warning: the log says it too. */
    private static void warnOfVariety(final BeadKernel found, final RunReport report, final Progress progress) {
        final String differ;
        if (found.variety() > LARGEST_VARIETY)
            differ = String.format(
                    Locale.ROOT,
                    "the beads' widths or forms differ by %.0f %% (standard deviation): there are beads of several sizes, or the field is"
                            + " not equally sharp; the kernel is a mean of them",
                    100 * found.variety());
        else if (found.unlike() > MOST_UNLIKE)
            differ = String.format(
                    Locale.ROOT,
                    "%.0f %% of the beads that could be measured are unlike those that were used: there are beads of several"
                            + " sizes, or clumps, or the field is not equally sharp; the kernel is that of one kind",
                    100 * found.unlike());
        else return;
        report.warn(differ);
        progress.log("Warning: " + differ + ".");
    }

    /** The planes of an image, of which the one asked for last is kept: of a long series not all would fit into memory. */
    private static final class BeadPlanes extends AbstractList<Plane> {

        private final ImagePlus image;
        private int kept = -1;
        private Plane plane;

        BeadPlanes(final ImagePlus image) {
            this.image = image;
        }

        @Override
        public Plane get(final int index) {
            if (index != kept)
                plane = new Plane(image.getWidth(), image.getHeight(), (float[]) image.getStack()
                        .getProcessor(index + 1)
                        .convertToFloatProcessor()
                        .getPixels());
            kept = index;
            return plane;
        }

        @Override
        public int size() {
            return image.getStackSize();
        }
    }

    private static double mean(final List<Bead> beads, final ToDoubleFunction<Bead> value) {
        return beads.stream().mapToDouble(value).average().orElseThrow();
    }

    /** Where a bead lies between the middle of the field, 0, and its corners, 1; by the square of the distance, as aberrations grow. */
    private static ToDoubleFunction<Bead> outwards(final ImagePlus input) {
        final double x = (input.getWidth() - 1) / 2.0, y = (input.getHeight() - 1) / 2.0;
        return bead -> (Math.pow(bead.x() - x, 2) + Math.pow(bead.y() - y, 2)) / (x * x + y * y);
    }

    /**
     * How much the mean of both widths grows across the field: the slope of the least squares line, times the side. Beads that lie
     * together in it say nothing of that.
     */
    private static String trend(final List<Bead> beads, final ToDoubleFunction<Bead> place, final int side) {
        final ToDoubleFunction<Bead> width = b -> (b.fwhmMajor() + b.fwhmMinor()) / 2;
        final double x0 = mean(beads, place), w0 = mean(beads, width);
        final double xx = mean(beads, b -> Math.pow(place.applyAsDouble(b) - x0, 2));
        if (xx < Math.pow(LEAST_LEVER * side, 2)) return "unknown";
        final double slope = mean(beads, b -> (place.applyAsDouble(b) - x0) * width.applyAsDouble(b)) / xx;
        final double rest =
                mean(beads, b -> Math.pow(width.applyAsDouble(b) - w0 - slope * (place.applyAsDouble(b) - x0), 2));
        final double error = Math.sqrt(rest / (xx * Math.max(1, beads.size() - 2)));
        return String.format(Locale.ROOT, "%+.3f ± %.3f pixels", slope * side, error * side);
    }

    private static List<Map<String, Object>> rows(final ImagePlus input, final List<Bead> beads) {
        final Calibration calibration = input.getCalibration();
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Bead bead : beads) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("Image", input.getTitle());
            row.put("Plane", bead.plane() + 1);
            // ImageJ measures from the corners of pixels.
            row.put("X", calibration.getX(bead.x() + 0.5));
            row.put("Y", calibration.getY(bead.y() + 0.5));
            row.put("Unit", calibration.getUnits());
            final boolean measured = bead.measured().isPresent();
            row.put("Light", measured ? (Object) bead.measured().get().flux() : "");
            row.put("FWHM major", measured ? (Object) bead.fwhmMajor() : "");
            row.put("FWHM minor", measured ? (Object) bead.fwhmMinor() : "");
            row.put("FWHM ±", measured ? (Object) bead.fwhmError() : "");
            row.put("Use", bead.use().label());
            rows.add(row);
        }
        return rows;
    }

    private static ImagePlus picture(final ImagePlus input, final List<Bead> beads) {
        final ImageStack planes = input.getStack();
        // All planes of a virtual stack might not fit into memory; and nobody can paint into them.
        final ImagePlus picture =
                new ImagePlus(CompanionImage.title(input, "-beads"), planes.isVirtual() ? planes : planes.duplicate());
        picture.setDimensions(input.getNChannels(), input.getNSlices(), input.getNFrames());
        picture.setCalibration(input.getCalibration().copy());
        picture.setDisplayRange(input.getDisplayRangeMin(), input.getDisplayRangeMax());
        final Overlay circles = new Overlay();
        for (final Bead bead : beads) {
            final double diameter = bead.measured().isPresent() ? CIRCLE * bead.fwhmMajor() : SMALLEST_CIRCLE;
            final OvalRoi circle =
                    new OvalRoi(bead.x() + 0.5 - diameter / 2, bead.y() + 0.5 - diameter / 2, diameter, diameter);
            circle.setStrokeColor(bead.isUsed() ? USED : NOT_USED);
            circle.setName(bead.use().label());
            if (input.getStackSize() > 1) circle.setPosition(bead.plane() + 1);
            circles.add(circle);
        }
        picture.setOverlay(circles);
        return picture;
    }
}
