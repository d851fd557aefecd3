package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.shape.MotionLine;

class ExpectedSpectraTest {

    /** |H|²/f², summed over the frequencies that look alike after sampling, and smoothed as windows do: by its definition. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void foldedPower(final int scale) {
        final int size = BlurKernel.sizeFor(scale);
        final BlurKernel kernel =
                KernelCentre.centred(new MotionLine(2.2 * scale, 0.5, 0.4 * scale).sampled(31, 15, 15), scale, size);
        final float[] spectrum = new ExpectedSpectra(scale, size).of(kernel.values());
        for (int i = 0; i < spectrum.length; i += 97) {
            final int[] f = ImageSpectrum.FREQUENCIES.get(i);
            double sum = 0;
            for (int dv = -1; dv <= 1; dv++)
                for (int du = -1; du <= 1; du++)
                    sum += (du == 0 ? 4 : 1) * (dv == 0 ? 4 : 1) / 36.0 * folded(kernel, scale, f[0] + du, f[1] + dv);
            assertEquals(1, spectrum[i] / sum, 1e-3, f[0] + ", " + f[1]);
        }
    }

    private static double folded(final BlurKernel kernel, final int scale, final int u, final int v) {
        final int side = ImageSpectrum.SIDE;
        double sum = 0;
        for (int a = 0; a < scale; a++)
            for (int b = 0; b < scale; b++) {
                final double x = centred(u + a * side, scale * side), y = centred(v + b * side, scale * side);
                sum += power(kernel, x / (scale * side), y / (scale * side)) / (x * x + y * y + 0.25);
            }
        return sum;
    }

    private static double centred(final int i, final int period) {
        final int from = Math.floorMod(i, period);
        return from < period / 2 ? from : from - period;
    }

    private static double power(final BlurKernel kernel, final double fx, final double fy) {
        double re = 0, im = 0;
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) {
                re += kernel.get(x, y) * Math.cos(2 * Math.PI * (fx * x + fy * y));
                im += kernel.get(x, y) * Math.sin(2 * Math.PI * (fx * x + fy * y));
            }
        return re * re + im * im;
    }
}
