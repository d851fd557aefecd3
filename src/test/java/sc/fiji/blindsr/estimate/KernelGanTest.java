package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.network.Crops;

class KernelGanTest {

    /** The bicubic loss of the authors, its filter applied to all channels at once. */
    @Test
    void theBicubicTargetIsTheAuthors() {
        final Golden golden = new Golden("kernelgan");
        final float[] x = golden.floats("x"), generated = golden.floats("g_x");
        for (int i = 0; i < x.length; i++) x[i] = (x[i] + 1) / 2;
        final float[] target = KernelGan.window(KernelGan.target(x, 64, 64), 32, new Crops(64, new int[1], new int[1]));
        double sum = 0;
        for (int i = 0; i < generated.length; i++) sum += Math.pow(generated[i] - target[i % target.length], 2);
        assertEquals(golden.values("bicubic")[0], sum / generated.length, 2e-6);
    }

    @Test
    void theKernelIsCleanedAndCentred() {
        final double[] values =
                new AnisotropicGaussian(2, 1, 0.4).sampled(13, 6.6, 6.2).values();
        final BlurKernel kernel = KernelGan.cleaned(BlurKernel.square(values));
        assertEquals(11, kernel.width());
        final KernelFigures figures = KernelFigures.of(kernel);
        assertEquals(1, figures.sum(), 1e-12);
        assertEquals(4.5, figures.centreX(), 0.02);
        assertEquals(4.5, figures.centreY(), 0.02);
        // The cut takes the tails: narrower, but the same direction.
        assertEquals(180 - Math.toDegrees(0.4), figures.angle(), 3);
    }
}
