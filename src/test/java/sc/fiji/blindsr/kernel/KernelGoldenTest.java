package sc.fiji.blindsr.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/** Kernels and degradation against the authors' code. */
class KernelGoldenTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void anisotropicGaussians(final int scale) {
        final Golden golden = new Golden("kernels");
        for (int i = 0; i < 3; i++) {
            final double[] p = golden.values("x" + scale + "_" + i + "_params_f64");
            assertArrayEquals(
                    golden.values("x" + scale + "_" + i + "_kernel_f64"),
                    new AnisotropicGaussian(p[0], p[1], p[2]).kernel(scale).values(),
                    1e-9);
        }
    }

    @Test
    void analyticTimesFour() {
        final Golden golden = new Golden("kernels");
        final BlurKernel timesTwo = BlurKernel.square(golden.values("analytic_in_f64"));
        assertArrayEquals(
                golden.values("analytic_x4_f64"),
                AnalyticKernel.timesFour(timesTwo).values(),
                1e-9);
        assertArrayEquals(
                golden.values("analytic_x4_shifted_f64"),
                AnalyticKernel.centredTimesFour(timesTwo).values(),
                1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void degradation(final int scale) {
        final Golden golden = new Golden("degradation");
        final BlurKernel kernel = BlurKernel.square(golden.values("k_x" + scale + "_f64"));
        final int[] shape = golden.shape("hr_f64");
        final ArrayImg<FloatType, FloatArray> interleaved =
                ArrayImgs.floats(golden.floats("hr_f64"), shape[2], shape[1], shape[0]);
        final ArrayImg<FloatType, FloatArray> low = new Degradation(kernel, scale, Grid.PAPER)
                .apply(Views.permute(Views.permute(interleaved, 0, 2), 0, 1), Progress.NONE);
        final float[] expected = golden.floats("lr_x" + scale);
        final float[] actual = Pixels.floats(Views.permute(Views.permute(low, 0, 1), 0, 2));
        assertArrayEquals(expected, actual, 1e-6f);
    }
}
