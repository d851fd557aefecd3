package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.optics.Microscope;
import sc.fiji.blindsr.kernel.optics.OpticalKernel;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Range;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.option.Texts;
import sc.fiji.blindsr.progress.Progress;

/** Computes the blur kernel of a microscope, or a family of kernels for a prior. */
public final class KernelFromOptics {

    /** How the microscope sees the specimen. */
    public enum Type {
        /** A camera sees it as a whole. */
        WIDE_FIELD("Wide-field"),
        /** A pinhole scans it. */
        CONFOCAL("Confocal");

        private final String label;

        Type(final String label) {
            this.label = label;
        }

        /** The name users choose it by. */
        public String label() {
            return label;
        }
    }

    private static final double NANOMETRES = 1000;
    private static final String MICROMETRES = "µm";

    public static final Option<Type> TYPE = Option.choice(
            "type",
            "Microscope",
            "Wide-field: a camera sees the specimen as a whole. Confocal: a pinhole scans it.",
            Type.WIDE_FIELD,
            List.of(Type.values()),
            Type::label);

    public static final Option<Range> WAVELENGTH = Range.option(
            "wavelength",
            "Wavelength (nm)",
            "Of the light that is seen, in vacuum: for fluorescence that of the emission. A range gives a family, as with all"
                    + " keys from here to the depth.",
            "",
            1,
            20_000,
            "a number of nanometres from 1 to 20000");

    public static final Option<Range> APERTURE = Range.option(
            "aperture",
            "Numerical aperture",
            "Of the objective; it is engraved there.",
            "",
            0.01,
            1.7,
            "a number from 0.01 to 1.7");

    public static final Option<Range> INDEX =
            index("index", "Refractive index, immersion", "1 for air, 1.33 for water, 1.515 for oil.", "1");

    public static final Option<Range> MEDIUM = index(
            "medium",
            "Refractive index, specimen",
            "What the specimen lies in, 1.33 for water. It counts only with a depth.",
            "1.33");

    /** Own to this command, since it may be left out. */
    public static final Option<ImagePlus> INPUT = Option.image(
            "input",
            "Image (for its pixel size)",
            "An image whose calibration says how large its pixels are, or none.");

    public static final Option<OptionalDouble> PIXEL = Option.text(
            "pixel",
            "Pixel (µm)",
            "The side of the image's pixels in the specimen; \"auto\" takes it from the image.",
            "auto",
            "auto, or a number of micrometres above 0",
            text -> text.equalsIgnoreCase("auto")
                    ? Optional.of(OptionalDouble.empty())
                    : Texts.decimal(text).filter(v -> v > 0).map(OptionalDouble::of),
            pixel -> pixel.isPresent() ? String.valueOf(pixel.getAsDouble()) : "auto");

    public static final Option<Range> PINHOLE = Range.option(
            "pinhole",
            "Pinhole (Airy units)",
            "Diameter of a confocal pinhole, in diameters of the Airy disc (1.22 wavelengths / aperture).",
            "1",
            0,
            20,
            "a number from 0 to 20");

    public static final Option<Range> DEFOCUS = Range.option(
            "defocus",
            "Defocus (µm)",
            "Distance of the specimen from the best focus, along the axis.",
            "0",
            -100,
            100,
            "a number of micrometres from -100 to 100");

    public static final Option<Range> DEPTH = Range.option(
            "depth",
            "Depth (µm)",
            "How deep below the cover glass the microscope looks, where immersion and specimen differ in refractive index.",
            "0",
            0,
            1000,
            "a number of micrometres from 0 to 1000");

    public static final Option<Integer> COUNT = Option.whole(
            "count",
            "Number of kernels",
            "More than 1 makes a stack, each kernel with other values from the ranges: a family that Train Blur Kernel Prior"
                    + " can learn.",
            1,
            1,
            10_000);

    public static final Form FORM = new Form(
            "Blur Kernel From Optics...",
            TYPE,
            WAVELENGTH,
            APERTURE,
            INDEX,
            MEDIUM,
            INPUT,
            PIXEL,
            PINHOLE,
            DEFOCUS,
            DEPTH,
            SCALE,
            COUNT,
            SEED);

    /** The largest pixel over the radius of Airy's disc, and the largest of lenses that are made for a camera. */
    private static final int LARGEST_PIXEL = 20, USUAL_PIXEL = 3;
    /** The least part of the light that a kernel has to hold. */
    private static final double LEAST_HELD = 0.9;

    private KernelFromOptics() {}

    private static Option<Range> index(
            final String key, final String label, final String help, final String defaultText) {
        return Range.option(key, label, help, defaultText, 1, 4, "a number from 1 to 4");
    }

    /** The kernel on the pixel grid of the result, or a stack of kernels. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final int scale = settings.get(SCALE), count = settings.get(COUNT);
        final double pixel = pixel(settings);
        final RunReport report = new RunReport(settings)
                .set("Scale", scale)
                .set("Seed", settings.get(SEED))
                .detail("Pixel", pixel + " " + MICROMETRES)
                .made("The blur kernel was computed from the data of the microscope");
        final Random random = new Random(settings.get(SEED));
        final List<OpticalKernel> optics = new ArrayList<>();
        final List<String> labels = new ArrayList<>();
        int size = BlurKernel.sizeFor(scale);
        double smallestSpot = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            final Microscope microscope = draw(settings, random);
            checkPixel(pixel, microscope);
            smallestSpot = Math.min(smallestSpot, microscope.airyRadius());
            optics.add(new OpticalKernel(
                    microscope, pixel, progress.part("kernel " + (i + 1) + " of " + count, i, count)));
            labels.add((count > 1 ? i + 1 + ": " : "") + microscope);
            size = Math.max(size, optics.get(i).size(pixel, scale));
        }
        final Map<String, BlurKernel> kernels = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            progress.update("Pixels", i, count);
            kernels.put(labels.get(i), optics.get(i).kernel(pixel, scale, size));
        }
        warnOfCut(optics, pixel, scale, size, report);
        warnOfPixel(pixel, smallestSpot, report);
        final ImagePlus image = companions(pixel, scale).kernels(kernels, "-kernel");
        report.set("Image", image.getTitle());
        if (count > 1) report.detail("Kernels", count);
        else report.kernel(kernels.get(labels.get(0)), scale, image).detail("Optics", labels.get(0));
        report.inscribe(image);
        return new Outcome(image, null, report.rows());
    }

    /** A kernel that light goes on beyond is not the microscope's. */
    private static void warnOfCut(
            final List<OpticalKernel> optics,
            final double pixel,
            final int scale,
            final int size,
            final RunReport report) {
        final double held = optics.stream()
                .mapToDouble(optic -> optic.held(pixel, scale, size))
                .min()
                .orElseThrow();
        if (held < LEAST_HELD)
            report.warn(String.format(
                    Locale.ROOT,
                    "the kernel of %d×%d pixels holds %.0f %% of the light%s; the rest is cut off: less defocus or depth, a"
                            + " smaller scale factor, or larger pixels keep more",
                    size,
                    size,
                    100 * held,
                    optics.size() > 1 ? " at the least" : ""));
    }

    /** Who does not divide by the magnification gives a pixel that is much larger than the spots. */
    private static void warnOfPixel(final double pixel, final double spot, final RunReport report) {
        if (pixel > USUAL_PIXEL * spot)
            report.warn(String.format(
                    Locale.ROOT,
                    "pixels of %s µm are %.1f times as large as the spots of this lens; what"
                            + " counts is their side in the specimen, the camera's divided by the magnification",
                    pixel,
                    pixel / spot));
    }

    /** Who means nanometres gives a pixel that is larger than any spot. */
    private static void checkPixel(final double pixel, final Microscope microscope) {
        if (pixel > LARGEST_PIXEL * microscope.airyRadius())
            throw new UserError(
                    "pixel",
                    String.format(
                            Locale.ROOT,
                            "pixels of %.4g µm were given, and the lens makes spots of %.2g µm",
                            pixel,
                            microscope.airyRadius()),
                    "their side in the specimen is needed, in micrometres, at most " + LARGEST_PIXEL
                            + " times as large");
    }

    private static Microscope draw(final Settings settings, final Random random) {
        return new Microscope(
                settings.get(TYPE) == Type.CONFOCAL,
                settings.get(WAVELENGTH).draw(random) / NANOMETRES,
                settings.get(APERTURE).draw(random),
                settings.get(INDEX).draw(random),
                settings.get(MEDIUM).draw(random),
                settings.get(PINHOLE).draw(random),
                settings.get(DEFOCUS).draw(random),
                settings.get(DEPTH).draw(random));
    }

    /** What was given, or that of the image; µm. */
    private static double pixel(final Settings settings) {
        if (settings.get(PIXEL).isPresent()) return settings.get(PIXEL).getAsDouble();
        final ImagePlus input = settings.find(INPUT)
                .orElseThrow(() -> new UserError(
                        "pixel", "neither a pixel size nor an image was given", "one of the two is needed"));
        final PixelSize size = PixelSize.of(input.getCalibration())
                .filter(s -> s.unitIn(MICROMETRES).isPresent())
                .orElseThrow(() -> new UserError(
                        "input",
                        "\"" + input.getTitle() + "\" is not calibrated in a unit of length",
                        "set it in Image > Properties, or give the key pixel"));
        if (Math.abs(size.width() / size.height() - 1) > 0.01)
            throw new UserError(
                    "input", "\"" + input.getTitle() + "\" has pixels of " + size, "square pixels are needed");
        return size.width() * size.unitIn(MICROMETRES).getAsDouble();
    }

    /** Images beside one that there is not: with its calibration. */
    private static CompanionImage companions(final double pixel, final int scale) {
        final ImagePlus low = new ImagePlus("optics", new ByteProcessor(1, 1));
        final Calibration calibration = new Calibration();
        calibration.pixelWidth = calibration.pixelHeight = pixel;
        calibration.setUnit(MICROMETRES);
        CompanionImage.calibrate(low, calibration);
        return CompanionImage.of(low, scale, Grid.CENTRED);
    }
}
