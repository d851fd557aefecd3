package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

class KernelFromOpticsTest {

    /** An oil objective: its kernel fits the image whose pixel size it was made for, and the row says its widths in µm. */
    @Test
    void theKernelOfAnObjectiveRestoresItsImages() {
        final ImagePlus input = calibrated(new ImagePlus("cells", SampleImages.plane(60, 50, 16, 20, 0)), 65, "nm");
        final Outcome optics = run(Map.of("input", input, "wavelength", 520, "aperture", 1.4, "index", 1.515));
        final ImagePlus kernel = optics.kernel();
        assertEquals("optics-kernel", kernel.getTitle());
        assertEquals(0.0325, kernel.getCalibration().pixelWidth, 1e-9);
        assertEquals("µm", kernel.getCalibration().getUnit());
        assertEquals("µm", optics.row().get("Unit"));
        // The Gaussian of the rings' covariance is wider than the profile, whose 0.2 µm is what books say.
        final String[] profile = kernel.getStringProperty("Profile FWHM").split(" ");
        assertEquals(0.21, Double.parseDouble(profile[0]) * 0.065, 0.02);
        assertTrue((double) optics.row().get("Width major") > 0.21);
        assertEquals("520 nm, aperture 1.40, index 1.515", kernel.getStringProperty("Optics"));
        final LoggingProgress progress = new LoggingProgress();
        final Outcome restored = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", input, "kernel", kernel, "restorer", "Cubic spline"), progress);
        assertEquals(0, progress.lines.size(), progress.lines.toString());
        assertEquals(
                (double) optics.row().get("FWHM major"), (double) restored.row().get("FWHM major"), 1e-4);
    }

    /** Far out of focus, most of the light lies beyond the largest kernel. */
    @Test
    void aKernelThatIsCutOffIsWarnedOf() {
        final Map<String, Object> values = Map.of("wavelength", 520, "aperture", 1.4, "index", 1.515, "pixel", 0.1);
        assertEquals("", run(values).row().get("Warning"));
        final Map<String, Object> far = new HashMap<>(values);
        far.put("defocus", 3);
        final String warning = run(far).row().get("Warning").toString();
        assertTrue(warning.contains("the kernel of 101×101 pixels holds "), warning);
    }

    /** The pixels of the camera, 6.5 µm, are not those in the specimen, 0.65 µm. */
    @Test
    void theCamerasOwnPixelIsWarnedOf() {
        final Map<String, Object> values = new HashMap<>(Map.of("wavelength", 520, "aperture", 0.3, "pixel", 0.65));
        assertEquals("", run(values).row().get("Warning"));
        values.put("pixel", 6.5);
        assertEquals(
                "pixels of 6.5 µm are 6.1 times as large as the spots of this lens; what counts is their side in the specimen,"
                        + " the camera's divided by the magnification",
                run(values).row().get("Warning"));
    }

    /** A family with other values for each kernel, the same for the same seed; the trainer takes it. */
    @Test
    void rangesMakeAStack() {
        final Map<String, Object> values = Map.of(
                "wavelength", "500-600", "aperture", "0.7-0.9", "pixel", 0.3, "defocus", "-0.5-0.5", "count", 12);
        final ImagePlus stack = run(values).kernel();
        assertEquals(12, stack.getStackSize());
        final Matcher label = Pattern.compile(
                        "3: (\\d+) nm, aperture (0\\.\\d+), index 1\\.000, defocus (-?[\\d.]+) µm")
                .matcher(stack.getStack().getSliceLabel(3));
        assertTrue(label.matches(), stack.getStack().getSliceLabel(3));
        assertTrue(Integer.parseInt(label.group(1)) >= 500 && Integer.parseInt(label.group(1)) <= 600);
        assertNotEquals(
                stack.getStack().getSliceLabel(4).substring(3),
                stack.getStack().getSliceLabel(5).substring(3));
        assertEquals(
                stack.getStack().getSliceLabel(9),
                run(values).kernel().getStack().getSliceLabel(9));
        final RunReport report = new RunReport(Settings.of(PriorTraining.FORM));
        final LoggingProgress progress = new LoggingProgress();
        assertEquals(
                12, new KernelIntake("kernels", 2, report, progress).all(stack).size());
        assertEquals(0, progress.lines.size(), progress.lines.toString());
    }

    @Test
    void aConfocalKernelIsNarrower() {
        final Map<String, Object> values = new HashMap<>(Map.of("wavelength", 520, "aperture", 0.8, "pixel", 0.1));
        final double wide = (double) run(values).row().get("Width major");
        values.put("type", "Confocal");
        final double confocal = (double) run(values).row().get("Width major");
        assertTrue(confocal < 0.8 * wide, confocal + " µm beside " + wide);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aperture=0.5 pixel=0.1 | wavelength: it was not given; needed is a number of nanometres from 1 to 20000, or a range",
                "wavelength=500 pixel=0.1 | aperture: it was not given",
                "wavelength=500 aperture=1.4 pixel=0.1 | aperture: 1.4 was given with an immersion of refractive index 1.0;",
                "wavelength=500 aperture=0.9-0.5 pixel=0.1 | aperture: \"0.9-0.5\" was given",
                "wavelength=500 aperture=0.5 | pixel: neither a pixel size nor an image was given",
                "wavelength=500 aperture=0.5 pixel=-1 | pixel: \"-1\" was given",
            })
    void whatCannotBeIsRefused(final String given, final String message) {
        final Map<String, Object> values = new HashMap<>();
        for (final String word : given.split(" ")) values.put(word.split("=")[0], word.split("=")[1]);
        final String said = assertThrows(UserError.class, () -> run(values)).getMessage();
        assertTrue(said.startsWith(message), said);
    }

    @Test
    void thePixelSizeMustBeALength() {
        final ImagePlus plain = new ImagePlus("plain", SampleImages.plane(20, 20, 8, 1, 0));
        final String said = assertThrows(
                        UserError.class, () -> run(Map.of("input", plain, "wavelength", 500, "aperture", 0.5)))
                .getMessage();
        assertEquals(
                "input: \"plain\" is not calibrated in a unit of length; set it in Image > Properties, or give the key"
                        + " pixel.",
                said);
    }

    private static Outcome run(final Map<String, ?> values) {
        return Task.KERNEL_FROM_OPTICS.run(values, Progress.NONE);
    }

    private static ImagePlus calibrated(final ImagePlus image, final double pixel, final String unit) {
        image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = pixel;
        image.getCalibration().setUnit(unit);
        return image;
    }
}
