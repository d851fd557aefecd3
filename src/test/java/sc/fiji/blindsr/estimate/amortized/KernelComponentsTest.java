package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.kernel.BlurKernel;

class KernelComponentsTest {

    private static final int SCALE = 2;

    private final List<double[]> kernels =
            GeneralKernels.of(SCALE, 120, 7).stream().map(BlurKernel::values).toList();
    private final KernelComponents components = KernelComponents.of(kernels, SCALE);

    /** Each entry has the standard deviation 1 over the kernels, and 0 as its mean if it is one that no turn changes. */
    @Test
    void entriesAreStandardised() {
        final double[] sums = new double[components.count()], squares = new double[components.count()];
        for (final double[] kernel : kernels) {
            final double[] entries = components.entries(kernel, SCALE);
            for (int i = 0; i < entries.length; i++) {
                sums[i] += entries[i];
                squares[i] += entries[i] * entries[i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            assertEquals(1, squares[i] / kernels.size(), 1e-6, "entry " + i);
            if (KernelComponents.symmetries().get(i) == EntrySymmetry.SAME)
                assertEquals(0, sums[i] / kernels.size(), 1e-6, "entry " + i);
        }
    }

    /** A turned or mirrored kernel has the same entries but for their signs. */
    @Test
    void turnedKernelsHaveTurnedEntries() {
        final double[] kernel = kernels.get(3), entries = components.entries(kernel, SCALE);
        final int size = (int) Math.sqrt(kernel.length), last = size - SCALE;
        for (int g = 0; g < TurnedWeights.SYMMETRIES; g++) {
            final double[] turned = new double[kernel.length], plain = new double[kernel.length];
            for (int y = 0; y <= last; y++)
                for (int x = 0; x <= last; x++) {
                    // twice the distance from the middle
                    final int[] to = TurnedWeights.turned(g, 2 * x - last, 2 * y - last);
                    turned[(to[1] + last) / 2 * size + (to[0] + last) / 2] = kernel[y * size + x];
                    plain[y * size + x] = kernel[y * size + x];
                }
            final double[] of = components.entries(turned, SCALE), from = components.entries(plain, SCALE);
            for (int i = 0; i < entries.length; i++)
                assertEquals(KernelComponents.symmetries().get(i).sign(g) * from[i], of[i], 1e-9, g + ": entry " + i);
        }
    }

    @Test
    void aFileKeepsThem() {
        assertArrayEquals(
                components.entries(kernels.get(0), SCALE),
                KernelComponents.of(components.tensors()).entries(kernels.get(0), SCALE),
                1e-4);
    }
}
