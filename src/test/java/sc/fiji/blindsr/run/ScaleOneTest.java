package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;

/** Scale factor 1 in the commands: deconvolution on the image's own grid. */
class ScaleOneTest {

    private static final double MAJOR = 3, MINOR = 2, PIXEL = 0.1;

    private static ImagePlus sharp;
    private static ImagePlus blurred;
    private static ImagePlus kernel;

    /** A part of a photograph with a noise of one grey level. */
    @BeforeAll
    static void blur() {
        final ImagePlus photograph = IJ.openImage("macros/samples/camera.png");
        photograph.setRoi(160, 60, 144, 120);
        sharp = new ImagePlus("camera.png", photograph.crop().getProcessor());
        sharp.getCalibration().pixelWidth = sharp.getCalibration().pixelHeight = PIXEL;
        sharp.getCalibration().setUnit("µm");
        final Outcome outcome =
                run(Task.SIMULATE, "input", sharp, "scale", 1, "major", MAJOR, "minor", MINOR, "angle", 30, "noise", 1);
        blurred = outcome.result();
        kernel = outcome.kernel();
    }

    private static Outcome run(final Task task, final Object... keysAndValues) {
        final Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) values.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return task.run(values, Progress.NONE);
    }

    private static double psnr(final ImagePlus image) {
        final Map<String, Object> row =
                run(Task.COMPARE, "result", image, "reference", sharp).row();
        assertEquals(1, row.get("Border"));
        return (double) row.get("PSNR");
    }

    @Test
    void theSimulatedImageHasThePixelsOfTheSharpOne() {
        assertEquals("camera-LRx1", blurred.getTitle());
        assertEquals("camera-LRx1-kernel", kernel.getTitle());
        assertEquals(15, kernel.getWidth());
        assertArrayEquals(sharp.getDimensions(), blurred.getDimensions());
        assertEquals(PIXEL, blurred.getCalibration().pixelWidth, 1e-12);
        assertEquals(PIXEL, kernel.getCalibration().pixelWidth, 1e-12);
        final KernelFigures figures = KernelFigures.of(KernelImages.read(kernel, "kernel"));
        assertEquals(7, figures.centreX(), 1e-6);
        assertEquals(7, figures.centreY(), 1e-6);
        assertEquals(MAJOR, figures.fwhmMajor(), 0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sparse MAP", "Richardson-Lucy", "USRNet"})
    void theResultIsNearerToTheTruth(final String restorer) {
        final Outcome outcome = run(Task.SUPER_RESOLVE, "input", blurred, "scale", 1, "restorer", restorer);
        assertEquals("camera-LRx1-SRx1", outcome.result().getTitle());
        assertEquals("camera-LRx1-kernel", outcome.kernel().getTitle().replaceFirst("-\\d$", ""));
        assertArrayEquals(blurred.getDimensions(), outcome.result().getDimensions());
        assertEquals(blurred.getCalibration().pixelWidth, outcome.result().getCalibration().pixelWidth, 1e-12);
        assertEquals(blurred.getCalibration().xOrigin, outcome.result().getCalibration().xOrigin, 1e-12);
        assertEquals(MAJOR, (double) outcome.row().get("FWHM major"), 0.2 * MAJOR);
        assertEquals(MINOR, (double) outcome.row().get("FWHM minor"), 0.2 * MINOR);
        assertEquals("", outcome.row().get("Warning"));
        assertTrue(
                psnr(outcome.result()) > psnr(blurred) + 1.5, psnr(blurred) + " dB became " + psnr(outcome.result()));
        final ImagePlus view = run(
                        Task.SHOW_RESULT, "input", blurred, "result", outcome.result(), "kernel", outcome.kernel())
                .result();
        assertTrue(view.getWidth() > 2 * blurred.getWidth());
    }

    @Test
    void theSplineIsTheImageItself() {
        final ImagePlus result = run(
                        Task.SUPER_RESOLVE_WITH_KERNEL,
                        "input",
                        blurred,
                        "kernel",
                        kernel,
                        "scale",
                        1,
                        "restorer",
                        "Cubic spline")
                .result();
        assertArrayEquals((byte[]) blurred.getProcessor().getPixels(), (byte[])
                result.getProcessor().getPixels());
    }

    @Test
    void variationalFkpFindsTheKernel() {
        final Map<String, Object> row = run(
                        Task.ESTIMATE_KERNEL, "input", blurred, "scale", 1, "estimator", "Variational FKP")
                .row();
        assertEquals(MAJOR, (double) row.get("FWHM major"), 0.3 * MAJOR);
        assertEquals(MINOR, (double) row.get("FWHM minor"), 0.3 * MINOR);
    }

    /** A few iterations: they run, and say so by a kernel of the right size and place. */
    @ParameterizedTest
    @ValueSource(strings = {"DIP-FKP", "Double-DIP"})
    void methodsWithAnImageNetworkRun(final String estimator) {
        final ImagePlus found = run(
                        Task.ESTIMATE_KERNEL, "input", blurred, "scale", 1, "estimator", estimator, "iterations", 3)
                .kernel();
        assertEquals(15, found.getWidth());
        assertEquals(1, KernelFigures.of(KernelImages.read(found, "kernel")).sum(), 0.3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KernelGAN", "KernelGAN-FKP"})
    void methodsThatDoWithoutScaleOneSaySo(final String estimator) {
        final UserError error = assertThrows(
                UserError.class, () -> run(Task.ESTIMATE_KERNEL, "input", blurred, "scale", 1, "estimator", estimator));
        assertEquals("scale", error.parameter());
        assertTrue(
                error.getMessage().contains("Amortized FKP, Variational FKP, DIP-FKP and Double-DIP"),
                error.getMessage());
    }

    /** A kernel twice as wide: the result is worse than the image as it is, and that is said. */
    @Test
    void aKernelThatIsTooWideIsSaidToBe() {
        final ImagePlus wide = run(
                        Task.SIMULATE, "input", sharp, "scale", 1, "major", 2 * MAJOR, "minor", 2 * MINOR, "angle", 30)
                .kernel();
        final Map<String, Object> row = run(
                        Task.SUPER_RESOLVE_WITH_KERNEL, "input", blurred, "kernel", wide, "scale", 1)
                .row();
        assertTrue(
                row.get("Warning").toString().startsWith("the result is probably no better than the image itself"),
                row.toString());
    }

    @Test
    void theBlurIsMappedAndRestoredPlaceByPlace() {
        final ImagePlus map = run(Task.MAP_BLUR, "input", blurred, "scale", 1).result();
        assertEquals("camera-LRx1-blur", map.getTitle());
        final ImagePlus result = run(Task.SUPER_RESOLVE, "input", blurred, "scale", 1, "field", "Varying")
                .result();
        assertTrue(psnr(result) > psnr(blurred) + 1);
    }

    @Test
    void thePriorIsShown() {
        final ImagePlus samples = run(Task.SAMPLE_PRIOR, "scale", 1, "count", 4).kernel();
        assertEquals("prior-x1", samples.getTitle());
        assertArrayEquals(new int[] {15, 15, 1, 4, 1}, samples.getDimensions());
    }

    @Test
    void opticsGiveAKernelOfTheImagesOwnPixels() {
        final Outcome outcome = run(
                Task.KERNEL_FROM_OPTICS, "wavelength", 520, "aperture", 1.2, "index", 1.33, "pixel", 0.06, "scale", 1);
        final KernelFigures figures = KernelFigures.of(KernelImages.read(outcome.kernel(), "kernel"));
        assertEquals((outcome.kernel().getWidth() - 1) / 2.0, figures.centreX(), 1e-3);
        assertEquals(0.06, outcome.kernel().getCalibration().pixelWidth, 1e-9);
    }

    /** At scale factor 2 the prior ends at widths of 2.6 pixels; at 1 it knows twice as much. */
    @Test
    void aWideBlurLeadsToScaleOne() {
        final ImagePlus wide = run(Task.SIMULATE, "input", sharp, "scale", 1, "major", 4.2, "minor", 4, "noise", 1)
                .result();
        final Map<String, Object> row =
                run(Task.ESTIMATE_KERNEL, "input", wide, "scale", 2).row();
        assertTrue(row.get("Warning").toString().contains("choose scale factor 1"), row.toString());
        final double major = (double)
                run(Task.ESTIMATE_KERNEL, "input", wide, "scale", 1).row().get("FWHM major");
        assertEquals(4.2, major, 0.25 * 4.2);
    }
}
