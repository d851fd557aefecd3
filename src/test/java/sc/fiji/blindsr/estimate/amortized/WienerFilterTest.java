package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;

class WienerFilterTest {

    private static final int SCALE = 2;

    private static TransferFunction gaussian(final double variance, final int scale) {
        return new TransferFunction(
                new AnisotropicGaussian(variance, variance, 0).kernel(scale).values(),
                scale,
                TransferFunction.side(scale));
    }

    /** Of a round Gaussian it is exp(−2π²σ²f²), real, at every frequency. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void transferOfAGaussian(final int scale) {
        final double variance = 0.5 * scale * scale;
        final TransferFunction transfer = gaussian(variance, scale);
        for (int i = 0; i < transfer.length(); i++) {
            final double squared = transfer.squaredFrequency(i) / (scale * scale);
            assertEquals(Math.exp(-2 * Math.PI * Math.PI * variance * squared), transfer.real(i), 0.03);
            assertEquals(0, transfer.imaginary(i), 0.03);
        }
    }

    /** Nothing is better than the true kernel, and too wide a kernel is worse than one that is as much too narrow. */
    @Test
    void errsLeastWithTheTrueKernel() {
        final TransferFunction blur = gaussian(1.8, SCALE);
        final double right = new WienerFilter(blur).error(blur),
                narrow = new WienerFilter(gaussian(1.8 / 1.5, SCALE)).error(blur),
                wide = new WienerFilter(gaussian(1.8 * 1.5, SCALE)).error(blur);
        assertTrue(right < narrow, right + ", narrow " + narrow);
        assertTrue(1.5 * (narrow - right) < wide - right, right + ", narrow " + narrow + ", wide " + wide);
    }
}
