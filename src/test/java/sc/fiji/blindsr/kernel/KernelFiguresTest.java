package sc.fiji.blindsr.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.shape.Disc;

class KernelFiguresTest {

    @Test
    void threePixelsInALine() {
        // Variance of (¼, ½, ¼) is ½; across the line it is 0.
        final KernelFigures lying = KernelFigures.of(new BlurKernel(3, 1, 0.5, 1, 0.5));
        assertEquals(2, lying.sum(), 1e-12);
        assertEquals(1, lying.centreX(), 1e-12);
        assertEquals(2.3548200450309493 * Math.sqrt(0.5), lying.fwhmMajor(), 1e-12);
        assertEquals(0, lying.fwhmMinor(), 1e-12);
        assertEquals(0, lying.angle(), 1e-12);
        assertEquals(90, KernelFigures.of(new BlurKernel(1, 3, 0.5, 1, 0.5)).angle(), 1e-9);
    }

    /** In an array of odd size, the centre of a kernel for scale 2 lies half a pixel beside the middle, where it is cut unevenly. */
    @Test
    void roundKernelsHaveNoDirection() {
        final BlurKernel round = new AnisotropicGaussian(7, 7, 0).sampled(15, 6.5, 6.5);
        assertEquals(0, KernelFigures.of(round).angle(), 0);
        final BlurKernel ring = new BlurKernel(
                9,
                9,
                IntStream.range(0, 81)
                        .mapToDouble(i -> Math.exp(-Math.pow(Math.hypot(i % 9 - 3.5, i / 9 - 3.5) - 2, 2)))
                        .toArray());
        assertEquals(0, KernelFigures.of(ring).angle(), 0);
    }

    /** Whose second moments are negative. */
    @Test
    void ofWideNegativeLobesTheWidthsAreThoseOfTheCore() {
        final BlurKernel wide = new AnisotropicGaussian(36, 36, 0).sampled(61, 30, 30);
        final double[] values =
                new AnisotropicGaussian(9, 9, 0).sampled(61, 30, 30).values();
        for (int i = 0; i < values.length; i++) values[i] -= 0.45 * wide.values()[i];
        final BlurKernel kernel = new BlurKernel(61, 61, values);
        final KernelFigures figures = KernelFigures.of(kernel);
        assertEquals(3 * KernelFigures.FWHM_PER_SIGMA, figures.fwhmMajor(), 1);
        assertEquals(KernelFigures.ofCore(kernel), figures);
    }

    @Test
    void anglesRunCounterClockwiseAsSeen() {
        // From the lower left to the upper right: 45° as ImageJ's angle tool says.
        assertEquals(
                45,
                KernelFigures.of(new BlurKernel(3, 3, 0, 0, 1, 0, 1, 0, 1, 0, 0))
                        .angle(),
                1e-9);
        assertEquals(
                135,
                KernelFigures.of(new BlurKernel(3, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1))
                        .angle(),
                1e-9);
    }

    @Test
    void aWideGaussianHasItsOwnWidths() {
        final BlurKernel kernel = new AnisotropicGaussian(4, 1, Math.toRadians(-30)).sampled(41, 20, 20);
        final KernelFigures figures = KernelFigures.of(kernel);
        assertEquals(2 * KernelFigures.FWHM_PER_SIGMA, figures.fwhmMajor(), 1e-4);
        assertEquals(KernelFigures.FWHM_PER_SIGMA, figures.fwhmMinor(), 1e-4);
        assertEquals(30, figures.angle(), 1e-4);
    }

    /** The widest blur of the paper reaches beyond its array, which the figures must not show. */
    @Test
    void aGaussianThatIsCutOffHasItsOwnWidths() {
        for (int scale = 1; scale <= 4; scale++) {
            final double largest = AnisotropicGaussian.largestVariance(scale);
            final KernelFigures figures =
                    KernelFigures.of(new AnisotropicGaussian(largest, largest / 2, Math.toRadians(-30)).kernel(scale));
            assertEquals(1, figures.fwhmMajor() / KernelFigures.width(largest), 0.01, "×" + scale);
            assertEquals(1, figures.fwhmMinor() / KernelFigures.width(largest / 2), 0.01, "×" + scale);
            assertEquals(30, figures.angle(), 1);
        }
    }

    /** A disc is no Gaussian, however tightly the array fits. */
    @Test
    void aDiscKeepsItsMoments() {
        final double radius = 4;
        final KernelFigures figures = KernelFigures.of(new Disc(radius).sampled(11, 5, 5));
        assertEquals(KernelFigures.width(radius * radius / 4), figures.fwhmMajor(), 0.1);
    }

    @Test
    void kernelsLieWhereTheGridWantsThem() {
        for (int scale = 2; scale <= 4; scale++) {
            final KernelFigures figures = KernelFigures.of(new AnisotropicGaussian(1.5, 0.8, 1).kernel(scale));
            final double centre = (BlurKernel.sizeFor(scale) - scale) / 2.0;
            assertEquals(centre, figures.centreX(), 0.01);
            assertEquals(centre, figures.centreY(), 0.01);
            assertEquals(1, figures.sum(), 1e-12);
        }
    }

    @Test
    void turningIsItsOwnInverse() {
        final BlurKernel kernel = new BlurKernel(2, 2, 1, 2, 3, 4);
        assertEquals(new BlurKernel(2, 2, 4, 3, 2, 1), kernel.turned());
        assertEquals(kernel, kernel.turned().turned());
    }

    @Test
    void whatIsNoKernelIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BlurKernel(2, 2, 1, 2, 3));
        assertThrows(UserError.class, () -> new BlurKernel(2, 1, 1, Double.NaN));
        assertThrows(UserError.class, () -> new BlurKernel(2, 1, 0, 0));
        assertThrows(UserError.class, () -> new BlurKernel(2, 1, 1, -1).normalised());
    }

    /** No array would be large enough to have it in the middle. */
    @Test
    void whoseCentreLiesElsewhereIsNotCentred() {
        final BlurKernel nothing = new BlurKernel(3, 1, 1, 0, -1 + 1e-9);
        final String message = assertThrows(UserError.class, () -> KernelCentre.centred(nothing, 1))
                .getMessage();
        assertTrue(message.contains("outside of its 3×1 pixels"), message);
    }

    /** Of a Gaussian both widths are the same; a broad, faint foot counts in the covariance alone. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 30, 77, 120})
    void profilesHaveTheWidthsThatAPlotShows(final double angle) {
        final BlurKernel gaussian = AnisotropicGaussian.ofWidths(6, 4, angle, 1).sampled(25, 11.3, 12.4);
        assertEquals(6, new KernelProfile(gaussian).fwhm(angle), 0.05);
        assertEquals(4, new KernelProfile(gaussian).fwhm(angle + 90), 0.05);
        final BlurKernel foot = AnisotropicGaussian.ofWidths(12, 12, 0, 1).sampled(25, 11.3, 12.4);
        final double[] both = gaussian.values();
        for (int i = 0; i < both.length; i++) both[i] += 0.15 * foot.values()[i];
        final BlurKernel haze = BlurKernel.square(both);
        assertEquals(6, new KernelProfile(haze).fwhm(angle), 0.15);
        assertEquals(7, KernelFigures.of(haze).fwhmMajor(), 0.3);
    }
}
