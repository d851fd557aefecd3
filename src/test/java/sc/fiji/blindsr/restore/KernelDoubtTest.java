package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

class KernelDoubtTest {

    private static final BlurKernel KERNEL = new AnisotropicGaussian(4, 1.5, 0.7).kernel(2);

    private static final RandomAccessibleInterval<FloatType> SHARP = camera();

    private static RandomAccessibleInterval<FloatType> camera() {
        final ImagePlus image = IJ.openImage("src/test/resources/camera.png");
        return Planes.read(image, 1, IntensityRange.of(image, "input"));
    }

    /** @param spread high-resolution pixels */
    private static double doubt(final RandomAccessibleInterval<FloatType> low, final KernelSpread spread) {
        return KernelDoubt.of(
                low,
                new RestorationProblem(KERNEL, spread, null, 2, Grid.CENTRED, 0, null, 0, 0, DeviceChoice.CPU),
                Progress.NONE);
    }

    private static RandomAccessibleInterval<FloatType> low(final BlurKernel kernel) {
        return new Degradation(kernel, 2, Grid.CENTRED).apply(SHARP, Progress.NONE);
    }

    /** Of images that are blurred already a wider blur takes less; what matters is that the size is right. */
    @Test
    void isWhatTheErrorDoesToTheImage() {
        final double major = 0.6, minor = 0.4;
        final float[] found = Pixels.floats(low(KERNEL)),
                wider =
                        Pixels.floats(low(AnisotropicGaussian.ofWidths(
                                        (2.3548 * 2 + major) / 2,
                                        (2.3548 * Math.sqrt(1.5) + minor) / 2,
                                        Math.toDegrees(0.7),
                                        2)
                                .kernel(2)));
        double sum = 0;
        for (int i = 0; i < found.length; i++) sum += Math.pow(wider[i] - found[i], 2);
        final double real = Math.sqrt(sum / found.length), said = doubt(low(KERNEL), new KernelSpread(major, minor, 5));
        assertTrue(said > 0.25 * real && said < real, said + " of " + real);
    }

    @Test
    void growsWithTheSpreadAndTheContrast() {
        final RandomAccessibleInterval<FloatType> low = low(KERNEL);
        final double doubt = doubt(low, new KernelSpread(0.2, 0.2, 5));
        assertTrue(doubt(low, new KernelSpread(0.4, 0.4, 5)) > 1.7 * doubt);
        assertEquals(
                doubt / 2,
                doubt(
                        Converters.convert2(low, (level, half) -> half.setReal(level.get() / 2), FloatType::new),
                        new KernelSpread(0.2, 0.2, 5)),
                1e-4 * doubt);
    }

    @Test
    void isNoneWhereNothingIsKnown() {
        assertEquals(0, doubt(low(KERNEL), null));
    }
}
