package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ImageStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Reported;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;

/** Images of cameras on which the plugin was once wrong, and silent. */
class ReportedCameraCasesTest {

    private static ImagePlus result(final String name) {
        return Task.SUPER_RESOLVE
                .run(Map.of("input", Reported.image(name), "estimator", "Variational FKP"), Progress.NONE)
                .result();
    }

    private static double number(final ImagePlus image, final String key) {
        return Double.parseDouble(image.getStringProperty(key));
    }

    private static void assertWidths(
            final double major, final double minor, final double error, final ImagePlus result) {
        assertEquals(major, number(result, "FWHM major"), error);
        assertEquals(minor, number(result, "FWHM minor"), error);
    }

    /** Noise that grows with the light, and was taken for that of the dark background. */
    @Test
    void photonNoiseIsThatOfTheStructures() {
        final ImagePlus result = result("01-poisson-shot-noise/poisson120.tif");
        final String variance = result.getStringProperty("Noise variance");
        final double perLevel = Double.parseDouble(variance.split(" ")[2]);
        assertTrue(perLevel > 0.7 && perLevel < 1.5, variance);
        // on dark ground the line would be below it
        assertTrue(variance.matches(".*\\), at least [0-9.e+-]+, independent from pixel to pixel"), variance);
        // noise was enlarged to twice the brightest structure
        assertTrue(result.getStatistics().max
                < 1.3 * Reported.image("01-poisson-shot-noise/poisson120.tif").getStatistics().max);
    }

    /** Rows that are shifted in grey level by more than the noise: the offsets are removed before the blur is looked for. */
    @Test
    void offsetsOfRowsAreNoBlur() {
        final ImagePlus result = Task.SUPER_RESOLVE
                .run(
                        Map.of("input", Reported.image("08-model-misfit-without-warning/BB-rowstripes.tif")),
                        Progress.NONE)
                .result();
        assertEquals(55, number(result, "Row offsets removed"), 5);
        assertWidths(2.2, 1.6, 0.2, result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B6-jpeg60", "C1-jpg75"})
    void theNoiseOfJpegIsWhatCompressionLost(final String name) {
        final ImagePlus result = result("02-jpeg/" + name + ".tif");
        assertTrue(result.getStringProperty("Noise variance").endsWith("JPEG compression"));
        assertEquals(5, number(result, "Noise"), 1.5);
    }

    /** A file of quality 60 hides its blur, one of quality 75 does not. */
    @Test
    void strongCompressionIsWarnedOf() {
        final String warning = "so strongly compressed";
        assertTrue(String.valueOf(result("02-jpeg/B6-jpeg60.tif").getStringProperty("Warning"))
                .contains(warning));
        assertFalse(String.valueOf(result("02-jpeg/C1-jpg75.tif").getStringProperty("Warning"))
                .contains(warning));
    }

    /** Of what was read in it the narrowest is taken, with a large ±. */
    @Test
    void strongCompressionMakesCautious() {
        final ImagePlus strong = kernel("02-jpeg/B6-jpeg60.tif"), weak = kernel("02-jpeg/C1-jpg75.tif");
        assertTrue(relativeSpread(strong) > 2 * relativeSpread(weak));
        assertTrue(number(strong, "FWHM major") < 0.8 * number(weak, "FWHM major"));
    }

    private static ImagePlus kernel(final String name) {
        return Task.ESTIMATE_KERNEL
                .run(Map.of("input", Reported.image(name)), Progress.NONE)
                .kernel();
    }

    private static double relativeSpread(final ImagePlus result) {
        return number(result, "FWHM major ±") / number(result, "FWHM major");
    }

    /** Of 15; the finest structures show 5. The widths are those that are found with white noise. */
    @Test
    void smoothedNoiseIsThatOfQuietPlaces() {
        final ImagePlus result = result("03-correlated-noise-bayer/corrnoise15.tif");
        assertTrue(result.getStringProperty("Noise variance").contains(", smoothed"));
        assertEquals(10, number(result, "Noise"), 2);
        assertWidths(1.82, 1.47, 0.3, result);
    }

    /** The truth is 2.2 × 1.6; without defects 1.82 × 1.47 are found. */
    @ParameterizedTest
    @ValueSource(strings = {"hot1", "hot10-4095"})
    void hotPixelsChangeNeitherKernelNorImage(final String name) {
        final ImagePlus clean = result("04-hot-pixels-cosmics/clean.tif");
        final ImagePlus result = result("04-hot-pixels-cosmics/" + name + ".tif");
        assertWidths(number(clean, "FWHM major"), number(clean, "FWHM minor"), 0.12, result);
        assertEquals(name.equals("hot1") ? 1 : 10, number(result, "Masked"));
        assertEquals(clean.getStatistics().max, result.getStatistics().max, 20);
        assertEquals(clean.getStatistics().mean, result.getStatistics().mean, 0.2);
    }

    /** The camera ends at 4095; without it 1.78 × 1.47 are found. */
    @Test
    void saturatedPixelsAreLowerBounds() {
        final ImagePlus result = result("06-saturation/B4-sat12bit.tif");
        assertEquals(4360, number(result, "Masked"), 40);
        assertWidths(1.78, 1.47, 0.3, result);
        assertTrue(result.getStatistics().max > 4500, "the light goes on above");
    }

    @Test
    void aScaleBarLeavesNoSeams() {
        final ImagePlus result = result("07-burnt-in-scale-bar/B3-scalebar.tif");
        assertEquals(540, number(result, "Masked"));
        assertTrue(result.getStatistics().max < 3000, "nothing of the bar is left, nor rings of it");
        assertTrue(number(result, "Angle") > 5, "the kernel does not lie along the bar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodata", "one_inf_like", "E2-f-1e5"})
    void missingDataAreLeftOut(final String name) {
        final ImagePlus result = result("16-float-outliers/" + name + ".tif");
        assertEquals(name.equals("nodata") ? 100 : 1, number(result, "Masked"));
        final ImageStatistics statistics = result.getStatistics();
        assertTrue(statistics.min > -0.2 && statistics.max < 1.2, statistics.min + " … " + statistics.max);
        assertTrue(number(result, "FWHM minor") > 1.1, "as of the image without it");
    }

    /** The noise is 8; a flash of 15 times the light made 72 of it. */
    @Test
    void theNoiseOfASeriesIsNotThatOfItsBrightestFrame() {
        assertEquals(8, number(result("19-noise-of-brightest-frame/G0-time.tif"), "Noise"), 0.8);
    }
}
