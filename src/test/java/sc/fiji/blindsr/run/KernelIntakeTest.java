package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.Reported;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.intake.BroughtKernel;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Kernels as people bring them. The reported cases have one image and different forms of the kernel that blurred it. */
class KernelIntakeTest {

    /** FWHM of the true kernel, low-resolution pixels; the mean of the image. */
    private static final double MAJOR = 2.2, MINOR = 1.6, MEAN = 484;

    @ParameterizedTest
    @CsvSource({
        "F0-true-k.tif, ''",
        "F1-bead-pedestal-k.tif, 'a background of 100, 53 % of all its light, was subtracted'",
        "F6-zstack-k.tif, 'of its 7 planes the one in focus, plane 4, was taken'",
        "FA-corner-psf-k.tif, 'its light lay in the four corners (the order of Fourier transforms) and was moved to the middle'"
    })
    void reportedKernelsDoWhatTheTrueOneDoes(final String file, final String done) {
        final LoggingProgress progress = new LoggingProgress();
        final Outcome outcome = run(Reported.image("F.tif"), Reported.image(file), progress);
        assertWidths(outcome);
        assertEquals(MEAN, outcome.result().getStatistics().mean, 0.005 * MEAN);
        // 8-bit grey levels of the whole range would differ by 0.3 %
        final ImagePlus truth = run(Reported.image("F.tif"), Reported.image("F0-true-k.tif"), Progress.NONE)
                .result();
        assertTrue(psnr(outcome.result(), truth) > 45, file + " " + psnr(outcome.result(), truth));
        assertEquals(
                done.isEmpty() ? null : done, outcome.result().getStringProperty(KernelIntake.DONE), "in the Info");
        if (!done.isEmpty()) assertEquals("The kernel \"" + file + "\": " + done + ".", progress.lines.get(0));
        assertEquals("", outcome.row().get("Warning"));
    }

    /** The image has pixels of 0.1 µm, so its result has 0.05; the kernel has 0.1 µm, or the same in other units. */
    @ParameterizedTest
    @CsvSource({"0.1, um", "100, nm", "0.0001, mm"})
    void aKernelOnOtherPixelsIsResampled(final double pixel, final String unit) {
        final ImagePlus input = calibrated(Reported.image("F.tif"), 0.1, "um");
        final Outcome outcome =
                run(input, calibrated(Reported.image("FB-lowres-kernel-k.tif"), pixel, unit), Progress.NONE);
        assertWidths(outcome);
        assertEquals(0.1 * MAJOR, (double) outcome.row().get("Width major"), 0.004 * MAJOR);
        assertEquals(0.1 * MINOR, (double) outcome.row().get("Width minor"), 0.004 * MINOR);
        assertEquals("µm", outcome.row().get("Unit"));
        final String done = outcome.result().getStringProperty(KernelIntake.DONE);
        assertTrue(done.startsWith("it was resampled from pixels of "), done);
        assertTrue(done.endsWith(", 0.05 µm"), done);
        final ImagePlus truth = run(Reported.image("F.tif"), Reported.image("F0-true-k.tif"), Progress.NONE)
                .result();
        assertTrue(psnr(outcome.result(), truth) > 40, "PSNR " + psnr(outcome.result(), truth));
    }

    /** Pixels that fit, units that cannot be compared, and no calibration at all. */
    @ParameterizedTest
    @CsvSource({"0.05, um", "50, nm", "1, arcsec", "1, pixel"})
    void aKernelOnTheRightPixelsIsLeft(final double pixel, final String unit) {
        final Outcome outcome = run(
                calibrated(Reported.image("F.tif"), 0.1, "um"),
                calibrated(Reported.image("F0-true-k.tif"), pixel, unit),
                Progress.NONE);
        assertNull(outcome.result().getStringProperty(KernelIntake.DONE));
        assertWidths(outcome);
    }

    @Test
    void aCalibrationThatCannotBeIsRefused() {
        assertEquals(
                "kernel: \"F0-true-k.tif\" has pixels of 0.1 mm, those of the result have 0.05 µm; one of the two"
                        + " calibrations must be wrong; set it in Image > Properties.",
                refused(
                        calibrated(Reported.image("F.tif"), 0.1, "um"),
                        calibrated(Reported.image("F0-true-k.tif"), 0.1, "mm")));
    }

    /** What the plugin makes itself passes as it is: Gaussians at all edges of the prior, which end before it is dark. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void kernelsOfThePriorPassUnchanged(final int scale) {
        final double[] variances = {
            AnisotropicGaussian.smallestVariance(scale),
            AnisotropicGaussian.largestVariance(scale) / 2,
            AnisotropicGaussian.largestVariance(scale)
        };
        for (final double major : variances)
            for (final double minor : variances)
                for (double angle = 0; angle < Math.PI; angle += Math.PI / 8) {
                    // Those of the largest variances are moved, because their cut tails leave them off their centre.
                    final BlurKernel kernel = new AnisotropicGaussian(major, minor, angle).kernel(scale);
                    final BroughtKernel brought = BroughtKernel.checked(kernel);
                    assertEquals(new BroughtKernel(kernel), brought, major + " " + minor + " " + angle);
                }
    }

    /** What Info says to be of the plugin is used exactly as it is, so that the result is the same as in one run. */
    @Test
    void anEstimatedKernelGivesTheSameResultAgain() {
        final Outcome blind = Task.SUPER_RESOLVE.run(
                Map.of("input", Reported.image("F.tif"), "iterations", 2, "restorer", "Cubic spline"), Progress.NONE);
        final LoggingProgress progress = new LoggingProgress();
        final Outcome again = run(Reported.image("F.tif"), blind.kernel(), progress);
        assertEquals(0, progress.lines.size(), progress.lines.toString());
        assertEquals(
                (double) blind.row().get("FWHM major"), (double) again.row().get("FWHM major"), 1e-5);
    }

    /** Without calibration, too, a kernel of another scale factor has other pixels. */
    @ParameterizedTest
    @CsvSource({"2, 4", "2, 1", "3, 2"})
    void aKernelForAnotherScaleIsResampled(final int made, final int used) {
        final ImagePlus input = Reported.image("F.tif");
        final Outcome found = Task.ESTIMATE_KERNEL.run(Map.of("input", input, "scale", made), Progress.NONE),
                outcome =
                        Task.SUPER_RESOLVE_WITH_KERNEL.run(
                                Map.of(
                                        "input",
                                        input,
                                        "kernel",
                                        found.kernel(),
                                        "scale",
                                        used,
                                        "restorer",
                                        used == 1 ? "Sparse MAP" : "Cubic spline"),
                                Progress.NONE);
        assertEquals(
                "it was made for scale factor " + made + ", and resampled for " + used,
                outcome.result().getStringProperty(KernelIntake.DONE));
        for (final String width : List.of("FWHM major", "FWHM minor")) {
            final double before = (double) found.row().get(width);
            assertEquals(before, (double) outcome.row().get(width), 0.08 * before, width);
        }
    }

    /** Also how sure it was, which USRNet minds. */
    @Test
    void anEstimatedKernelBringsItsSpread() {
        final ImagePlus input = Reported.image("F.tif");
        final Map<String, Object> values = Map.of("input", input, "restorer", "USRNet");
        final Outcome blind = Task.SUPER_RESOLVE.run(values, Progress.NONE);
        final Map<String, Object> again = new HashMap<>(values);
        again.put("kernel", blind.kernel());
        final Outcome withKernel = Task.SUPER_RESOLVE_WITH_KERNEL.run(again, Progress.NONE);
        for (final String column : List.of("FWHM major ±", "FWHM minor ±", "Angle ±"))
            assertEquals(
                    (double) blind.row().get(column), (double) withKernel.row().get(column), 1e-9, column);
        assertArrayEquals(
                blind.result().getProcessor().getFloatArray(),
                withKernel.result().getProcessor().getFloatArray());

        // Another kernel with the same Info
        again.put("kernel", image(blind.kernel(), blind.kernel().getProcessor().resize(13, 13)));
        assertEquals(
                "",
                Task.SUPER_RESOLVE_WITH_KERNEL.run(again, Progress.NONE).row().get("FWHM major ±"));
    }

    private static ImagePlus image(final ImagePlus like, final ImageProcessor pixels) {
        final ImagePlus image = new ImagePlus("other", pixels);
        image.setProperty("Info", like.getInfoProperty());
        return image;
    }

    /** What PSF generators give, its light anywhere in it; the dark rest would cost time, and the residual of most of the image. */
    @ParameterizedTest
    @CsvSource({"0, 1, 19", "0, 2, 21", "0, 3, 21", "0, 4, 21", "-38, 2, 19"})
    void theDarkRestOfALargeArrayIsLeft(final int aside, final int scale, final int side) {
        final ImageProcessor psf = new FloatProcessor(127, 127);
        for (int y = 0; y < 127; y++)
            for (int x = 0; x < 127; x++)
                psf.setf(x, y, (float) Math.exp(-(Math.pow(x - 63 - aside, 2) + Math.pow(y - 63 - aside, 2)) / 8));
        final Outcome outcome = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of(
                        "input",
                        SampleImages.photograph("input", 64),
                        "kernel",
                        new ImagePlus("psf", psf),
                        "scale",
                        scale),
                Progress.NONE);
        assertEquals(
                "of its 127×127 pixels, only the " + side + "×" + side + " that hold its light were taken",
                outcome.result().getStringProperty(KernelIntake.DONE));
        assertEquals(
                2 * Math.sqrt(8 * Math.log(2)) / scale, (double) outcome.row().get("FWHM major"), 1e-3);
        assertTrue(Double.isFinite((double) outcome.row().get("Residual")));
    }

    /** Not that of an array that this plugin made, such as a large one from beads. */
    @Test
    void theDarkRestOfOnesOwnArraysStays() {
        final ImageProcessor psf = bead(53, 2, 1, 0, 0);
        psf.multiply(1 / psf.getStatistics().mean / psf.getPixelCount());
        psf.translate(-0.5, -0.5); // (K − 2)/2
        final ImagePlus own = new ImagePlus("own", psf);
        final ImagePlus input = SampleImages.photograph("input", 64);
        assertTrue(run(input, own, Progress.NONE)
                .result()
                .getStringProperty(KernelIntake.DONE)
                .startsWith("of its 53×53 pixels, only "));
        own.setProperty("Info", "Kernel sum: 1\n");
        final ImagePlus result = run(input, own, Progress.NONE).result();
        assertNull(result.getStringProperty(KernelIntake.DONE));
    }

    @Test
    void aKernelAcrossTheWholeImageIsRefusedOrWarnedOf() {
        final ImagePlus input = new ImagePlus(
                "input",
                SampleImages.photograph("photograph", 40).getProcessor().resize(40, 36));
        final ImageProcessor wide = bead(69, 10, 1, 0, 0), comet = new FloatProcessor(71, 71);
        for (int y = 0; y < 71; y++)
            for (int x = 2; x < 71; x++) comet.setf(x, y, (float) Math.exp(-(x - 2) / 12.0 - Math.pow(y - 35, 2) / 8));
        final String warning = run(input, new ImagePlus("wide", wide), Progress.NONE)
                .row()
                .get("Warning")
                .toString();
        assertTrue(warning.contains("from one rim of the image to the other"), warning);
        assertEquals(
                "kernel: \"comet\" needs, with its centre of mass in the middle, 117×117 pixels; it must not be larger than the"
                        + " high-resolution image (80×72).",
                refused(input, new ImagePlus("comet", comet)));
    }

    @Test
    void aSaturatedBeadIsRefused() {
        final ImageProcessor bead = bead(25, 3, 9000, 100, 0);
        bead.max(4095);
        assertTrue(refused(Reported.image("F.tif"), new ImagePlus("bead", bead.convertToShortProcessor(false)))
                .contains("it is saturated: "));
        // A disc has a flat top because it is one.
        final ImageProcessor disc = new FloatProcessor(15, 15);
        disc.setValue(255);
        disc.fillOval(3, 3, 8, 8);
        run(Reported.image("F.tif"), new ImagePlus("disc", disc.convertToByteProcessor(false)), Progress.NONE);
    }

    @Test
    void twoBeadsAreRefused() {
        final ImageProcessor two = bead(41, 2, 2000, 100, 5);
        for (int y = 0; y < 41; y++)
            for (int x = 0; x < 41; x++)
                two.setf(
                        x,
                        y,
                        two.getf(x, y) + (float) (900 * Math.exp(-(Math.pow(x - 31, 2) + Math.pow(y - 12, 2)) / 8)));
        final String message = refused(Reported.image("F.tif"), new ImagePlus("two", two));
        assertEquals("kernel: it shows more than one spot (around 20, 20 and 31, 12); crop it to one.", message);
    }

    @Test
    void cutFlanksAndNegativeLobesAreWarnedOf() {
        final String cut = run(Reported.image("F.tif"), new ImagePlus("cut", bead(9, 3, 1, 0, 0)), Progress.NONE)
                .row()
                .get("Warning")
                .toString();
        assertTrue(cut.contains("the kernel \"cut\": its flanks are cut off"), cut);
        final ImageProcessor lobes = bead(21, 1.5, 1, 0, 0), wide = bead(21, 2.5, 0.3, 0, 0);
        for (int i = 0; i < lobes.getPixelCount(); i++) lobes.setf(i, lobes.getf(i) - wide.getf(i));
        final String negative = run(Reported.image("F.tif"), new ImagePlus("lobes", lobes), Progress.NONE)
                .row()
                .get("Warning")
                .toString();
        assertTrue(negative.contains("it has negative lobes"), negative);
    }

    /** The core alone would do for the sum of all. */
    @Test
    void negativeLobesAreLightToo() {
        final ImageProcessor lobes = bead(61, 3, 1, 0, 0), wide = bead(61, 6, 0.12, 0, 0);
        for (int i = 0; i < lobes.getPixelCount(); i++) lobes.setf(i, lobes.getf(i) - wide.getf(i));
        final BlurKernel kernel = KernelImages.read(new ImagePlus("lobes", lobes), lobes, "kernel", "", 61);
        final BroughtKernel brought = BroughtKernel.checked(kernel).trimmed(255, 2);
        assertEquals(kernel, brought.kernel());
        assertEquals(List.of(), brought.done());
    }

    @Test
    void whatIsFarTooWideIsRefused() {
        final String message = refused(Reported.image("F.tif"), new ImagePlus("wide", bead(201, 25, 1, 0, 0)));
        assertTrue(message.contains("has a full width at half maximum of 29 pixels of the image"), message);
    }

    /** The same bead with and without the offset, in the noise of a camera, at several angles of view of the same thing. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 20, 100, 1000})
    void aBackgroundChangesNothing(final double background) {
        final Outcome outcome =
                run(Reported.image("F.tif"), new ImagePlus("bead", bead(25, 1.8, 3000, background, 8)), Progress.NONE);
        assertEquals(2.355 * 1.8 / 2, (double) outcome.row().get("FWHM major"), 0.06 * 2.1);
        assertEquals(2.355 * 1.8 / 2, (double) outcome.row().get("FWHM minor"), 0.06 * 2.1);
    }

    /** Each channel is restored with its own plane of what Kernel per channel has made. */
    @Test
    void kernelsOfChannelsGoToTheirChannels() {
        final ImagePlus input = SampleImages.hyperstack(8, 0.5, 2, 1, 3, IJ.COLOR);
        for (int i = 2; i <= 6; i += 2)
            new GaussianBlur().blurGaussian(input.getStack().getProcessor(i), 1);
        final Outcome blind = Task.SUPER_RESOLVE.run(
                Map.of("input", input, "channels", "Kernel per channel", "iterations", 5, "noise", 1), Progress.NONE);
        final Outcome again = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", input, "kernel", blind.kernel(), "noise", 1), Progress.NONE);
        assertEquals(2, again.rows().size());
        // An image holds the kernel in single precision, which may round a grey level the other way.
        for (int i = 1; i <= 6; i++)
            for (int p = 0; p < 80 * 72; p++)
                assertEquals(
                        blind.result().getStack().getProcessor(i).get(p),
                        again.result().getStack().getProcessor(i).get(p),
                        1,
                        "plane " + i);
        final ImagePlus grey = new ImagePlus("grey", input.getStack().getProcessor(1));
        assertEquals(
                "kernel: \"" + blind.kernel().getTitle()
                        + "\" has a plane for each of Channel 1, Channel 2; the image has"
                        + " Channel 1; duplicate the one plane that is to be used.",
                refused(grey, blind.kernel()));
    }

    /** A whole family is checked plane by plane, and said once. */
    @Test
    void aStackOfBeadsIsPutRight() {
        final ImageStack beads = new ImageStack(21, 21);
        for (int i = 0; i < 12; i++) beads.addSlice(bead(21, 1.5 + i / 20.0, 4000, 100, 3));
        final RunReport report = report();
        final LoggingProgress progress = new LoggingProgress();
        for (final BlurKernel kernel :
                new KernelIntake("kernels", 2, report, progress).all(new ImagePlus("beads", beads)))
            assertEquals(0, kernel.get(0, 0), 1e-9);
        assertEquals(1, progress.lines.size(), progress.lines.toString());
        assertTrue(
                progress.lines.get(0).startsWith("The kernel \"beads\": 12 of its planes were put right; plane 1: a "),
                progress.lines.toString());
    }

    private static void assertWidths(final Outcome outcome) {
        assertEquals(MAJOR, (double) outcome.row().get("FWHM major"), 0.04 * MAJOR);
        assertEquals(MINOR, (double) outcome.row().get("FWHM minor"), 0.04 * MINOR);
    }

    private static RunReport report() {
        return new RunReport(Settings.of(SuperResolutionWithKernel.FORM));
    }

    private static String refused(final ImagePlus input, final ImagePlus kernel) {
        return assertThrows(UserError.class, () -> run(input, kernel, Progress.NONE))
                .getMessage();
    }

    private static Outcome run(final ImagePlus input, final ImagePlus kernel, final Progress progress) {
        return Task.SUPER_RESOLVE_WITH_KERNEL.run(new HashMap<>(Map.of("input", input, "kernel", kernel)), progress);
    }

    /** A round Gaussian spot in the middle of a camera's image. */
    private static ImageProcessor bead(
            final int size, final double sigma, final double height, final double background, final double noise) {
        final Random random = new Random(1);
        final FloatProcessor pixels = new FloatProcessor(size, size);
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++) {
                final double r2 = Math.pow(x - size / 2, 2) + Math.pow(y - size / 2, 2);
                final double v =
                        background + height * Math.exp(-r2 / (2 * sigma * sigma)) + noise * random.nextGaussian();
                pixels.setf(x, y, (float) (noise > 0 ? Math.rint(v) : v));
            }
        return pixels;
    }

    private static ImagePlus image(final BlurKernel kernel) {
        return new ImagePlus("kernel", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
    }

    private static double psnr(final ImagePlus image, final ImagePlus truth) {
        return new ImageQuality(
                        Planes.read(image, 1, IntensityRange.IDENTITY),
                        Planes.read(truth, 1, IntensityRange.IDENTITY),
                        8,
                        truth.getStatistics().max)
                .psnr();
    }

    private static ImagePlus calibrated(final ImagePlus image, final double pixel, final String unit) {
        image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = pixel;
        image.getCalibration().setUnit(unit);
        return image;
    }
}
