package sc.fiji.blindsr.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.kernel.shape.MotionLine;

class KernelSpreadTest {

    private static final int SCALE = 2, COUNT = 400;
    private static final BlurKernel
            GAUSSIAN = AnisotropicGaussian.ofWidths(2, 1.5, 30, SCALE).kernel(SCALE, 15),
            LINE = KernelCentre.centred(new MotionLine(7, 0.5, 0.6).sampled(15, 6.5, 6.5), SCALE, 15);

    private static DescriptiveStatistics of(
            final List<BlurKernel> kernels, final ToDoubleFunction<KernelFigures> figure) {
        return new DescriptiveStatistics(
                kernels.stream().map(KernelFigures::of).mapToDouble(figure).toArray());
    }

    @Test
    void widthsScatterByTheirSpread() {
        final KernelFigures figures = KernelFigures.of(GAUSSIAN);
        final List<BlurKernel> drawn = new KernelSpread(0.3, 0.2, 5).draw(GAUSSIAN, SCALE, COUNT, 1);
        final DescriptiveStatistics major = of(drawn, KernelFigures::fwhmMajor),
                minor = of(drawn, KernelFigures::fwhmMinor);
        assertEquals(figures.fwhmMajor(), major.getMean(), 0.1);
        assertEquals(0.3, major.getStandardDeviation(), 0.06);
        assertEquals(figures.fwhmMinor(), minor.getMean(), 0.1);
        assertEquals(0.2, minor.getStandardDeviation(), 0.06);
        for (final BlurKernel kernel : drawn) assertEquals(1, kernel.sum(), 1e-9);
    }

    /** A movement stays one: the kernels lie around it, and not around a Gaussian as long and as wide. */
    @Test
    void otherShapesKeepTheirShape() {
        for (final BlurKernel kernel : new KernelSpread(0, 0, 0).draw(LINE, SCALE, 3, 1))
            assertArrayEquals(LINE.values(), kernel.values(), 1e-9);
        final List<BlurKernel> drawn = new KernelSpread(0.4, 0.1, 2).draw(LINE, SCALE, COUNT, 1);
        final double[] mean = new double[LINE.values().length];
        for (final BlurKernel kernel : drawn)
            for (int i = 0; i < mean.length; i++) mean[i] += kernel.values()[i] / COUNT;
        assertTrue(distance(mean, LINE) < 0.2 * distance(mean, gaussianLike(LINE)), distance(mean, LINE) + "");
        final DescriptiveStatistics major = of(drawn, KernelFigures::fwhmMajor);
        assertEquals(KernelFigures.of(LINE).fwhmMajor(), major.getMean(), 0.15);
        assertEquals(0.4, major.getStandardDeviation(), 0.15);
    }

    private static BlurKernel gaussianLike(final BlurKernel kernel) {
        return KernelSpread.beside(KernelFigures.of(kernel), SCALE, 0, 0, 0).kernel(SCALE, kernel.width());
    }

    private static double distance(final double[] values, final BlurKernel kernel) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) sum += Math.pow(values[i] - kernel.values()[i], 2);
        return Math.sqrt(sum);
    }
}
