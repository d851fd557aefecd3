package sc.fiji.blindsr.kernel.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelProfile;
import sc.fiji.blindsr.kernel.intake.BroughtKernel;
import sc.fiji.blindsr.progress.Progress;

/** Computed point-spread functions beside figures of the literature. */
class OpticalKernelTest {

    private static final double PIXEL = 0.1;

    /** Abramowitz & Stegun, tables 9.1 and 9.2. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "0, 1, 0.7651976866",
        "0, 10, -0.2459357645",
        "1, 1, 0.4400505857",
        "1, 5, -0.3275791376",
        "2, 3, 0.4860912606",
        "0, 2.404825558, 0",
        "1, 3.831705970, 0"
    })
    void besselFunctions(final int order, final double x, final double value) {
        assertEquals(value, FocalSpot.bessel(order, x), 1e-9);
    }

    /**
     * Airy's disc (Born & Wolf, section 8.5.2): dark rings at 0.610, 1.116 and 1.619 λ/NA, first bright ring 1.75 % of the
     * middle at 0.819 λ/NA, full width at half maximum 0.514 λ/NA.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 0.65})
    void airysDisc(final double aperture) {
        final FocalSpot spot = new FocalSpot(inFocus(aperture, 1));
        final double unit = 0.5 / aperture, peak = spot.intensity(0);
        for (final double dark : new double[] {0.60983, 1.11657, 1.61927})
            assertEquals(0, spot.intensity(dark * unit) / peak, 1e-6);
        assertEquals(0.01750, spot.intensity(0.8174 * unit) / peak, 1e-5);
        assertEquals(0.514, 2 * halfMaximum(spot) / unit, 0.001);
    }

    /** Born & Wolf, section 8.5.2: 83.8, 91.0 and 93.8 % of the light lie within the first three dark rings. */
    @Test
    void energyWithinTheRings() {
        // Only a part of all light is tabulated: beyond a radius v Airy's disc has 2/(πv) of its light.
        final OpticalKernel kernel = new OpticalKernel(inFocus(0.4, 1), 10, Progress.NONE);
        final double tabulated = 1 - 2 / (Math.PI * 16 * 3.8317);
        assertEquals(0.838, kernel.encircled(0.60983 * 0.5 / 0.4) * tabulated, 0.003);
        assertEquals(0.910, kernel.encircled(1.11657 * 0.5 / 0.4) * tabulated, 0.003);
        assertEquals(0.938, kernel.encircled(1.61927 * 0.5 / 0.4) * tabulated, 0.003);
    }

    /** Born & Wolf, section 8.8.2: on the axis the intensity is sinc²(u/4), which is 0.81 at λn/(2NA²) and 0 at 2λn/NA². */
    @Test
    void defocusOfALowAperture() {
        final double depthOfFocus = 0.5 / (0.4 * 0.4);
        final double peak = new FocalSpot(inFocus(0.4, 1)).intensity(0);
        assertEquals(0.8106, new FocalSpot(defocused(0.4, 1, depthOfFocus / 2)).intensity(0) / peak, 1e-3);
        assertEquals(0, new FocalSpot(defocused(0.4, 1, 2 * depthOfFocus)).intensity(0) / peak, 1e-4);
    }

    /**
     * At low apertures vectorial diffraction is Airy's disc. At high ones the spot is wider than 0.514 λ/NA: by a factor that
     * grows with the aperture.
     */
    @Test
    void vectorialDiffraction() {
        // The same convergence as 0.4 in air, by an immersion that no lens has.
        final double mild = 2 * halfMaximum(new FocalSpot(inFocus(0.8, 8))) * 0.8 / 0.5;
        assertEquals(0.514, mild, 0.002);
        double before = mild;
        for (final double aperture : new double[] {1.0, 1.2, 1.4}) {
            final double width = 2 * halfMaximum(new FocalSpot(inFocus(aperture, 1.515))) * aperture / 0.5;
            assertTrue(width > before && width < 0.65, aperture + ": " + width + " λ/NA");
            before = width;
        }
        // symmetric about the focus
        assertEquals(
                new FocalSpot(defocused(1.4, 1.515, 0.4)).intensity(0.1),
                new FocalSpot(defocused(1.4, 1.515, -0.4)).intensity(0.1),
                1e-9);
    }

    /** Wilhelm et al., Confocal Laser Scanning Microscopy (Zeiss), table 1: 0.37 λ/NA for a pinhole that is closed. */
    @Test
    void confocalWidths() {
        final double unit = 0.5 / 0.4;
        final double closed = width(confocal(0.4, 0.02)) / unit, one = width(confocal(0.4, 1)) / unit;
        final double open = width(confocal(0.4, 6)) / unit;
        assertEquals(0.37, closed, 0.005);
        // An open pinhole sees all that the spot lights.
        assertEquals(0.514, open, 0.02);
        // At one Airy unit the pinhole has lost nearly all of its effect on the width.
        assertEquals(0.50, one, 0.01);
    }

    /** However wide the pinhole, what is seen through it is the spot that lights. */
    @ParameterizedTest
    @ValueSource(doubles = {4, 10, 20})
    void anOpenPinholeSeesAll(final double pinhole) {
        final FocalSpot spot = new FocalSpot(inFocus(0.4, 1.33));
        final OpticalKernel open = new OpticalKernel(confocal(0.4, pinhole), 10, Progress.NONE);
        for (double r = 0; r < 0.8; r += 0.1)
            assertEquals(spot.intensity(r) / spot.intensity(0), open.intensity(r) / open.intensity(0), 0.01);
    }

    /** Gibson & Lanni: no aberration where the indices are the same; with water under oil the deeper, the dimmer. */
    @Test
    void depth() {
        final double perfect = new FocalSpot(inFocus(1.3, 1.515)).intensity(0);
        assertEquals(perfect, new FocalSpot(deep(1.515, 20)).intensity(0), 1e-9 * perfect);
        double before = perfect;
        for (final double depth : new double[] {2, 5, 10, 20}) {
            final double strehl = new FocalSpot(deep(1.33, depth)).intensity(0);
            assertTrue(strehl < before, depth + " µm: " + strehl / perfect);
            before = strehl;
        }
        // Best focus: a step to either side is no brighter, where the aberration is small.
        for (final double z : new double[] {-0.1, 0.1})
            assertTrue(new FocalSpot(new Microscope(false, 0.5, 1.3, 1.515, 1.33, 1, z, 2)).intensity(0)
                    < new FocalSpot(deep(1.33, 2)).intensity(0));
    }

    /** In a kernel the spot's width, and what the camera's pixel adds to the profile, are found again. */
    @ParameterizedTest
    @CsvSource({"2, 0.4, 0.4", "3, 0.9, 0.2", "4, 0.5, 0.5"})
    void kernels(final int scale, final double aperture, final double pixel) {
        final OpticalKernel optics = new OpticalKernel(inFocus(aperture, 1), pixel, Progress.NONE);
        final BlurKernel kernel = optics.kernel(pixel, scale, optics.size(pixel, scale));
        final KernelFigures figures = KernelFigures.of(kernel);
        assertEquals(1, kernel.sum(), 1e-9);
        assertEquals((kernel.width() - scale) / 2.0, figures.centreX(), 0.1);
        final double spot = 2 * halfMaximum(new FocalSpot(inFocus(aperture, 1)));
        final double expected = Math.sqrt(spot * spot + pixel * pixel * 8 * Math.log(2) / 12);
        assertEquals(expected, new KernelProfile(kernel).fwhm(0) * pixel / scale, 0.04 * expected);
        assertEquals(new BroughtKernel(kernel), BroughtKernel.checked(kernel), "passes the checks as it is");
    }

    @Test
    void anApertureThatCannotBe() {
        assertEquals(
                "aperture: 1.4 was given with an immersion of refractive index 1.0; it must be smaller than the key index (1"
                        + " for air, 1.33 for water, 1.515 for oil).",
                assertThrows(UserError.class, () -> inFocus(1.4, 1)).getMessage());
    }

    private static double halfMaximum(final FocalSpot spot) {
        double low = 0, high = 5;
        final double half = spot.intensity(0) / 2;
        while (spot.intensity(low) > half) low += 0.01;
        high = low;
        low -= 0.01;
        for (int i = 0; i < 40; i++) {
            final double middle = (low + high) / 2;
            if (spot.intensity(middle) > half) low = middle;
            else high = middle;
        }
        return low;
    }

    private static double width(final Microscope microscope) {
        final OpticalKernel kernel = new OpticalKernel(microscope, PIXEL, Progress.NONE);
        double r = 0;
        while (kernel.intensity(r) > kernel.intensity(0) / 2) r += 0.0005;
        return 2 * r;
    }

    private static Microscope inFocus(final double aperture, final double index) {
        return defocused(aperture, index, 0);
    }

    private static Microscope defocused(final double aperture, final double index, final double defocus) {
        return new Microscope(false, 0.5, aperture, index, 1.33, 1, defocus, 0);
    }

    private static Microscope confocal(final double aperture, final double pinhole) {
        return new Microscope(true, 0.5, aperture, 1, 1.33, pinhole, 0, 0);
    }

    private static Microscope deep(final double medium, final double depth) {
        return new Microscope(false, 0.5, 1.3, 1.515, medium, 1, 0, depth);
    }
}
