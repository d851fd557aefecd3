package sc.fiji.blindsr.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.kernel.BlurKernel;

/** PSNR and SSIM against the authors' code. */
class MetricsGoldenTest {

    private final Golden golden = new Golden("metrics");

    @Test
    void psnrAndSsimOfLuma() {
        final ImageQuality quality = new ImageQuality(planar("sr8"), planar("hr8"), 2, 255);
        assertEquals(golden.values("psnr_y_f64")[0], quality.psnr(), 1e-6);
        assertEquals(golden.values("ssim_y_f64")[0], quality.ssim(), 1e-6);
    }

    /** Whatever the unit of the grey levels. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 65_535})
    void lumaHasTheUnitOfItsChannels(final double peak) {
        final ImageQuality quality =
                new ImageQuality(scaled(planar("sr8"), peak / 255), scaled(planar("hr8"), peak / 255), 2, peak);
        assertEquals(golden.values("psnr_y_f64")[0], quality.psnr(), 1e-4);
        assertEquals(golden.values("ssim_y_f64")[0], quality.ssim(), 1e-4);
    }

    private static RandomAccessibleInterval<FloatType> scaled(
            final RandomAccessibleInterval<FloatType> image, final double factor) {
        return Converters.convert(image, (in, out) -> out.setReal(factor * in.get()), new FloatType());
    }

    @Test
    void kernelPsnr() {
        assertEquals(
                golden.values("kernel_psnr_f64")[0],
                ImageQuality.kernelPsnr(BlurKernel.square(golden.values("k1")), BlurKernel.square(golden.values("k2"))),
                1e-4);
    }

    /** Rows × columns × channels, as the file has it, seen as X×Y×C. */
    private RandomAccessibleInterval<FloatType> planar(final String name) {
        final int[] shape = golden.shape(name);
        return Views.permute(
                Views.permute(ArrayImgs.floats(golden.floats(name), shape[2], shape[1], shape[0]), 0, 2), 0, 1);
    }
}
