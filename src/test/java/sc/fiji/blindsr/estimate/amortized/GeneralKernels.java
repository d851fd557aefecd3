package sc.fiji.blindsr.estimate.amortized;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.shape.GeneralBlurs;

/** Kernels of the family that the prior General was trained on. */
final class GeneralKernels {

    /** In how many the components are sought. */
    private static final int COMPONENTS = 800;

    private GeneralKernels() {}

    /** Some; other seeds give others. */
    static List<BlurKernel> of(final int scale, final int count, final long seed) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> GeneralBlurs.draw(scale, new SplittableRandom(seed + i)))
                .toList();
    }

    /** What describes them. */
    static KernelComponents components() {
        return KernelComponents.of(
                of(2, COMPONENTS, 0).stream().map(BlurKernel::values).toList(), 2);
    }
}
