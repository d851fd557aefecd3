package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.beads.BeadField;
import sc.fiji.blindsr.kernel.beads.BeadSize;
import sc.fiji.blindsr.kernel.beads.Plane;
import sc.fiji.blindsr.progress.Progress;

/** Simulated fields of beads whose blur is known; some touch, some lie at the edge. */
class KernelFromBeadsTest {

    private static final double PIXEL = 0.1;

    @ParameterizedTest
    @CsvSource({
        "2, 150, 2000, 0, 0.03",
        "3, 150, 2000, 0, 0.03",
        "2, 150, 2000, 1.5, 0.04",
        "2, 30, 20000, 0, 0.03",
        "2, 150, 200, 0, 0.08"
    })
    void theWidthsAreFound(
            final int scale, final int beads, final double photons, final double diameter, final double tolerance) {
        final ImagePlus input = image(new BeadField(beads, photons, diameter, 11));
        final Outcome outcome = run(Map.of("input", input, "scale", scale, "diameter", diameter * PIXEL));
        final ImagePlus kernel = outcome.kernel();
        final double major = number(kernel, "FWHM major"), minor = number(kernel, "FWHM minor");
        assertEquals(BeadField.MAJOR, major, tolerance * BeadField.MAJOR);
        assertEquals(BeadField.MINOR, minor, tolerance * BeadField.MINOR);
        assertEquals(BeadField.ANGLE, number(kernel, "Angle"), 4);
        // The ± is one standard deviation: it holds the truth most of the time, and four of it nearly always.
        assertEquals(BeadField.MAJOR, major, 4 * number(kernel, "FWHM major ±"));
        assertEquals(BeadField.MINOR, minor, 4 * number(kernel, "FWHM minor ±"));
        assertTrue(number(kernel, "FWHM major ±") < 0.06 * BeadField.MAJOR);
        assertEquals(BeadField.ANGLE, number(kernel, "Angle"), 4 * number(kernel, "Angle ±"));
        assertEquals(BeadField.MAJOR * PIXEL, number(kernel, "Width major"), tolerance * BeadField.MAJOR * PIXEL);
        assertEquals(PIXEL / scale, kernel.getCalibration().pixelWidth, 1e-12);
        final double used = number(kernel, "Beads used");
        assertTrue(used > 0.3 * beads && used < beads, used + " of " + beads);
    }

    /** Moments of so few pixels would tell nothing; and no function with a knot to each pixel is so narrow. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 0.75", "2, 0.75", "3, 0.75"})
    void coarselySampledWidthsAreFound(final int scale, final double narrowed) {
        final ImagePlus kernel = run(Map.of(
                        "input", image(new BeadField(150, 2000, BeadSize.POINT, narrowed, 0, 11)), "scale", scale))
                .kernel();
        assertEquals(narrowed * BeadField.MAJOR, number(kernel, "FWHM major"), 0.02 * BeadField.MAJOR);
        assertEquals(narrowed * BeadField.MINOR, number(kernel, "FWHM minor"), 0.02 * BeadField.MINOR);
        assertTrue(number(kernel, "Beads used") > 50);
        assertEquals(PIXEL / scale, kernel.getCalibration().pixelWidth, 1e-12);
    }

    /** The table, the picture and the figures of the field say the same of the beads. */
    @Test
    void everyBeadIsAccountedFor() {
        final Outcome outcome = run(Map.of("input", image(new BeadField(60, 2000, 0, 3))));
        assertEquals("field-kernel", outcome.kernel().getTitle());
        assertEquals("field-beads", outcome.result().getTitle());
        assertEquals(KernelFromBeads.TABLE, outcome.table());
        final long used =
                outcome.rows().stream().filter(r -> r.get("Use").equals("used")).count();
        assertEquals(used, (long) number(outcome.kernel(), "Beads used"));
        assertEquals(outcome.rows().size(), outcome.result().getOverlay().size());
        for (int i = 0; i < outcome.rows().size(); i++) {
            final Map<String, Object> row = outcome.rows().get(i);
            final var circle = outcome.result().getOverlay().get(i);
            assertEquals(row.get("Use"), circle.getName());
            assertEquals(row.get("Use").equals("used") ? Color.GREEN : Color.RED, circle.getStrokeColor());
            assertEquals((double) row.get("X"), (circle.getXBase() + circle.getFloatWidth() / 2) * PIXEL, 1e-6);
        }
        final String trend = outcome.kernel().getStringProperty("FWHM trend");
        final double slope = Double.parseDouble(trend.split(" ")[0]), error = Double.parseDouble(trend.split(" ")[2]);
        assertTrue(Math.abs(slope) < 4 * error, trend);
    }

    /** Several planes hold more beads than one. */
    @Test
    void planesOfAStackAreTakenTogether() {
        final ImagePlus one = image(new BeadField(30, 2000, 0, 5)), two = image(new BeadField(30, 2000, 0, 6));
        final ImageStack both = new ImageStack(one.getWidth(), one.getHeight());
        both.addSlice(one.getProcessor());
        both.addSlice(two.getProcessor());
        final double first = number(run(Map.of("input", one)).kernel(), "Beads found"),
                second = number(run(Map.of("input", two)).kernel(), "Beads found");
        final Outcome outcome = run(Map.of("input", new ImagePlus("both", both)));
        assertEquals(first + second, number(outcome.kernel(), "Beads found"), 3);
        assertEquals(2, outcome.rows().get(outcome.rows().size() - 1).get("Plane"));
        assertEquals(2, outcome.result().getStackSize());
    }

    /** As beads are mostly recorded: of each, what is in focus is taken. */
    @Test
    void ofAStackThroughTheFocusTheSharpestIsTaken() {
        final ImagePlus sharp = image(new BeadField(60, 20_000, 0, 5));
        final ImageStack through = new ImageStack(sharp.getWidth(), sharp.getHeight());
        for (final double blur : new double[] {1.6, 0.8, 0, 0.8, 1.6}) {
            final ImageProcessor plane = sharp.getProcessor().duplicate();
            plane.blurGaussian(blur);
            through.addSlice(plane);
        }
        final ImagePlus alone = run(Map.of("input", sharp)).kernel();
        final Outcome outcome = run(Map.of("input", new ImagePlus("through", through)));
        for (final String width : new String[] {"FWHM major", "FWHM minor"})
            assertEquals(number(alone, width), number(outcome.kernel(), width), 0.02 * number(alone, width));
        assertTrue(outcome.rows().stream()
                .filter(row -> row.get("Use").equals("used"))
                .allMatch(row -> row.get("Plane").equals(3)));
        assertTrue(outcome.rows().stream().anyMatch(row -> row.get("Use").equals("out of focus")));
    }

    /** What is saturated in focus says nothing out of focus. */
    @Test
    void ofAStackSaturatedInFocusNothingIsTaken() {
        final ImagePlus sharp = image(new BeadField(36, 20_000, 0, 5));
        final ImageStack through = new ImageStack(sharp.getWidth(), sharp.getHeight());
        for (final double blur : new double[] {1.2, 0, 1.2}) {
            final ImageProcessor plane = sharp.getProcessor().duplicate();
            plane.blurGaussian(blur);
            plane.max(1500);
            through.addSlice(plane);
        }
        final String message = refused(Map.of("input", new ImagePlus("through", through)));
        assertTrue(message.contains(" 0 of them can be used (alone, not saturated in any plane"), message);
    }

    /** One image of a faint bead hardly tells whether it is sharp, twenty tell where the focus is. */
    @Test
    void ofFaintBeadsTheFocusIsFoundToo() {
        final ImageStack through = new ImageStack();
        final int planes = 21;
        for (int z = 0; z < planes; z++) {
            final double widening = Math.sqrt(1 + Math.pow((z - planes / 2) / 4.0, 2));
            final Plane plane =
                    new BeadField(60, 700 / (widening * widening), BeadSize.POINT, widening, 0, 5, 100 + z).plane();
            through.addSlice(new FloatProcessor(plane.width(), plane.height(), plane.pixels()));
        }
        final ImagePlus kernel =
                run(Map.of("input", new ImagePlus("through", through))).kernel();
        assertEquals(BeadField.MAJOR, number(kernel, "FWHM major"), 0.05 * BeadField.MAJOR);
        assertEquals(BeadField.MINOR, number(kernel, "FWHM minor"), 0.05 * BeadField.MINOR);
    }

    /** A dark frame with noise that was taken away leaves no two full pixels of one level. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void fullPixelsAreFoundUnderADarkFrame(final double noise) {
        final ImagePlus input = image(new BeadField(150, 20_000, 0, 5));
        final Random random = new Random(1);
        final float[] pixels = (float[]) input.getProcessor().getPixels();
        for (int i = 0; i < pixels.length; i++)
            pixels[i] = (float) (Math.min(3000, pixels[i]) - noise * random.nextGaussian());
        final Outcome outcome = run(Map.of("input", input));
        assertTrue(outcome.rows().stream()
                        .filter(row -> row.get("Use").equals("saturated"))
                        .count()
                > 50);
        assertEquals(BeadField.MAJOR, number(outcome.kernel(), "FWHM major"), 0.04 * BeadField.MAJOR);
        assertEquals(BeadField.MINOR, number(outcome.kernel(), "FWHM minor"), 0.04 * BeadField.MINOR);
    }

    /** The same size everywhere, but turned. */
    @Test
    void beadsOfTwoDirectionsAreWarnedOf() {
        final ImagePlus one = image(new BeadField(60, 20_000, 0, 5));
        final ImageProcessor turned =
                image(new BeadField(60, 20_000, 0, 6)).getProcessor().rotateLeft();
        final ImageStack both = new ImageStack(one.getWidth(), one.getHeight());
        both.addSlice(one.getProcessor());
        both.addSlice(turned);
        final String warning =
                run(Map.of("input", new ImagePlus("both", both))).kernel().getStringProperty("Warning");
        assertTrue(warning != null && warning.contains("the beads' widths or forms differ by "), warning);
    }

    /** No line across the field tells that it is sharper in its middle. */
    @Test
    void howMuchTheFieldIsCurvedIsSaid() {
        final int side = image(new BeadField(30, 5000, 0, 1)).getWidth();
        final FloatProcessor field = new FloatProcessor(3 * side, 3 * side);
        for (int tile = 0; tile < 9; tile++) {
            final double narrowed = tile == 4 ? 0.93 : tile % 2 == 1 ? 0.97 : 1;
            final Plane plane = new BeadField(30, 5000, BeadSize.POINT, narrowed, 0, tile).plane();
            field.insert(new FloatProcessor(side, side, plane.pixels()), tile % 3 * side, tile / 3 * side);
        }
        final String[] trend = run(Map.of("input", new ImagePlus("field", field)))
                .kernel()
                .getStringProperty("FWHM trend")
                .split(", ");
        assertTrue(trend[2].endsWith(" from the middle to the corners"), trend[2]);
        final String[] outwards = trend[2].split(" ");
        assertTrue(Double.parseDouble(outwards[0]) > 4 * Double.parseDouble(outwards[2]), trend[2]);
        final String[] across = trend[0].split(" ");
        assertTrue(Math.abs(Double.parseDouble(across[0])) < 4 * Double.parseDouble(across[2]), trend[0]);
    }

    @Test
    void whatIsTooWideIsRefused() {
        final ImageProcessor wide =
                image(new BeadField(150, 20_000, 0, 5)).getProcessor().resize(6000);
        final String message = refused(Map.of("input", new ImagePlus("wide", wide)));
        assertTrue(message.startsWith("input: the spots are 4") && message.contains("reduce the image"), message);
    }

    /** On pixels twice as high as wide, spheres are half as high as wide. */
    @Test
    void pixelsMayBeHigherThanWide() {
        final ImagePlus input = image(new BeadField(150, 20_000, new BeadSize(3, 1.5), 11));
        input.getCalibration().pixelHeight = 2 * PIXEL;
        final ImagePlus kernel =
                run(Map.of("input", input, "diameter", 3 * PIXEL)).kernel();
        assertEquals(BeadField.MAJOR, number(kernel, "FWHM major"), 0.03 * BeadField.MAJOR);
        assertEquals(BeadField.MINOR, number(kernel, "FWHM minor"), 0.03 * BeadField.MINOR);
    }

    /** What it is for: an image restored with the kernel from beads is as good as one restored with the true kernel. */
    @Test
    void theKernelRestoresAsTheTrueOneDoes() {
        final BlurKernel truth = BeadField.truth(2);
        final ImagePlus sharp = IJ.openImage("macros/samples/camera.png"),
                exact = new ImagePlus("true", new FloatProcessor(truth.width(), truth.height(), truth.floats()));
        sharp.setRoi(100, 60, 192, 192);
        final ImagePlus part = new ImagePlus("part", sharp.crop().getProcessor());
        final ImagePlus low = Task.SIMULATE
                .run(Map.of("input", part, "kernel", exact, "noise", 1), Progress.NONE)
                .result();
        final ImagePlus found =
                run(Map.of("input", image(new BeadField(150, 2000, 0, 7)))).kernel();
        found.getCalibration().setUnit("pixel");
        found.getCalibration().pixelWidth = found.getCalibration().pixelHeight = 1;
        assertEquals(psnr(low, exact, part), psnr(low, found, part), 0.3);
    }

    @Test
    void whatCannotBeIsRefused() {
        final ImagePlus none = new ImagePlus("none", SampleImages.plane(60, 60, 8, 1, 0));
        final String few = refused(Map.of("input", none));
        assertTrue(few.startsWith("input: ") && few.contains("at least 3 beads are needed"), few);
        final String colour = refused(Map.of("input", new ImagePlus("rgb", SampleImages.plane(60, 60, 24, 1, 0))));
        assertTrue(colour.startsWith("input: \"rgb\" is a colour image"), colour);
        final String channels = refused(Map.of("input", SampleImages.hyperstack(16, 20, 2, 1, 1, IJ.COMPOSITE)));
        assertTrue(channels.contains("has 2 channels"), channels);
        final String palette = refused(Map.of("input", SampleImages.indexed("palette")));
        assertTrue(palette.startsWith("input: \"palette\" is a colour image"), palette);
        final String large = refused(Map.of("input", image(new BeadField(60, 2000, 0, 3)), "diameter", 0.5));
        assertTrue(large.startsWith("diameter: beads of 5.00 pixels were given"), large);
    }

    /** Beads of two sizes in equal number: neither is unlike the others. */
    @ParameterizedTest
    @CsvSource({"0, 200, false", "0, 20000, false", "2.5, 200, true", "2.5, 20000, true"})
    void beadsOfTwoSizesAreWarnedOf(final double diameter, final double photons, final boolean warned) {
        final ImagePlus points = image(new BeadField(60, photons, 0, 5)),
                spheres = image(new BeadField(60, photons, diameter, 6));
        final ImageStack both = new ImageStack(points.getWidth(), points.getHeight());
        both.addSlice(points.getProcessor());
        both.addSlice(spheres.getProcessor());
        final String warning =
                run(Map.of("input", new ImagePlus("both", both))).kernel().getStringProperty("Warning");
        assertEquals(
                warned,
                warning != null
                        && (warning.contains("the beads' widths or forms differ by ")
                                || warning.contains("are unlike")),
                warning);
    }

    private static String refused(final Map<String, ?> values) {
        return assertThrows(UserError.class, () -> run(values)).getMessage();
    }

    private static Outcome run(final Map<String, ?> values) {
        return Task.KERNEL_FROM_BEADS.run(values, Progress.NONE);
    }

    private static double number(final ImagePlus image, final String key) {
        return Double.parseDouble(image.getStringProperty(key));
    }

    private static double psnr(final ImagePlus low, final ImagePlus kernel, final ImagePlus truth) {
        final ImagePlus result = Task.SUPER_RESOLVE_WITH_KERNEL
                .run(Map.of("input", low, "kernel", kernel), Progress.NONE)
                .result();
        return (double) Task.COMPARE
                .run(Map.of("result", result, "reference", truth), Progress.NONE)
                .row()
                .get("PSNR");
    }

    private static ImagePlus image(final BeadField field) {
        final Plane plane = field.plane();
        final ImagePlus image =
                new ImagePlus("field", new FloatProcessor(plane.width(), plane.height(), plane.pixels()));
        image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = PIXEL;
        image.getCalibration().setUnit("µm");
        return image;
    }
}
